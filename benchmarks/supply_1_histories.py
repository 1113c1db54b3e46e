"""Random histories of a program's stock, each lived in the ledger and in a plain dict.

    python -m benchmarks.supply_1_histories [--quick]

Hypothesis draws deliveries, gifts, set-asides, moves, write-offs, undoings, counts, holds and
recalls on two shelves, two products and six lots. After each history: on hand is the sum of
the entries and what the dict says; no place was below nought on the way; every wish took the
lots that a unit-by-unit way of choosing takes; cases, kits and doses add up to the units.
"""

import time

from benchmarks import throwaway
from benchmarks.show import Result, alone

FULL, QUICK = 10_000, 250
BAR = ">= 10,000 histories, 0 that differ"


class _Enough(Exception):
    """Takes back what a history wrote."""


def run(quick: bool) -> Result:
    wanted = QUICK if quick else FULL
    with throwaway.house(durable=False, rooms=("kernel", "supply")):
        return _live(wanted)


def _live(wanted: int) -> Result:
    from django.db import transaction
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from tests.supply.stock import histories

    world = histories.world()
    lived, steps, began = [0], [0], time.monotonic()

    @seed(20261122)
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

    each()  # raises what differs, with the shortest history that shows it
    seconds = time.monotonic() - began
    figure = f"{lived[0]:,} histories of {steps[0]:,} steps, 0 differ ({seconds:,.0f} s)"
    bar = BAR.replace("10,000", f"{wanted:,}")
    return Result("1", figure, bar, lived[0] >= wanted)


if __name__ == "__main__":
    alone(run)
