"""What a missed check-in costs: statements and processor time, act and prompt and text apart.

    python -m benchmarks.line_costs [--quick]

In one process and one after the other, so that the figures hold beside other work: this
process's processor time, its requests to the carrier among it, and that of the database, not
the wall clock. The carrier is a process of its own. Commits are durable.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg

from benchmarks import processor, throwaway
from benchmarks.fake_carrier import apart

SESSIONS = 500


@dataclass
class Cost:
    """Of one kind of work, divided by `of`."""

    name: str
    of: int = 0
    statements: int = 0
    ours: float = 0.0
    database: float = 0.0

    def __str__(self) -> str:
        of = max(1, self.of)
        return (
            f"{self.name:<28} {self.statements / of:6.1f} statements  "
            f"{1000 * self.ours / of:6.2f} ms ours  {1000 * self.database / of:6.2f} ms database"
            f"  ({self.of:,})"
        )


_counted = 0


def count_statements() -> None:
    """Every statement of this process from now on, whichever way it is sent."""

    def counting(original: Callable[..., Any]) -> Callable[..., Any]:
        def execute(*words: Any, **named: Any) -> Any:
            global _counted
            _counted += 1
            return original(*words, **named)

        return execute

    psycopg.Cursor.execute = counting(psycopg.Cursor.execute)  # type: ignore[method-assign]
    psycopg.Cursor.executemany = counting(psycopg.Cursor.executemany)  # type: ignore[method-assign]


@contextmanager
def counted(cost: Cost) -> Iterator[Cost]:
    before = _counted, time.process_time(), processor.seconds([])
    yield cost
    cost.statements += _counted - before[0]
    cost.ours += time.process_time() - before[1]
    cost.database += processor.seconds([]) - before[2]


def run(sessions: int) -> list[Cost]:
    with apart() as environment:
        os.environ |= environment
        with throwaway.house():
            from benchmarks import line_sessions

            line_sessions.arm(sessions)
            line_sessions.rest()
            count_statements()
            return [*_missed("watching", 0), *_missed("unresponsive", 2)]


def _missed(state: str, prompts: int) -> list[Cost]:
    """All are due; then everything that follows from it is delivered."""
    from benchmarks import line_sessions
    from beside.kernel import clock, deadlines
    from beside.kernel.deadline_loop import Sweeper

    line_sessions.spread(state, clock.now() - timedelta(seconds=1), timedelta(), prompts)
    (kind,) = [kind for kind in deadlines.kinds() if kind.name == "line.sessions"]
    sweeper, acts = Sweeper(), Cost(f"{state}: act")
    with counted(acts):
        while done := sweeper.sweep(kind):
            acts.of += done
    costs = [acts, *_delivered(state)]
    line_sessions.rest()
    return costs


def _delivered(state: str) -> list[Cost]:
    from beside.kernel import clock, delivery, dispatch
    from beside.kernel.delivery import Room

    costs: dict[str, Cost] = {"": Cost(f"{state}: claims")}
    while True:
        with counted(costs[""]):
            room = Room(outside=6, own=25, many=25)
            found = delivery.claim_several(clock.now(), room)
        if not found:
            return [costs[key] for key in sorted(costs)]
        costs[""].of += len(found)
        for batch in dispatch.batches(found):
            name = batch[0].delivery.kind
            with counted(costs.setdefault(name, Cost(f"{state}: {name}"))) as cost:
                delivery.deliver_batch(batch)
                cost.of += len(batch)


if __name__ == "__main__":
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    print(*run(100 if parser.parse_args().quick else SESSIONS), sep="\n")
