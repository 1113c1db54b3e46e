"""How late deadlines are: from the moment they are due to the commit of what was done about it.

One real worker process and a durable database of our own. The database itself notes
when each transaction committed (track_commit_timestamp), so that nothing is guessed.

python -m benchmarks.kernel_deadlines [--quick]
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import throwaway
from benchmarks.show import Result

EDGES_MS = (10, 20, 50, 100, 250, 500, 1000, 2000, 5000)
PATIENCE = 60.0  # seconds after the last deadline until the measurement is broken off


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


LOADS = (
    Load("1,000 over 20 s", 1000, 20, {"p50": 50, "p99": 250, "max": 1000}),
    Load("10,000 over 60 s", 10_000, 60, {"p99": 1000}),
    Load("1,000 due in one second", 1000, 1, {"max": 2000}),
)
QUICK = (
    Load("100 over 4 s", 100, 4, {"p50": 50, "p99": 250, "max": 1000}),
    Load("200 due in one second", 200, 1, {"max": 2000}),
)


def measure(load: Load, first: int) -> Lateness:
    """Arm the rows, wait until all are kept, read when each was committed."""
    from django.db import connection

    from beside.kernel import clock

    begins = clock.now() + timedelta(seconds=1 + load.rows / 5000)
    _arm(load, first, begins)
    _wait_until_kept(load.rows / 1000 + load.seconds + PATIENCE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1000 * extract(epoch FROM pg_xact_commit_timestamp(xmin) - deadline_at)"
            " FROM bench_promise WHERE id >= %s ORDER BY 1",
            [first],
        )
        return Lateness([float(ms) for (ms,) in cursor.fetchall()])


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
    from benchmarks.deadline_rows import Promise

    until = time.monotonic() + patience
    while Promise.objects.filter(state="armed").exists():
        if time.monotonic() > until:
            raise TimeoutError("deadlines are still armed")
        time.sleep(0.25)


def run(quick: bool) -> list[Result]:
    with throwaway.house(rooms=("kernel",)) as home:
        _note_commits(home)
        worker = throwaway.child("benchmarks.deadline_worker")
        assert worker.stdout is not None
        assert worker.stdout.readline() == "up\n"
        time.sleep(1)
        results = [
            judge(load, measure(load, number * 1_000_000))
            for number, load in enumerate(QUICK if quick else LOADS)
        ]
        worker.terminate()
        worker.wait(30)
    return results


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


def judge(load: Load, late: Lateness) -> Result:
    found = {"p50": late.at(0.5), "p99": late.at(0.99), "max": late.ms[-1]}
    print(f"{load.name}:", *late.histogram(), sep="\n")
    figure = ", ".join(f"{name} {ms:,.0f} ms" for name, ms in found.items())
    bar = ", ".join(f"{name} <= {ms:,.0f} ms" for name, ms in load.bars.items())
    holds = all(found[name] <= most for name, most in load.bars.items())
    return Result("", f"{load.name}: {figure}", bar, holds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    results = run(parser.parse_args().quick)
    print(*results, sep="\n")
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
