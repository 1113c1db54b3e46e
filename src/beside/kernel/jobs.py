"""Ordinary background jobs: imports, exports, nightly sweeps. Never a safety deadline.

A room declares them in its own `jobs.py`, which is found by itself:

    @job(tries=3)
    def import_rows(import_id: int) -> None: ...

    @every("15 3 * * *")                      # UTC
    def destroy_old_addresses(at: datetime) -> None: ...

and queues one inside a transaction with `import_rows.defer(import_id=7)`. A job is a
row: it runs if and only if the transaction commits. Arguments are ids, never names.
A job whose worker died is run again, so it must bear to be repeated.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from beside.kernel import clock

BULK = "bulk"  # a queue of its own, so that one long import does not hold up the rest
ORDINARY = "ordinary"


def job(*, tries: int = 5, queue: str = ORDINARY, alone: str = "") -> Callable[..., Any]:
    """Declare a job. It is tried `tries` times, the waits growing from 2 s.

    Jobs that name the same `alone` never run at the same time.
    """
    retry = RetryStrategy(max_attempts=tries, exponential_wait=2)

    def declare(work: Callable[..., None]) -> Any:
        named = app.task(name=_name(work), queue=queue, retry=retry, lock=alone or None)
        return named(_on_a_fresh_connection(work))

    return declare


def every(cron: str, *, tries: int = 3) -> Callable[[Callable[[datetime], None]], Any]:
    """Declare work for the hours of the clock, in UTC: minute hour day month weekday.

    Called with the moment it runs. A machine that was off catches up with the
    last ten minutes only, so the work looks at what is due and not at the clock.
    """

    def declare(work: Callable[[datetime], None]) -> Any:
        @_on_a_fresh_connection
        def run(timestamp: int) -> None:
            work(clock.now())

        name = _name(work)
        retry = RetryStrategy(max_attempts=tries, exponential_wait=2)
        task = app.task(name=name, queue=ORDINARY, queueing_lock=name, lock=name, retry=retry)(run)
        return app.periodic(cron=cron)(task)

    return declare


def _on_a_fresh_connection(work: Callable[..., None]) -> Callable[..., None]:
    """A job's thread may rest for hours; what became of its connection must not fail the next."""

    @wraps(work)
    def run(*words: Any, **named: Any) -> None:
        try:
            work(*words, **named)
        finally:
            if not connection.in_atomic_block:
                connection.close()

    return run


def _name(work: Callable[..., None]) -> str:
    return f"{work.__module__.removeprefix('beside.')}.{work.__qualname__}"


@every("7 * * * *")
def prune_the_kernel(at: datetime) -> None:
    """Let go of what the kernel no longer needs: see keeping.py."""
    from beside.kernel import keeping

    for rule in keeping.RULES:
        rule.destroy(at - rule.keep, at)
