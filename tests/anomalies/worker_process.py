"""A real worker in a process of its own, with handlers and a deadline that leave traces.

`python -m tests.anomalies.worker_process`, or a nursery bears it: `main` here.

In the environment, WORLD names the outside, a file to which keys are appended;
KILLED_AT the fault point at which this process ends by kill -9; and WALL_STEPPED
the seconds by which its wall clock is wrong.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

import django

django.setup()

from beside.kernel import clock, deadlines, faults, outbox  # noqa: E402 - models need Django
from beside.kernel.worker import Worker  # noqa: E402

LEASE = timedelta(seconds=1)
WHOLE_NIGHT = 3600


def main() -> None:
    stepped = int(os.environ.get("WALL_STEPPED", "0")) * 1_000_000_000
    shared = clock.timeline._shared
    clock.timeline.__init__(shared, wall_ns=lambda: time.time_ns() + stepped)  # type: ignore[misc]
    if place := os.environ.get("KILLED_AT"):
        faults.inject(lambda point: _die() if point == place else None)
    for kind in deadlines.kinds():
        deadlines.forget(kind.name)
    _handle(os.open(os.environ["WORLD"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    deadlines.register(name="anomaly.promises", due=_due, next_at=_next_at, act=_keep)
    os.write(1, b"up\n")
    sys.exit(Worker(with_jobs=False).run())


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _handle(world: int) -> None:
    @outbox.handles("anomaly.world", lease=LEASE)
    def tell_the_world(effect: outbox.Delivery) -> None:
        os.write(world, f"{effect.key}\n".encode())

    @outbox.handles("anomaly.hangs", lease=LEASE)
    def hang_the_first_time(effect: outbox.Delivery) -> None:
        if effect.attempt == 1:
            time.sleep(WHOLE_NIGHT)
        os.write(world, f"{effect.key}\n".encode())


def _ask(statement: str, *words: object) -> list[tuple[object, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, words)  # type: ignore[arg-type]
        return cursor.fetchall()


def _due(at: datetime, limit: int) -> Iterable[tuple[object, datetime]]:
    return _ask(  # type: ignore[return-value]
        "SELECT id, deadline_at FROM anomaly_promise WHERE is_armed AND deadline_at <= %s"
        " ORDER BY deadline_at LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
        at,
        limit,
    )


def _next_at() -> datetime | None:
    return _ask("SELECT min(deadline_at) FROM anomaly_promise WHERE is_armed")[0][0]  # type: ignore[return-value]


def _keep(promise_id: int, missed: datetime, at: datetime) -> None:
    """Nothing forbids a second row in anomaly_kept, so a second act would show."""
    moved = _ask(
        "UPDATE anomaly_promise SET is_armed = false"
        " WHERE id = %s AND is_armed AND deadline_at = %s RETURNING id",
        promise_id,
        missed,
    )
    if not moved:
        raise deadlines.Overtaken(promise_id)
    _ask("INSERT INTO anomaly_kept VALUES (%s, %s) RETURNING id", promise_id, os.getpid())


if __name__ == "__main__":
    main()
