"""Random histories of a program's stock, each lived in the ledger and in a plain dict.

    python -m benchmarks.supply_1_histories [--quick]

Hypothesis draws deliveries, gifts, set-asides, moves, write-offs, undoings, counts, holds and
recalls on two shelves, two products and six lots. After each history: on hand is the sum of
the entries and what the dict says; no place was below nought on the way; every wish took the
lots that a unit-by-unit way of choosing takes; cases, kits and doses add up to the units.
"""

import re
import subprocess
import sys
import time

from benchmarks import throwaway
from benchmarks.show import Result, alone

FULL, QUICK = 10_000, 250
SEEDS = (20261122, 20261123)  # a process each: the machine has two cores
TOLD = re.compile(r"lived (\d+) of (\d+) steps")
BAR = ">= 10,000 histories, 0 that differ"


class _Enough(Exception):
    """Takes back what a history wrote."""


def run(quick: bool) -> Result:
    """Half of the histories in each of two processes, each with a house of its own."""
    wanted, began = QUICK if quick else FULL, time.monotonic()
    here = [sys.executable, "-m", "benchmarks.supply_1_histories", str(wanted // len(SEEDS))]
    halves = [
        subprocess.Popen([*here, str(seed)], stdout=subprocess.PIPE, text=True) for seed in SEEDS
    ]
    told = [TOLD.search(half.communicate()[0]) for half in halves]
    lived = sum(int(each[1]) for each in told if each)
    steps = sum(int(each[2]) for each in told if each)
    same = all(told) and not any(half.returncode for half in halves)
    differ = "0 differ" if same else "SOME DIFFER (above)"
    figure = f"{lived:,} histories of {steps:,} steps, {differ} ({time.monotonic() - began:,.0f} s)"
    return Result("1", figure, BAR.replace("10,000", f"{wanted:,}"), same and lived >= wanted)


def half(wanted: int, first: int) -> None:
    """One process of it. Raises what differs, with the shortest history that shows it."""
    with throwaway.house(durable=False):
        lived, steps = _live(wanted, first)
    print(f"lived {lived} of {steps} steps")


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

    each()
    return lived[0], steps[0]


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1].isdigit():
        half(int(sys.argv[1]), int(sys.argv[2]))
    else:
        alone(run)
