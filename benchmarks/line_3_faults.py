"""What goes wrong around the line: carriers that fail, clocks that jump, code that changes.

    python -m benchmarks.line_3_faults [--quick]

Every channel of rung 1 fails (answers 500, never answers, opted out): rung 2 is called on
time. The wall clock jumps an hour either way: nothing fires early. A new version, whose
timer code differs, replaces the old with 500 sessions running: none lost, none twice.
"""

import os
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import Popen

from benchmarks import throwaway
from benchmarks.fake_carrier import HANGS, FakeCarrier
from benchmarks.line_2_lateness import begin_worker, note_commits
from benchmarks.show import Result, alone

RUNG_CLOCK = 10  # seconds, instead of 60, so that the measurement is short
ON_TIME_MS = 1000.0
JUMP = 3600
LED_MS = 100.0  # a clock that was stepped is led towards the wall by 1 ms a second (kernel.clock)


def run(quick: bool) -> list[Result]:
    with FakeCarrier() as carrier:
        os.environ |= carrier.environment()
        with throwaway.house() as home:
            note_commits(home)
            _share_the_clock(home)
            each, running = (5, 60) if quick else (50, 500)
            return [
                _failing_channels(carrier, each),
                _clock_jumps(running),
                _deploy(running),
            ]


def _share_the_clock(home: Path) -> None:
    from beside.kernel import clock

    clock.Timeline(lambda: home / "clock").keep(quiet=False)


def _crew(count: int = 2, **environment: str) -> "list[Popen[str]]":
    return [begin_worker(**environment) for _ in range(count)]


def _dismiss(crew: "list[Popen[str]]") -> None:
    for worker in crew:
        worker.terminate()
    for worker in crew:
        worker.wait(30)


def _clear() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE line_session CASCADE")
        cursor.execute("UPDATE kernel_effect SET state = 'called_off', ended_at = now(),"
                       " claim = NULL WHERE state = 'waiting'")  # fmt: skip


def _failing_channels(carrier: FakeCarrier, each: int) -> Result:
    """Three kinds of failure, `each` neighbours of each; when was the next rung climbed?"""
    from benchmarks import line_sessions
    from beside.kernel import clock, deadlines
    from beside.kernel.transports import optouts
    from beside.line.models import Rung

    line_sessions.arm(3 * each)
    Rung.objects.update(seconds=RUNG_CLOCK)
    for number in range(3 * each):
        neighbour = line_sessions.phone(number, "3")
        if number % 3 == 2:
            optouts.stop(neighbour, clock.now())
        else:
            carrier.answers_with(neighbour, (500, HANGS)[number % 3])
    crew = _crew()
    begins = clock.now() + timedelta(seconds=3)
    line_sessions.spread("unresponsive", begins, timedelta(seconds=5), prompts=2)
    deadlines.armed(begins)
    time.sleep(3 + 5 + RUNG_CLOCK + 5)
    _dismiss(crew)
    second = _lateness_of_rung(2)
    _clear()
    late = f"p99 {second[int(0.99 * (len(second) - 1))]:,.0f} ms late" if second else "never"
    figure = (
        f"rung 1 failing every way ({3 * each} sessions: 500, no answer, opted out): "
        f"{len(second)} times rung 2, {late}"
    )
    holds = len(second) == 3 * each and second[-1] <= ON_TIME_MS
    return Result("3a", figure, f"rung 2 for all, ≤ {ON_TIME_MS:,.0f} ms late", holds)


def _lateness_of_rung(rung: int) -> list[float]:
    return sorted(
        ms for (ms,) in _ask(
            "SELECT 1000 * extract(epoch FROM pg_xact_commit_timestamp(xmin)"
            " - (detail->>'due')::timestamptz)::float FROM line_moment"
            " WHERE what = 'deadline_passed' AND (detail->>'rung')::int = %s", rung)
    )  # fmt: skip


def _ask(statement: str, *words: object) -> list[tuple[float, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, words)  # type: ignore[arg-type]
        return cursor.fetchall()


def _clock_jumps(running: int) -> Result:
    """One worker an hour ahead, then one an hour behind; the database's own clock judges."""
    from benchmarks import line_sessions
    from beside.kernel import clock, deadlines

    late: list[float] = []
    for jump in (JUMP, -JUMP):
        line_sessions.arm(running)
        crew = _crew(1) + _crew(1, WALL_STEPPED=str(jump))
        begins = clock.now() + timedelta(seconds=4)
        line_sessions.spread("watching", begins, timedelta(seconds=10))
        deadlines.armed(begins)
        time.sleep(17)
        _dismiss(crew)
        late += line_sessions.lateness(datetime.fromtimestamp(0, begins.tzinfo)).ms
        _clear()
    early = sum(ms < -LED_MS for ms in late)
    figure = (
        f"wall clock ±1 h: {len(late)} of {2 * running} kept, {early} early, from "
        f"{min(late, default=0):,.0f} to {max(late, default=0):,.0f} ms late"
    )
    return Result("3b", figure, "all kept, none early", len(late) == 2 * running and not early)


def _deploy(running: int) -> Result:
    """The old workers are replaced by a version with other clocks while all are silent."""
    from benchmarks import line_sessions
    from beside.kernel import clock, deadlines

    line_sessions.arm(running)
    old = _crew()
    begins = clock.now() + timedelta(seconds=3)
    line_sessions.spread("prompting", begins, timedelta(seconds=20), prompts=1)
    deadlines.armed(begins)
    time.sleep(13)
    new = _crew(NEW_VERSION="yes")
    _dismiss(old)
    time.sleep(10 + 36 + 20 + 5)
    _dismiss(new)
    steps = Counter(
        (what, int(count)) for what, count in _ask(  # type: ignore[misc]
            "SELECT what || ':' || coalesce(detail->>'rung', ''), count(*) FROM line_moment"
            " WHERE detail ? 'due' GROUP BY session_id, 1")
    )  # fmt: skip
    _clear()
    expected = {("deadline_passed:", 1), ("prompts_ran_out:", 1), ("deadline_passed:1", 1)}
    lost = sum(running - steps[step] for step in expected)
    twice = sum(n for (_, times), n in steps.items() if times > 1)
    figure = (
        f"new timer code under {running} running sessions: {lost} steps lost, {twice} taken twice"
    )
    return Result("3c", figure, "0 lost, 0 twice", not (lost or twice))


if __name__ == "__main__":
    alone(run)
