"""Orders allocated and posted a second by eight packers at once, and whether too much is promised.

    python -m benchmarks.supply_6_throughput [--quick]

Eight processes, each its own connection, one durable database. Three of four orders are for a
person (one or two kits), one is an agency's case. Each is placed and allocated in one
transaction (first expiring lots, split) and posted in a second one: `services.aside`, with the
balanced ledger, its trigger and the record. There is less stock than is asked for, so the last
orders must be refused. Beside it, a naive baseline: one row with one quantity, and a row an
order; no lot, no expiry, no ledger, no record. It is faster where nothing has to be known.

What a web page, its form and the sealing of an address cost is not in these figures.
"""

import multiprocessing
import random
import time
from dataclasses import dataclass

from benchmarks import throwaway
from benchmarks.show import Result, alone

PACKERS, FULL, QUICK = 8, 400, 25
LOTS = 12
BAR = "8 packers, 0 units oversold, every unit accounted for"


@dataclass(frozen=True)
class Done:
    """What the packers did together."""

    posted: int
    refused: int
    units: int
    seconds: float

    @property
    def rate(self) -> float:
        return (self.posted + self.refused) / self.seconds


def _wishes(seed: int, orders: int) -> list[int]:
    """Units of each order of one packer."""
    rng = random.Random(seed)
    return [24 if n % 4 == 3 else rng.choice((2, 4)) for n in range(orders)]


def _pack(seed: int, orders: int, answers) -> None:
    """One packer, in the ledger."""
    from beside.kernel import clock
    from beside.supply import shelves
    from beside.supply.core.places import Movement as Why
    from beside.supply.core.places import PlaceKind
    from beside.supply.models import Place, Product
    from beside.supply.services import aside

    shelf, product = Place.objects.get(name="Back room"), Product.objects.get(slug="nasal_4mg")
    transit = shelves.edge(shelf.program, PlaceKind.IN_TRANSIT)
    posted = refused = sent = 0
    for number, units in enumerate(_wishes(seed, orders)):
        about = ("supply.request", f"{seed}-{number}")
        try:
            aside.set_aside(shelf=shelf, wanted={product: units}, about=about, at=clock.now())
        except aside.OutOfStock:
            refused += 1
            continue
        aside.let_go(shelf=shelf, target=transit, why=Why.POSTED, about=about, at=clock.now())
        posted, sent = posted + 1, sent + units
    answers.put((posted, refused, sent))


def _pack_naively(seed: int, orders: int, answers) -> None:
    """One packer, with one quantity."""
    from django.db import connection, transaction

    posted = refused = sent = 0
    with connection.cursor() as cursor:
        for number, units in enumerate(_wishes(seed, orders)):
            with transaction.atomic():
                cursor.execute(
                    "UPDATE naive_stock SET units = units - %s WHERE units >= %s", [units, units]
                )
                taken = cursor.rowcount
                if taken:
                    cursor.execute("INSERT INTO naive_order VALUES (%s, %s, 'packed')",
                                   [f"{seed}-{number}", units])  # fmt: skip
            if not taken:
                refused += 1
                continue
            with transaction.atomic():
                cursor.execute("UPDATE naive_order SET state = 'posted' WHERE id = %s",
                               [f"{seed}-{number}"])  # fmt: skip
            posted, sent = posted + 1, sent + units
    answers.put((posted, refused, sent))


def _together(work, orders: int) -> Done:
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    packers = [
        context.Process(target=work, args=(seed, orders, answers)) for seed in range(PACKERS)
    ]
    began = time.monotonic()
    for packer in packers:
        packer.start()
    told = [answers.get(timeout=600) for _ in packers]
    seconds = time.monotonic() - began
    for packer in packers:
        packer.join()
    posted, refused, units = (sum(column) for column in zip(*told, strict=True))
    return Done(posted, refused, units, seconds)


def run(quick: bool) -> Result:
    orders = QUICK if quick else FULL
    asked = sum(sum(_wishes(seed, orders)) for seed in range(PACKERS))
    stock = asked * 9 // 10 // 24 * 24
    with throwaway.house():
        naive = _naive(orders, stock)
        _fill(stock)
        ledger = _together(_pack, orders)
        left, negative = _left()
    accounted = ledger.units + left == stock and not negative
    figure = (
        f"{ledger.rate:,.0f} orders a second ({ledger.posted:,} posted, "
        f"{ledger.refused:,} refused, {ledger.units:,} of {stock:,} doses sent, {left} left); "
        f"naive single quantity {naive.rate:,.0f} a second, without lots, ledger or record"
    )
    return Result(
        "6", figure, BAR, accounted and ledger.posted + ledger.refused == PACKERS * orders
    )


def _naive(orders: int, stock: int) -> Done:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_stock (units int)")
        cursor.execute("CREATE TABLE naive_order (id text PRIMARY KEY, units int, state text)")
        cursor.execute("INSERT INTO naive_stock VALUES (%s)", [stock])
    return _together(_pack_naively, orders)


def _fill(stock: int) -> None:
    """The stock in twelve lots that expire one after the other."""
    from datetime import timedelta

    from tests.supply.shared import shelf, stocked

    from beside.kernel import clock

    shelf()
    per_lot, day = stock // LOTS // 2 * 2, clock.now().date()
    for number in range(LOTS):
        units = per_lot if number else stock - per_lot * (LOTS - 1)
        stocked(units, lot=f"LOT{number:02}", expires=day + timedelta(days=60 + 30 * number))


def _left() -> tuple[int, bool]:
    """Units that were not sent, and whether anything stands below nought or beside its entries."""
    from django.db.models import Sum

    from beside.supply.core.places import PlaceKind
    from beside.supply.models import Balance, Entry

    left = Balance.objects.filter(place__kind__in=(PlaceKind.WAREHOUSE, PlaceKind.SET_ASIDE))
    wrong = Balance.objects.filter(is_boundless=False, units__lt=0).exists()
    summed = dict(Entry.objects.order_by().values_list("place").annotate(all=Sum("units")))
    kept = dict(Balance.objects.order_by().values_list("place").annotate(all=Sum("units")))
    return left.aggregate(all=Sum("units"))["all"] or 0, wrong or summed != kept


if __name__ == "__main__":
    alone(run)
