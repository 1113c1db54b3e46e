"""The line under kill -9: nobody's deadline is lost, and each rung is climbed once.

    python -m benchmarks.line_1_kills [--quick]

`beside serve` with its own durable database, two workers and two web processes. So many
people are silent, the veto runs, and their deadlines fall evenly over ten minutes; worker and
web processes are killed at random moments, and so is the database server. Everybody's
neighbour is rung (at a carrier that rings nobody), then those on call; then somebody goes.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks import throwaway
from benchmarks.fake_carrier import FakeCarrier
from benchmarks.line_sessions import Lateness
from benchmarks.show import Result, alone

ADDRESS = "127.0.0.1:8948"
RUNG_CLOCK = 60.0  # seconds from a neighbour to those on call
PATIENCE = 120.0
BAR = "0 lost, each rung once, every neighbour rung"


@dataclass(frozen=True)
class Plan:
    sessions: int
    seconds: float
    kills: int
    database_kills: int


@dataclass(frozen=True)
class Asked(Lateness):
    """How late the carrier was asked, and for whom it never was."""

    missing: list[UUID]


FULL = Plan(10_000, 600, 100, 20)
QUICK = Plan(200, 20, 6, 1)


def run(quick: bool) -> Result:
    plan = QUICK if quick else FULL
    with FakeCarrier() as carrier:
        os.environ |= carrier.environment() | {
            "BESIDE_LISTEN": ADDRESS, "BESIDE_ADDRESS": f"http://{ADDRESS}",
            "BESIDE_WEB": "2", "BESIDE_WORKERS": "2",
        }  # fmt: skip
        with throwaway.house() as home:
            from benchmarks import line_sessions
            from benchmarks.line_2_lateness import note_commits

            note_commits(home)
            armed = line_sessions.arm(plan.sessions)
            _park()
            server = _serve(home)
            try:
                killed = _story(plan, server, home)
            finally:
                server.send_signal(signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    server.wait(60)
            _database(home)
            return _judged(armed, carrier, killed)


def _park() -> None:
    """Nobody is due while the house starts."""
    from django.db import connection

    from beside.kernel import clock
    from beside.line.models import Session

    Session.objects.update(deadline_at=clock.now() + timedelta(days=1))
    connection.close()


def _serve(home: Path) -> "subprocess.Popen[bytes]":
    """The house itself takes the database over."""
    from beside.kernel import postgres

    postgres.stop(postgres.Cluster.at(home), home)
    server = subprocess.Popen(
        [sys.executable, "-m", "beside", "serve"], cwd=throwaway.CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(throwaway.CHECKOUT / "src")},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if len(_children(server.pid, "worker")) >= 2 and _postmaster(home) and not _none(BEATING):
            time.sleep(5)
            return server
        time.sleep(0.2)
    raise TimeoutError("the house did not start")


def _database(home: Path) -> None:
    from beside.kernel import postgres

    postgres.start(postgres.Cluster.at(home), home)


def _children(pid: int, word: str) -> list[int]:
    """The server's own children whose name begins with `word`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid and (folder / "comm").read_text().startswith(word):
                found.append(int(folder.name))
    return sorted(found)


def _postmaster(home: Path) -> int | None:
    for path in home.rglob("postmaster.pid"):
        with suppress(OSError, ValueError, IndexError):
            return int(path.read_text().split()[0])
    return None


def _story(plan: Plan, server: "subprocess.Popen[bytes]", home: Path) -> "Counter[str]":
    """Let the deadlines fall, and kill; wait until everybody is seen to."""
    from benchmarks import line_sessions
    from beside.kernel import clock

    chance = random.Random(11)
    begins = clock.now() + timedelta(seconds=3)
    line_sessions.spread("unresponsive", begins, timedelta(seconds=plan.seconds), prompts=2)
    moments = sorted(
        [(chance.uniform(0, plan.seconds), "process") for _ in range(plan.kills)]
        + [(chance.uniform(0, plan.seconds), "database") for _ in range(plan.database_kills)]
    )
    killed: Counter[str] = Counter()
    began = time.monotonic() + 3
    ends = began + plan.seconds + RUNG_CLOCK + PATIENCE
    while time.monotonic() < ends:
        while moments and time.monotonic() >= began + moments[0][0]:
            killed[_kill(moments.pop(0)[1], server, home, chance)] += 1
        _somebody_goes()
        if not moments and _none(NOT_SEEN_TO):
            break
        time.sleep(0.5)
    _let_reach_the_carrier()
    return killed


def _let_reach_the_carrier() -> None:
    """After the last climb: until nothing that is due is left to be done."""
    last = time.monotonic()
    while not _none(DUE) and time.monotonic() < last + PATIENCE:
        time.sleep(0.5)
    print(f"after the last climb: {time.monotonic() - last:.1f} s until nothing was due")


def _kill(what: str, server: "subprocess.Popen[bytes]", home: Path, chance: random.Random) -> str:
    """kill -9 one of them; the name of what was killed. What is just being born is waited for."""
    word = "database" if what == "database" else chance.choice(["worker", "web"])
    until = time.monotonic() + 5
    while time.monotonic() < until:
        there = [_postmaster(home)] if what == "database" else _children(server.pid, word)
        with suppress(ProcessLookupError):
            if there and (pid := chance.choice(there)):
                os.kill(pid, signal.SIGKILL)
                return word
        time.sleep(0.1)
    return "nothing"


def _somebody_goes() -> None:
    """Whoever was asked on the second rung is on the way, so that the climb ends."""
    _try_to_say(
        "UPDATE line_session SET state = 'dispatched', deadline_at = deadline_at + interval '1 day'"
        " WHERE state = 'released' AND rung >= 2 AND EXISTS (SELECT FROM line_rung"
        " WHERE session_id = line_session.id AND position = 2 AND tried_at IS NOT NULL)"
    )


BEATING = """SELECT count(*) FROM kernel_heartbeat
WHERE name = 'outbox' AND at BETWEEN now() - interval '2 seconds' AND now() + interval '1 second'"""
NOT_SEEN_TO = "SELECT count(*) FROM line_session WHERE state <> 'dispatched'"
DUE = "SELECT count(*) FROM kernel_effect WHERE state = 'waiting' AND due_at <= now()"


def _none(of: str) -> bool:
    rows = _try_to_say(of)
    return bool(rows) and rows[0][0] == 0


def _try_to_say(statement: str) -> list[tuple[int, ...]]:
    """Ask the database, which may be dead at this moment."""
    from django.db import DatabaseError, InterfaceError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    except (DatabaseError, InterfaceError):
        connection.close()
        return []


def _judged(armed: list[UUID], carrier: FakeCarrier, killed: "Counter[str]") -> Result:
    from django.db import connection

    from benchmarks import line_sessions

    connection.close()
    once = _try_to_say(
        "SELECT rung, climbs, count(*) FROM (SELECT session_id, (detail->>'rung')::int AS rung,"
        " count(*) AS climbs FROM line_moment WHERE what = 'deadline_passed'"
        " AND detail ? 'rung' GROUP BY 1, 2) AS each GROUP BY 1, 2 ORDER BY 1, 2"
    )
    climbs = {(rung, times): count for rung, times, count in once}
    twice = sum(count for (_, times), count in climbs.items() if times > 1)
    lost = 2 * len(armed) - sum(n for (rung, _), n in climbs.items() if rung in (1, 2))
    again = len(carrier.calls) - len({(each.what, each.to) for each in carrier.calls})
    climbed = line_sessions.lateness(datetime(2000, 1, 1, tzinfo=UTC))
    calls, texts = (_until_asked(armed, carrier, what) for what in ("Calls", "Messages"))
    for what, lateness in (("voice", calls), ("sms", texts)):
        _tell_what_became_of(what, lateness.missing)
    unrung, unwritten = len(armed) - len(calls.ms), len(armed) - len(texts.ms)
    print("outages included, from due to climbed:", *climbed.histogram(), sep="\n")
    print("from a neighbour's turn to the call to them:", *calls.histogram(), sep="\n")
    figure = (
        f"{len(armed):,} sessions, kill -9 of {dict(killed)}: {lost} escalations lost, {twice} "
        f"climbed twice, {unrung} neighbours never rung, {unwritten} never texted, {again} requests"
        f" to the carrier repeated; climbed: {climbed}; rung: {calls}; texted: {texts}"
    )
    return Result("1", figure, BAR, not (lost or twice or unrung or unwritten))


FIRST_RUNG = """
SELECT session_id, (detail->>'due')::timestamptz FROM line_moment
WHERE what = 'deadline_passed' AND detail->>'rung' = '1'
"""


def _until_asked(armed: list[UUID], carrier: FakeCarrier, what: str) -> "Asked":
    """From the moment a neighbour's turn was due until the carrier was asked to reach them."""
    from django.db import connection

    from benchmarks.line_sessions import phone

    with connection.cursor() as cursor:
        cursor.execute(FIRST_RUNG)
        due = {session_id: at.timestamp() for session_id, at in cursor.fetchall()}
    asked: dict[str, float] = {}
    for each in carrier.calls:
        if each.what == what:
            asked.setdefault(each.to, each.at)
    numbers = {session_id: phone(n, "3") for n, session_id in enumerate(armed)}
    return Asked(
        sorted(
            1000 * (asked[number] - due[session_id])
            for session_id, number in numbers.items()
            if session_id in due and number in asked
        ),
        [session_id for session_id, number in numbers.items() if number not in asked],
    )


BECAME = """
SELECT coalesce(attempt.result, 'no try'), effect.state, effect.attempts, effect.last_error,
    count(*)
FROM unnest(%s::uuid[]) AS told (id)
LEFT JOIN line_attempt AS attempt
    ON attempt.session_id = told.id AND attempt.target = 'person' AND attempt.way = %s
LEFT JOIN kernel_effect AS effect ON effect.payload ->> 'attempt' = attempt.id::text
GROUP BY 1, 2, 3, 4
"""


def _tell_what_became_of(way: str, missing: list[UUID]) -> None:
    """Of tries that never reached the carrier: what their rows say."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BECAME, [missing, way])
        for result, state, attempts, error, count in cursor.fetchall():
            print(f"{way} never asked for: {count} {result!r}, {state}, tries {attempts}, {error}")


if __name__ == "__main__":
    alone(run)
