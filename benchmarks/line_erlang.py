"""Erlang A against simulation, in 1,000 random cases.

    python -m benchmarks.line_erlang [--quick]

Each case is a line of 1 to 20 operators, idle to overloaded, with callers patient or
not. It is simulated until the standard error of every share is a quarter of a point or
less; then the formula must lie within one point, and its mean wait within one
hundredth of the mean patience. Prints how far off it was, as a histogram.
"""

import argparse
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from benchmarks.line_queue import Simulated, simulate
from benchmarks.show import Result
from beside.line.core.erlang import Queue

CASES, QUICK_CASES = 1_000, 60
POINT = 0.01
SURE, FIRST, MOST = 0.0025, 40_000, 1_300_000
BINS = (0.001, 0.002, 0.003, 0.005, 0.0075, 0.01)


def run(quick: bool) -> list[Result]:
    """All cases, on two cores."""
    with ProcessPoolExecutor(2) as pool:
        off = list(pool.map(case, range(QUICK_CASES if quick else CASES), chunksize=5))
    worst = max(map(max, off))
    within = sum(max(each) <= POINT for each in off)
    _print(off)
    figure = (
        f"Erlang A within one point of simulation in {within} of {len(off)} cases, "
        f"at most {100 * worst:.2f} points off"
    )
    return [Result("7e", figure, "all of them within 1 point", within == len(off))]


def case(number: int) -> tuple[float, float, float]:
    """How far the formula is from simulation: answered in time, abandoned, wait by patience."""
    rng = random.Random(number)
    operators, handling = rng.randint(1, 20), rng.uniform(0.5, 30)
    patience = handling * 10 ** rng.uniform(-1.5, 1)
    queue = Queue(operators * rng.uniform(0.1, 1.4) / handling, handling, operators, patience)
    within = rng.choice([0.0, 0.05, 0.3, 1.0]) * patience
    seen = _until_sure(queue, within, number)
    return (
        abs(queue.answered_within(within) - seen.answered_in_time),
        abs(queue.abandoned - seen.abandoned),
        abs(queue.mean_wait - seen.mean_wait) / patience,
    )


def _until_sure(queue: Queue, within: float, seed: int) -> Simulated:
    calls = FIRST
    while True:
        seen = simulate(queue, within, calls, seed)
        worst = max(seen.errors[0], seen.errors[1], seen.errors[2] / queue.patience)
        if worst <= SURE or calls >= MOST:
            return seen
        calls = min(MOST, int(1.2 * calls * (worst / SURE) ** 2) + 1)


def _print(off: list[tuple[float, float, float]]) -> None:
    for name, index in (("answered in time", 0), ("abandoned", 1), ("mean wait / patience", 2)):
        print(f"  {name}: how far off, in points")
        low = 0.0
        for high in (*BINS, 1.0):
            n = sum(low < each[index] <= high or (low == each[index] == 0) for each in off)
            print(f"    up to {100 * high:6.2f}  {n:5}  {'#' * round(50 * n / len(off))}")
            low = high


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true")
    for result in run(asked.parse_args().quick):
        print(result)
