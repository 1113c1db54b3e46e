"""How late deadlines are: from the moment they are due to the commit of what was done about it.

Two real worker processes, as `beside serve` runs them, and a durable database of our own.
Each deadline leads to one act of the record and two effects, delivered by the same workers.
The database itself notes when each transaction committed (track_commit_timestamp), so that
nothing is guessed. Sessions here are checked on every 90 s and every check-in is missed.

python -m benchmarks.kernel_deadlines [--quick]
"""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import Popen

from benchmarks import processor, throwaway
from benchmarks.show import Result

EDGES_MS = (10, 20, 50, 100, 250, 500, 1000, 2000, 5000)
PATIENCE = 60.0  # seconds after the last deadline until the measurement is broken off
CHECKED_EVERY = 90  # seconds


@dataclass(frozen=True)
class Lateness:
    """Milliseconds from due to committed, smallest first."""

    ms: list[float]

    def at(self, share: float) -> float:
        """The lateness that `share` of all do not exceed."""
        return self.ms[max(0, -(-int(share * 1000) * len(self.ms) // 1000) - 1)]

    def histogram(self) -> Iterator[str]:
        below = 0
        for edge in (*EDGES_MS, float("inf")):
            reached = sum(ms <= edge for ms in self.ms)
            count, below = reached - below, reached
            bar = "#" * round(50 * count / len(self.ms))
            yield f"  <= {edge:>5g} ms  {count:>6,}  {bar}".rstrip()


@dataclass(frozen=True)
class Load:
    """So many deadlines, spread evenly over so many seconds."""

    name: str
    rows: int
    seconds: float
    bars: dict[str, float]  # milliseconds, by share or "max"
    killed: bool = False  # in the middle, the worker that keeps the deadlines is killed


def sessions(count: int, seconds: float, bars: dict[str, float], *, killed: bool = False) -> Load:
    name = f"{count:,} sessions, {seconds:g} s" + (", the active worker killed" if killed else "")
    return Load(name, round(count * seconds / CHECKED_EVERY), seconds, bars, killed)


LINE = {"p50": 50.0, "p99": 250.0, "max": 1000.0}
LOADS = (
    sessions(1000, 60, LINE),
    Load("stress: 1,000 over 20 s", 1000, 20, LINE),
    sessions(10_000, 60, {"p99": 1000}),
    Load("1,000 due in one second", 1000, 1, {"max": 2000}),
    sessions(1000, 20, {"max": 3000}, killed=True),
)
QUICK = (
    sessions(1000, 10, LINE),
    sessions(10_000, 5, {"p99": 1000}),
    Load("200 due in one second", 200, 1, {"max": 2000}),
    sessions(1000, 8, {"max": 3000}, killed=True),
)


@dataclass(frozen=True)
class Measured:
    """What one load cost and how late it was."""

    load: Load
    acts: Lateness
    effects: Lateness  # from being put to being done
    cpu_ms: float  # of workers and database together, for one act and its effects

    def result(self) -> Result:
        found = {"p50": self.acts.at(0.5), "p99": self.acts.at(0.99), "max": self.acts.ms[-1]}
        figure = ", ".join(f"{name} {ms:,.0f} ms" for name, ms in found.items())
        effects = f"effects done p50 {self.effects.at(0.5):,.0f}, p99 {self.effects.at(0.99):,.0f}"
        beside = f"{effects} ms; {self.cpu_ms:.1f} ms CPU an act; load {os.getloadavg()[0]:.1f}"
        bar = ", ".join(f"{name} <= {ms:,.0f} ms" for name, ms in self.load.bars.items())
        holds = all(found[name] <= most for name, most in self.load.bars.items())
        return Result("", f"{self.load.name}: {figure} ({beside})", bar, holds)


def measure(load: Load, first: int, workers: list["Popen[str]"]) -> Measured:
    """Arm the rows, wait until all are kept, read when each was committed."""
    from beside.kernel import clock

    begins = clock.now() + timedelta(seconds=1 + load.rows / 5000)
    used = processor.seconds([worker.pid for worker in workers])
    _arm(load, first, begins)
    if load.killed:
        time.sleep((begins - clock.now()).total_seconds() + load.seconds / 2)
        active = workers.pop(0)
        active.kill()
        active.communicate()
    _wait_until_kept(load.rows / 1000 + load.seconds + PATIENCE)
    used = processor.seconds([worker.pid for worker in workers]) - used
    return Measured(load, _acts(first), _effects(begins), 1000 * max(0.0, used) / load.rows)


def _arm(load: Load, first: int, begins: datetime) -> None:
    from django.db import connection, transaction

    from beside.kernel import deadlines

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_promise SELECT %s + n, 'armed',"
            " %s + n * %s * interval '1 second' FROM generate_series(0, %s) AS n",
            [first, begins, load.seconds / load.rows, load.rows - 1],
        )
        deadlines.armed(begins)


def _wait_until_kept(patience: float) -> None:
    """Until all deadlines are kept and all their effects done."""
    from benchmarks.deadline_rows import Promise
    from beside.kernel.models import Effect

    until = time.monotonic() + patience
    armed = Promise.objects.filter(state="armed")
    while armed.exists() or Effect.objects.filter(state="waiting").exists():
        if time.monotonic() > until:
            raise TimeoutError("deadlines are still armed, or effects still wait")
        time.sleep(0.25)


def _acts(first: int) -> Lateness:
    return _lateness(
        "SELECT 1000 * extract(epoch FROM pg_xact_commit_timestamp(xmin) - deadline_at)"
        " FROM bench_promise WHERE id >= %s ORDER BY 1",
        first,
    )


def _effects(begins: datetime) -> Lateness:
    return _lateness(
        "SELECT 1000 * extract(epoch FROM ended_at - due_at)"
        " FROM kernel_effect WHERE due_at >= %s ORDER BY 1",
        begins,
    )


def _lateness(statement: str, word: int | datetime) -> Lateness:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, [word])
        return Lateness([float(ms) for (ms,) in cursor.fetchall()])


@contextmanager
def crew(home: Path) -> Iterator[list["Popen[str]"]]:
    """Two workers, the first of which has taken the lead."""
    _note_commits(home)
    workers = []
    try:
        for _ in range(2):
            worker = throwaway.child("benchmarks.deadline_worker")
            workers.append(worker)
            assert worker.stdout is not None
            assert worker.stdout.readline() == "up\n"
            time.sleep(2)
        yield workers
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(30)


def _note_commits(home: Path) -> None:
    """Let the database keep the moment of every commit; it must start anew for that."""
    from django.db import connection

    from benchmarks.deadline_rows import TABLE
    from beside.kernel import postgres

    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("ALTER SYSTEM SET track_commit_timestamp = on")
    connection.close()
    postgres.stop(postgres.Cluster.at(home), home)
    postgres.start(postgres.Cluster.at(home), home)


def run(quick: bool, only: str = "") -> list[Result]:
    results = []
    loads = [load for load in (QUICK if quick else LOADS) if only in load.name]
    with throwaway.house(rooms=("kernel",)) as home, crew(home) as workers:
        for number, load in enumerate(loads):
            measured = measure(load, number * 1_000_000, workers)
            print(measured.result(), *measured.acts.histogram(), sep="\n", flush=True)
            results.append(measured.result())
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", help="loads whose name has this in it")
    words = parser.parse_args()
    results = run(words.quick, words.only)
    print(*results, sep="\n")
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
