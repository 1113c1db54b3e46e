"""How late the line is: from the moment a check-in was due to the commit of what was done.

    python -m benchmarks.line_2_lateness [--quick]

The room's own sessions, deadlines, effects and record, kept by real worker processes over
a durable database of our own; the database notes when each transaction committed. In the
steady loads everybody answers the first prompt, so that the same number of people is
watched throughout; check-ins fall every 90 s. In the burst all are due within one second.
"""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from subprocess import Popen

from benchmarks import processor, throwaway
from benchmarks.fake_carrier import FakeCarrier
from benchmarks.show import Result, alone

WORKERS = 2
RHYTHM = 90.0  # seconds between check-ins


def run(quick: bool) -> list[Result]:
    with FakeCarrier() as carrier:
        os.environ |= carrier.environment()
        with throwaway.house() as home:
            note_commits(home)
            crew = [begin_worker() for _ in range(WORKERS)]
            try:
                return _all(quick, crew)
            finally:
                for worker in crew:
                    worker.kill()


def begin_worker(**environment: str) -> "Popen[str]":
    worker = throwaway.child("benchmarks.line_worker", **environment)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "up\n"
    return worker


def note_commits(home: Path) -> None:
    """Let the database keep the moment of every commit; it must start anew for that."""
    from django.db import connection

    from beside.kernel import postgres

    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET track_commit_timestamp = on")
    connection.close()
    postgres.stop(postgres.Cluster.at(home), home)
    postgres.start(postgres.Cluster.at(home), home)


def _all(quick: bool, crew: "list[Popen[str]]") -> list[Result]:
    from benchmarks import line_sessions

    few, many = (100, 300) if quick else (1000, 10_000)
    seconds = 5 if quick else 90
    line_sessions.arm(many)
    _rest()
    return [
        _judged(f"{few:,} sessions", partial(_steady, few, seconds), p50=50, p99=250, most=1000),
        _judged(f"{few:,} due in one second", partial(_burst, few), most=2000),
        _judged("active worker killed, another stands by", partial(_killed, crew, few), most=3000),
        _judged(f"{many:,} sessions", partial(_steady, many, seconds), p99=1000),
    ]


def _steady(count: int, seconds: float) -> "object":
    """Deadlines spread over one rhythm; whoever is asked answers within a second."""
    from benchmarks import line_sessions
    from beside.kernel import clock

    begins = _arm_ahead(count, RHYTHM)
    ends = begins + timedelta(seconds=seconds)
    while clock.now() < ends:
        time.sleep(1)
        _answer_prompts()
    late = line_sessions.lateness(begins)
    for kind in ("line.prompt", "line.text"):
        print(f"{kind} done after it was put: {line_sessions.effects(kind, begins)}", flush=True)
    _rest()
    return late


def _arm_ahead(count: int, over: float) -> datetime:
    """Deadlines for so many, over so many seconds; when the first is due.

    All are armed before that moment: what nobody could know in time is not late.
    """
    from benchmarks import line_sessions
    from beside.kernel import clock, deadlines

    ahead = timedelta(seconds=3)
    while True:
        begins = clock.now() + ahead
        line_sessions.spread("watching", begins, timedelta(seconds=over), count=count)
        if clock.now() < begins:
            deadlines.armed(begins)
            return begins
        line_sessions.rest()
        ahead *= 2


def _answer_prompts() -> None:
    """Everybody who was asked taps: watched again for a whole rhythm."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE line_session SET state = 'watching', prompts = 0,"
            " deadline_at = deadline_at + %s WHERE id IN (SELECT id FROM line_session"
            " WHERE state = 'prompting' FOR NO KEY UPDATE SKIP LOCKED)",
            [timedelta(seconds=RHYTHM - 30)],
        )


def _rest() -> None:
    """Nothing is due any more; workers at work may stand in the way for a moment."""
    from django.db import OperationalError

    from benchmarks import line_sessions

    for _try in range(20):
        with suppress(OperationalError):
            line_sessions.rest()
            break
        time.sleep(0.5)
    time.sleep(2)


def _burst(count: int) -> "object":
    from benchmarks import line_sessions
    from beside.kernel import clock

    begins = _arm_ahead(count, 1)
    time.sleep((begins - clock.now()).total_seconds() + 7)
    late = line_sessions.lateness(begins)
    _rest()
    return late


def _killed(crew: "list[Popen[str]]", count: int) -> "object":
    """One worker is killed half way; the deadlines of the next seconds are kept by the other."""
    from benchmarks import line_sessions
    from beside.kernel import clock

    begins = _arm_ahead(count, 30)
    time.sleep((begins - clock.now()).total_seconds() + 5)
    crew[0].send_signal(signal.SIGKILL)
    crew[0].wait()
    time.sleep(10)
    late = line_sessions.lateness(begins)
    crew[0] = begin_worker()
    _rest()
    return late


def _judged(name: str, measured: "Callable[[], object]", **bars: float) -> Result:
    from benchmarks.line_sessions import Lateness

    before = processor.clock()
    late = measured()
    assert isinstance(late, Lateness)
    print(f"{name}:", *late.histogram(), sep="\n", flush=True)
    found = {"p50": late.at(0.5), "p99": late.at(0.99), "most": late.ms[-1]}
    bar = ", ".join(f"{key} ≤ {value:,.0f} ms" for key, value in bars.items())
    holds = all(found[key] <= value for key, value in bars.items())
    beside = processor.withheld(before)
    print(f"{name}: {late}; {beside}", flush=True)
    return Result("2", f"{name}: {late} ({beside})", bar, holds)


if __name__ == "__main__":
    alone(run)
