"""What an order costs, step by step: statements, and milliseconds with nobody else at work.

    python -m benchmarks.supply_costs [orders]

One packer of `packers.py` alone, and every statement counted and timed: what is left is our own
code. Read it beside supply_6, where eight wait for each other and for two cores.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import packers, processor, throwaway
from benchmarks.packers import Packer, Told


class Counted(Told):
    """Counts the statements of each step too."""

    def __init__(self) -> None:
        super().__init__()
        self.statements: Counter[str] = Counter()
        self.in_database: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self._step = ""

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        self._step = step
        with super().timed(step):
            yield
        self._step = ""

    def watch(self, run: Callable[..., Any], words: str, *more: Any) -> Any:
        """Around each statement of Django's; those of `kernel.statements` are not seen."""
        began = time.perf_counter()
        try:
            return run(words, *more)
        finally:
            self.statements[self._step] += 1
            self.in_database[self._step] += time.perf_counter() - began  # type: ignore[assignment]
            self.seen[f"{self._step}: {' '.join(words.split())[:150]}"] += 1


def main(orders: int) -> None:
    from django.db import connection

    packers.world(sum(packers.wishes(0, orders)) * 2, 1)
    packer = Packer(0, orders)
    packer.work()  # everything is read and cached once
    packer = Packer(0, orders)
    packer.seed, packer.told = 1000, Counted()
    told, before = packer.told, processor.clock()
    with connection.execute_wrapper(told.watch):
        packer.work()
    for step, count in told.counts.items():
        if told.seconds[step]:
            print(
                f"{step:10} {count:5} times, {told.statements[step] / count:6.1f} statements, "
                f"{1000 * told.seconds[step] / count:6.1f} ms each, of them "
                f"{1000 * told.in_database[step] / count:6.1f} in Django's statements"
            )
    print(f"{sum(told.seconds.values()):.1f} s ({processor.withheld(before)})")
    if "--statements" in sys.argv:
        for words, count in sorted(told.seen.items()):
            print(f"{count:6} {words}")


if __name__ == "__main__":
    with throwaway.house():
        main(int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else 48)
