"""Two years of programs' stock, simulated day by day with the product's own rules.

    python -m benchmarks.supply_5_two_years [--quick]

What decides is the product's own code: `core/reorder.py` (simulated anew every week from the
history so far, as the nightly job does) says when and how many cases to order, `core/fefo.py`
which lots go out. What happens to them is invented here, harder than the rules assume:
people come in clusters (negative binomial), more on weekdays; demand drifts by up to half over
the two years; three surges a program treble it for 10 to 21 days; deliveries take a triangle
of 4, 9 and 25 days and one in twelve takes three weeks more; lots come with 12 to 36 months
left (one in ten with 6). A program begins with an
expectation that is wrong by up to 40 % either way, and four weeks of stock.

The rule's floor was chosen while seeds 1 to 60 were looked at; these begin at 7001, and no rule
was changed after they were seen.

Counted from the first day: days on which somebody went without, or that ended with nothing
left; and units that expired, of all that were delivered. One of the programs is lived a
second time through the services and the database; day by day it must stand the same.
"""

import math
import multiprocessing
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks import throwaway
from benchmarks.show import Result, alone

DAYS, START = 730, date(2026, 1, 5)
PROGRAMS, QUICK, FIRST = 60, 8, 7001
CASE, KIT = 24, 2
RUNS = 1000
USUAL_LEAD = (4, 9, 25)
BAR = "stock-out days <= 1 %, expiry waste <= 2 %"


@dataclass
class Lot:
    """Some units with one expiry."""

    name: str
    expires: date
    units: int
    order: int


@dataclass
class Program:
    """One product at one program: what it holds, and what came of it."""

    seed: int
    rate: float  # kits a day, at the start
    lots: list[Lot] = field(default_factory=list)
    coming: list[tuple[date, int, date, str]] = field(default_factory=list)
    history: list[int] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)
    lives: list[int] = field(default_factory=list)
    out_days: int = 0
    asked_days: int = 0
    delivered: int = 0
    expired: int = 0
    unmet: int = 0
    wanted: int = 0


def demand_of(rng: random.Random, rate: float) -> list[int]:
    """Units a day: kits that people come for, in clusters, with drift and surges."""
    drift = rng.uniform(-0.5, 0.5)
    surges = [(rng.randrange(30, DAYS - 30), rng.randint(10, 21)) for _ in range(3)]
    made = []
    for day in range(DAYS):
        mean = rate * (1 + drift * day / DAYS)
        mean *= 1.2 if (START + timedelta(days=day)).weekday() < 5 else 0.5
        if any(begins <= day < begins + length for begins, length in surges):
            mean *= 3
        made.append(KIT * _clustered(rng, mean))
    return made


def _clustered(rng: random.Random, mean: float, spread: float = 1.5) -> int:
    """Negative binomial: a Poisson whose own mean is a gamma."""
    limit, product, count = math.exp(-min(rng.gammavariate(spread, mean / spread), 600)), 1.0, -1
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def live(seed: int, *, ledger: "Ledger | None" = None) -> Program:
    """Two years of one program."""
    from beside.supply.core import fefo, reorder
    from beside.supply.core.fefo import Shelved
    from beside.supply.core.reorder import LeadTime

    rng = random.Random(seed)
    rate = math.exp(rng.uniform(math.log(0.5), math.log(25)))
    one, demand = Program(seed, rate), demand_of(rng, rate)
    expected = rate * KIT * rng.uniform(0.6, 1.4)
    _arrive(one, rng, START, max(CASE, -(-int(expected * 28) // CASE) * CASE), ledger)
    policy, on_shelf_days = None, 0
    for number, units in enumerate(demand):
        on = START + timedelta(days=number)
        for order in [each for each in one.coming if each[0] <= on]:
            one.coming.remove(order)
            one.leads.append((order[0] - order[2]).days)
            _arrive(one, rng, on, order[1], ledger)
        _write_off(one, on, ledger)
        there = [Shelved(lot, lot.units, lot.expires, lot.order) for lot in one.lots]
        usable = sum(lot.units for lot in one.lots)
        given = min(units, usable)
        if given:
            for taken in fefo.take(there, given, on=on):
                taken.lot.units -= taken.units
            if ledger:
                ledger.give(on, given)
        one.lots = [lot for lot in one.lots if lot.units]
        one.wanted, one.unmet = one.wanted + units, one.unmet + units - given
        on_shelf_days += 1
        one.out_days += int(not one.lots or given < units)
        if one.lots or given:  # a day that ended empty and gave nothing says nothing of demand
            one.history.append(given)
        if number % 7 == 0:
            policy = reorder.policy(
                one.history, expected_daily=expected, unit=KIT, lead=_lead(one, LeadTime),
                covers_days=28, service=0.99, seed=seed * 1000 + number,
                life_days=min(one.lives[-5:]), runs=RUNS,
            )  # fmt: skip
        assert policy is not None
        position = sum(lot.units for lot in one.lots) + sum(each[1] for each in one.coming)
        if cases := reorder.order(position, policy, case=CASE):
            one.coming.append((on + timedelta(days=_late(rng)), cases, on, ""))
        if ledger:
            ledger.compare(one)
    one.asked_days = on_shelf_days
    return one


def _lead(one: Program, kind):  # as demand.lead_time reads it from orders that came
    seen = sorted(one.leads[-20:])
    if len(seen) < 5:
        return kind(*USUAL_LEAD)
    return kind(seen[0], seen[len(seen) // 2], max(seen[-1], USUAL_LEAD[2]))


def _late(rng: random.Random) -> int:
    least, usual, most = USUAL_LEAD
    return round(rng.triangular(least, most, usual)) + (21 if rng.random() < 1 / 12 else 0)


def _arrive(one: Program, rng: random.Random, on: date, units: int, ledger) -> None:
    months = 6 if rng.random() < 0.1 else rng.randint(12, 36)
    expires = on + timedelta(days=round(months * 30.4))
    lot = Lot(f"L{len(one.lives)}", expires, units, len(one.lives))
    one.lots.append(lot)
    one.lives.append((expires - on).days)
    one.delivered += units
    if ledger:
        ledger.receive(on, lot)


def _write_off(one: Program, on: date, ledger) -> None:
    for lot in [lot for lot in one.lots if lot.expires < on]:
        one.expired += lot.units
        one.lots.remove(lot)
        if ledger:
            ledger.destroy(on, lot)


class Ledger:
    """The same program in the database, moved by the services alone."""

    def __init__(self) -> None:
        from tests import people
        from tests.supply.shared import product, program, shelf

        self.product, self.shelf, self.by = product(), shelf(program()), people.person()
        self.days = 0

    def at(self, on: date):
        from datetime import UTC, datetime

        return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)

    def receive(self, on: date, lot: Lot) -> None:
        from beside.supply.services import receiving

        line = receiving.Delivered(self.product, lot.name, lot.expires, lot.units)
        receiving.receive(place=self.shelf, delivered=[line], at=self.at(on), on_date=on, by=None)

    def give(self, on: date, units: int) -> None:
        from beside.supply.services import moving

        moving.give(shelf=self.shelf, wanted={self.product: units}, at=self.at(on), on_date=on,
                    about=("supply.encounter", on.toordinal()))  # fmt: skip

    def destroy(self, on: date, lot: Lot) -> None:
        from beside.supply.core.places import Movement as Why
        from beside.supply.models import Lot as Row
        from beside.supply.services import moving

        row = Row.objects.get(product=self.product, number=lot.name)
        moving.write_off(place=self.shelf, lots={row: lot.units}, why=Why.DESTROYED,
                         reason="expired", at=self.at(on), on_date=on, by=self.by)  # fmt: skip

    def compare(self, one: Program) -> None:
        from beside.supply.models import Balance

        rows = Balance.objects.filter(place=self.shelf, units__gt=0)
        stands = dict(rows.values_list("lot__number", "units"))
        known = {lot.name: lot.units for lot in one.lots}
        if stands != known:
            raise AssertionError(f"{stands} is not {known}")
        self.days += 1

    def history(self) -> list[int]:
        from beside.supply import demand

        until = START + timedelta(days=DAYS)
        return demand.history(self.shelf.program, self.product, until)


def run(quick: bool, first: int = FIRST) -> Result:
    with throwaway.house(durable=False):
        ledger = Ledger()
        twice = live(first, ledger=ledger)
        read = ledger.history()
        wanted = twice.history[next(n for n, units in enumerate(twice.history) if units) :]
        if read != wanted[-len(read) :]:
            raise AssertionError("the history read back from the ledger is another")
        seeds = range(first + 1, first + (QUICK if quick else PROGRAMS))
        with multiprocessing.get_context("fork").Pool(2) as both:
            lived = [twice, *both.imap_unordered(live, seeds)]
    days, out = sum(one.asked_days for one in lived), sum(one.out_days for one in lived)
    came, waste = sum(one.delivered for one in lived), sum(one.expired for one in lived)
    unmet = sum(one.unmet for one in lived) / sum(one.wanted for one in lived)
    worst = max(one.out_days / one.asked_days for one in lived)
    figure = (
        f"{len(lived)} programs (seeds from {first}), {days:,} days: "
        f"stock-out days {out / days:.2%} (worst program {worst:.1%}), "
        f"expiry waste {waste / came:.2%}, units wanted and not there {unmet:.2%}; "
        f"{ledger.days} days also through the ledger, equal"
    )
    return Result("5", figure, BAR, out / days <= 0.01 and waste / came <= 0.02)


if __name__ == "__main__":
    alone(run)
