"""Orders placed, allocated and posted a second by eight packers at once, mail and agencies.

    python -m benchmarks.supply_6_throughput [--quick]

Eight processes, each its own connection, one durable database, and the services that the
pages call, whole: judged by law and papers, sealed in the vault, first expiring lots split,
held in hand, packed, posted, approved, filled, shipped, each step recorded and on the balanced
ledger. Three of four orders are a person's (one or two kits), one is an agency's case. All
packers take from one list of what waits. There is less stock than is asked for, so the last
are refused. Afterwards: nothing below nought, every balance the sum of its entries, and of
every order exactly what it asked for has left, or nothing.

Beside it, a naive baseline under the same orders: one row with one quantity and a row an
order, placed, packed and posted in three transactions; no lot, expiry, ledger, law, vault or
record. Once it takes with one statement, and once as such programs are often written: it reads
the quantity, looks whether it is enough, and writes the rest back. What a web page, its form
and the browser's own sealing cost is in neither.
"""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks import packers, throwaway
from benchmarks.packers import Told
from benchmarks.show import Result, alone

PACKERS, FULL, QUICK = 8, 96, 24
BAR = "8 packers, 0 units oversold, every unit accounted for"
TAKE = "UPDATE naive_stock SET units = units - %s WHERE units >= %s"
STEPS = ("asked", "batches", "picked", "packed", "posted", "ordered", "approved", "filled",
         "shipped")  # fmt: skip


def run(quick: bool) -> Result:
    orders = QUICK if quick else FULL
    asked = sum(sum(packers.wishes(seed, orders)) for seed in range(PACKERS))
    stock = asked * 9 // 10 // 24 * 24
    with throwaway.house():
        naive, naive_took = _naive(orders, stock, _at_once)
        racing, _took = _naive(orders, stock, _read_then_write)
        packers.world(stock, PACKERS)
        told, took = _together(_pack, orders)
        sent, left, wrong = packers.sent(), packers.standing(), packers.wrong()
    done = told.counts["posted"] + told.counts["shipped"]
    each = ", ".join(
        f"{step} {1000 * told.seconds[step] / max(1, told.counts[step]):.0f}" for step in STEPS
    )
    figure = (
        f"{done / took:.1f} orders placed, allocated and posted a second "
        f"({told.counts['posted']:,} by mail, {told.counts['shipped']:,} cases, of "
        f"{PACKERS * orders:,}; {sent:,} of {stock:,} doses sent, {left} left, "
        f"{told.counts['elsewhere']} times another packer was quicker; ms a step: {each}); "
        f"{'; '.join(wrong) or '0 oversold'}; naive single quantity "
        f"{naive['posted'] / naive_took:,.0f} a second, {_over(naive, stock)} oversold; the same, "
        f"read and then written, {_over(racing, stock):,} of {stock:,} doses oversold"
    )
    accounted = sent + left == stock and not wrong
    return Result("6", figure, BAR, accounted and left < 24)  # all that could be sent was


def _over(told: Counter[str], stock: int) -> int:
    """Doses that were promised and were never there."""
    return max(0, told["units"] - stock)


def _pack(seed: int, orders: int, start: Any, answers: Any) -> None:
    """One packer, in the ledger."""
    packer = packers.Packer(seed, orders)
    start.wait(timeout=120)
    answers.put(packer.work())


def _together(work: Callable[..., None], orders: int, *more: Any) -> tuple[Told, float]:
    """All packers at once: what they did, and in how many seconds."""
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    answers, start = context.Queue(), context.Barrier(PACKERS + 1)
    here = [
        context.Process(target=work, args=(seed, orders, start, answers, *more), daemon=True)
        for seed in range(PACKERS)
    ]
    for packer in here:
        packer.start()
    start.wait(timeout=120)
    began = time.monotonic()
    told = [answers.get(timeout=900) for _ in here]
    took = time.monotonic() - began
    for packer in here:
        packer.join(timeout=30)
    return sum(told, Told()), took


def _naive(orders: int, stock: int, take: Callable[..., bool]) -> tuple[Counter[str], float]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS naive_stock, naive_order")
        cursor.execute("CREATE TABLE naive_stock (units int)")
        cursor.execute("CREATE TABLE naive_order (id text PRIMARY KEY, units int, state text)")
        cursor.execute("INSERT INTO naive_stock VALUES (%s)", [stock])
    told, took = _together(_pack_naively, orders, take)
    return told.counts, took


def _pack_naively(
    seed: int, orders: int, start: Any, answers: Any, take: Callable[..., bool]
) -> None:
    """One packer, with one quantity: placed, packed and posted, a transaction each."""
    from django.db import connection, transaction

    told = Told()
    with connection.cursor() as cursor:
        start.wait(timeout=120)
        for number, units in enumerate(packers.wishes(seed, orders)):
            name = f"{seed}-{number}"
            cursor.execute("INSERT INTO naive_order VALUES (%s, %s, 'asked')", [name, units])
            with transaction.atomic():
                if not take(cursor, units):
                    continue
                cursor.execute("UPDATE naive_order SET state = 'packed' WHERE id = %s", [name])
            cursor.execute("UPDATE naive_order SET state = 'posted' WHERE id = %s", [name])
            told.counts["posted"] += 1
            told.counts["units"] += units
    answers.put(told)


def _at_once(cursor: Any, units: int) -> bool:
    cursor.execute(TAKE, [units, units])
    return bool(cursor.rowcount)


def _read_then_write(cursor: Any, units: int) -> bool:
    cursor.execute("SELECT units FROM naive_stock")
    ((there,),) = cursor.fetchall()
    if there < units:
        return False
    cursor.execute("UPDATE naive_stock SET units = %s", [there - units])
    return True


if __name__ == "__main__":
    alone(run)
