"""Long work as a row that a page can draw, and that a person can stop.

with progress.start("directory.import", of=1876, by=user, at=clock.now()) as work:
    for line in lines:
        ...
        work.step(message="rows")   # raises Cancelled when somebody pressed stop
"""

import time
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import psycopg
from django.db import connection

from beside.kernel import clock
from beside.kernel.models import Progress
from beside.kernel.record import Person

WRITE_EVERY = 0.3  # seconds; the work should not spend its time on telling


class Cancelled(Exception):
    """Somebody asked for this work to stop."""


class Work:
    """The worker's side of a progress row. Leave it by `with`: the end is then always written.

    Within a transaction its rows are written over a connection of their own, or
    nobody would see them before the end.
    """

    def __init__(self, row: Progress) -> None:
        self.id = row.id
        self._done, self._of, self._message = row.done, row.of, row.message
        self._written = 0.0
        self._side: psycopg.Connection[tuple[bool]] | None = None

    def step(self, n: int = 1, *, of: int | None = None, message: str | None = None) -> None:
        """`n` more are done. Raises Cancelled when somebody asked to stop."""
        self._done += n
        self._of = self._of if of is None else of
        moved_on = message is not None and message != self._message
        self._message = self._message if message is None else message[:200]
        if moved_on or time.monotonic() - self._written >= WRITE_EVERY:
            self._write()

    def _write(self) -> None:
        self._written = time.monotonic()
        row = self._update(
            "UPDATE kernel_progress SET done = %s, of = %s, message = %s, moved_at = %s"
            " WHERE id = %s AND state = 'running' RETURNING cancel_asked",
            [self._done, self._of, self._message, clock.now(), self.id],
        )
        if row is not None and row[0]:
            raise Cancelled(str(self.id))

    def _update(self, statement: str, values: list[Any]) -> tuple[bool] | None:
        if connection.in_atomic_block:
            found = self._beside().execute(statement, values).fetchone()
            if found is not None:
                return found
        with connection.cursor() as cursor:  # also when the row itself is not yet committed
            cursor.execute(statement, values)
            row: tuple[bool] | None = cursor.fetchone()
            return row

    def _beside(self) -> psycopg.Connection[tuple[bool]]:
        if self._side is None:
            settings = connection.get_connection_params()
            settings.pop("cursor_factory", None)
            settings.pop("context", None)
            self._side = psycopg.connect(**settings, autocommit=True)
        return self._side

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, _: TracebackType | None
    ) -> None:
        state = Progress.State.FINISHED
        if kind is not None:
            state = Progress.State.CANCELLED if kind is Cancelled else Progress.State.FAILED
        try:
            self._end(state)
        finally:
            if self._side is not None:
                self._side.close()

    def _end(self, state: Progress.State) -> None:
        at = clock.now()
        self._update(
            "UPDATE kernel_progress SET done = %s, of = %s, message = %s, moved_at = %s,"
            " state = %s, ended_at = %s WHERE id = %s AND state = 'running' RETURNING true",
            [self._done, self._of, self._message, at, state.value, at, self.id],
        )


def start(kind: str, *, at: datetime, of: int = 0, by: Person | None = None) -> Work:
    """Begin a long work of this kind; `of` is how much there is to do, 0 if nobody knows."""
    row = Progress.objects.create(
        kind=kind, of=of, by="" if by is None else str(by.pk), started_at=at, moved_at=at
    )
    return Work(row)


def resume(progress_id: UUID | str) -> Work:
    """Go on with a row that a view made before it queued the job."""
    return Work(Progress.objects.get(pk=progress_id))


def cancel(progress_id: UUID | str) -> bool:
    """Ask the work to stop; False if it had already ended."""
    running = Progress.objects.filter(pk=progress_id, state=Progress.State.RUNNING)
    return bool(running.update(cancel_asked=True))
