"""Random histories of a program's stock, each lived in the ledger and in a plain dict.

    python -m benchmarks.supply_1_histories [--quick]

Hypothesis draws deliveries, gifts, set-asides, moves, write-offs, undoings, counts, holds and
recalls on two shelves, two products and six lots. After each history: on hand is the sum of
the entries and what the dict says; no place was below nought on the way; every wish took the
lots that a unit-by-unit way of choosing takes; cases, kits and doses add up to the units.
"""

import multiprocessing
import time
from typing import Any

from benchmarks import throwaway
from benchmarks.show import Result, alone

FULL, QUICK = 10_000, 250
SIDE_BY_SIDE, FIRST_SEED = 6, 20261122  # they wait for their databases more than they think
BAR = ">= 10,000 histories, 0 that differ"


class _Enough(Exception):
    """Takes back what a history wrote."""


def run(quick: bool) -> Result:
    """A share of the histories in each of some processes, each with a database of its own."""
    wanted, told = QUICK if quick else FULL, list[tuple[int, int, str]]()
    with throwaway.house(durable=False):
        names, began = _databases(), time.monotonic()
        context = multiprocessing.get_context("fork")
        answers = context.Queue()
        for number, name in enumerate(names):
            share = wanted // len(names) + (number < wanted % len(names))
            seed = FIRST_SEED + number
            context.Process(target=_one, args=(name, share, seed, answers), daemon=True).start()
        told = [answers.get() for _ in names]
        took = time.monotonic() - began
    lived, steps = sum(each[0] for each in told), sum(each[1] for each in told)
    faults = [each[2] for each in told if each[2]]
    for fault in faults:
        print(fault)
    differ = "SOME DIFFER (above)" if faults else "0 differ"
    figure = f"{lived:,} histories of {steps:,} steps, {differ} ({took:,.0f} s)"
    bar = BAR.replace("10,000", f"{wanted:,}")
    return Result("1", figure, bar, not faults and lived >= wanted)


def _databases() -> list[str]:
    """As many as there are processes, all made like the first."""
    from django.db import connection, connections

    first = connection.settings_dict["NAME"]
    others = [f"{first}_{number}" for number in range(1, SIDE_BY_SIDE)]
    connections.close_all()
    connection.settings_dict["NAME"] = "postgres"
    with connection.cursor() as cursor:
        for name in others:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{first}"')
    connections.close_all()
    connection.settings_dict["NAME"] = first
    return [first, *others]


def _one(database: str, wanted: int, first: int, answers: Any) -> None:
    """One process of it: lived, steps, and what differs with the shortest history showing it."""
    import traceback

    from django.db import connection

    connection.settings_dict["NAME"] = database
    try:
        answers.put((*_live(wanted, first), ""))
    except BaseException:
        answers.put((0, 0, traceback.format_exc()))


def _live(wanted: int, first: int) -> tuple[int, int]:
    from django.db import transaction
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from tests.supply.stock import histories

    world = histories.world()
    lived, steps = [0], [0]

    @seed(first)
    @settings(
        max_examples=wanted,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(histories.histories)
    def each(history) -> None:
        try:
            with transaction.atomic():
                world.afresh().live(history)
                raise _Enough
        except _Enough:
            lived[0] += 1
            steps[0] += len(history)
            if lived[0] % 100 == 0:
                print(f"seed {first}: {lived[0]:,} of {wanted:,}", flush=True)

    each()
    return lived[0], steps[0]


if __name__ == "__main__":
    alone(run)
