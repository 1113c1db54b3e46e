"""The loop that keeps promises: finds due rows, acts on them, sleeps until the next.

Due rows are taken in small batches, each batch in one transaction. When an act fails
the batch is undone and taken again, each row in a savepoint of its own; so acts write to
our own database and nowhere else. A row that failed is tried alone from then on, and spoils
no batch again. A worker killed in the middle has done nothing: the database
rolls back, and the rows are as due as before.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction

from beside.kernel import clock, deadlines, faults, statements
from beside.kernel.deadlines import LOOK_EVERY, Due, Kind

log = logging.getLogger(__name__)

BATCH = 50
LONGEST_ROUND = timedelta(seconds=1)  # then the loop says that it lives, and goes on
CONTENDED = timedelta(milliseconds=25)  # due, but another worker holds it: look again soon
FIRST_REST = timedelta(milliseconds=100)
LONGEST_REST = timedelta(seconds=5)


class FailedWithin(Exception):
    """The act bore a failure of its own, for which it needs a savepoint: to be tried alone."""


@dataclass
class Rest:
    """A row whose act failed: left alone until `until`, then tried again. Never given up."""

    until: datetime
    times: int = 1


@dataclass
class Sweeper:
    """One thread's rounds over every kind of deadline.

    What it remembers only shortens or lengthens waits; the rows hold the truth.
    """

    now: Callable[[], datetime] = clock.now
    wait: Callable[[], timedelta] = timedelta  # hold back so long, for another worker goes first
    resting: dict[tuple[str, object], Rest] = field(default_factory=dict)
    acted: int = 0
    latest: timedelta = timedelta()  # the longest lateness seen
    overdue: timedelta = timedelta()  # of the oldest deadline, when last looked

    def sweep(self, kind: Kind, limit: int = BATCH) -> int:
        """Act on rows of this kind that are due now; return how many were acted on."""
        tried: list[Due] = []
        try:
            done = self._act_on(kind, limit, lambda rows: self._act_on_most(kind, rows, tried))
        except Exception as why:
            _raise_if_cut_off()
            if not tried:
                raise
            log.info("deadlines %s: one of %d %s", kind.name, len(tried), type(why).__name__)
            done = self._act_on(kind, limit, lambda rows: self._try_each(kind, rows))
        for row in done:
            self.resting.pop((kind.name, row.id), None)
        self._note(done)
        return len(done)

    def _act_on(self, kind: Kind, limit: int, acts: Callable[[list[Due]], list[Due]]) -> list[Due]:
        """One transaction; return the rows that `acts` says it acted on."""
        at = self.now() - self.wait()
        with transaction.atomic():
            found = kind.due(at, limit + len(self.resting))
            rows = [row for row in (Due(*pair) for pair in found) if self._may_try(kind, row, at)]
            done = acts(rows[:limit])
            faults.point("deadlines.before_commit")
        return done

    def _may_try(self, kind: Kind, row: Due, at: datetime) -> bool:
        rest = self.resting.get((kind.name, row.id))
        return row.missed <= at and (rest is None or rest.until <= at)

    def _act_on_most(self, kind: Kind, rows: list[Due], tried: list[Due]) -> list[Due]:
        """All together that never failed; each of the others alone."""
        failed = [row for row in rows if (kind.name, row.id) in self.resting]
        sound = [row for row in rows if row not in failed]
        tried += sound
        with statements.without_savepoints():
            self._act(kind, sound)
        if connection.needs_rollback:
            raise FailedWithin(kind.name)
        return sound + self._try_each(kind, failed)

    def _act(self, kind: Kind, rows: list[Due]) -> None:
        if kind.act_on_all is not None and rows:
            kind.act_on_all(rows, self.now())
            return
        for row in rows:
            kind.act(row.id, row.missed, self.now())

    def _try_each(self, kind: Kind, rows: list[Due]) -> list[Due]:
        return [row for row in rows if self._try(kind, row)]

    def _try(self, kind: Kind, row: Due) -> bool:
        try:
            with transaction.atomic():
                kind.act(row.id, row.missed, self.now())
        except Exception as why:
            _raise_if_cut_off()
            self._failed(kind, row, why)
            return False
        return True

    def _failed(self, kind: Kind, row: Due, why: Exception) -> None:
        times = self._let_rest(kind, row, self.now())
        if not isinstance(why, deadlines.Overtaken):
            log.error("deadline %s %s failed %d times", kind.name, row.id, times, exc_info=why)

    def _let_rest(self, kind: Kind, row: Due, at: datetime) -> int:
        before = self.resting.get((kind.name, row.id))
        times = 1 if before is None else before.times + 1
        pause = min(FIRST_REST * 2 ** min(times - 1, 10), LONGEST_REST)
        self.resting[kind.name, row.id] = Rest(at + pause, times)
        return times

    def _note(self, done: list[Due]) -> None:
        self.acted += len(done)
        if done:
            self.latest = max(self.latest, self.now() - min(row.missed for row in done))

    def round(self) -> datetime:
        """Sweep what is due until nothing is, or LONGEST_ROUND; return when to look again."""
        acted, ends = -1, self.now() + LONGEST_ROUND
        while acted and self.now() < ends:
            armed = deadlines.next_moments()
            at = self.now() - self.wait()
            self.overdue = self.now() - min(filter(None, armed.values()), default=self.now())
            due = [kind for kind in deadlines.kinds() if _may_be_due(kind, armed[kind.name], at)]
            acted = sum(self.sweep(kind) for kind in due)
        self._forget_old_rests()
        if acted:
            return self.now()
        return self._look_again_at([moment for moment in armed.values() if moment is not None])

    def _forget_old_rests(self) -> None:
        old = self.now() - 10 * LONGEST_REST
        self.resting = {key: rest for key, rest in self.resting.items() if rest.until > old}

    def _look_again_at(self, armed: list[datetime]) -> datetime:
        """The next deadline, if it is sooner than the next look."""
        at, wait = self.now(), self.wait()
        rests = [rest.until for rest in self.resting.values() if rest.until > at]
        soonest = min([at + LOOK_EVERY, *rests, *(moment + wait for moment in armed)])
        return soonest if soonest > at else at + CONTENDED


def _may_be_due(kind: Kind, next_at: datetime | None, at: datetime) -> bool:
    """Whether the kind is worth a transaction: one that cannot say its next moment always is."""
    return not kind.tells_next if next_at is None else next_at <= at


def _raise_if_cut_off() -> None:
    """Within an except clause: raise again if the database is gone, and no row at fault."""
    if connection.connection is None or connection.connection.closed:
        raise


class Patience:
    """Sees to it that a row which somebody else holds keeps the others waiting only briefly.

    For a connection that this thread alone uses; set once, and again after a new connection.
    """

    def __init__(self) -> None:
        self._set_on: object = None

    def limit(self) -> None:
        connection.ensure_connection()
        if self._set_on is not connection.connection:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '500ms'")
                cursor.execute("SET idle_in_transaction_session_timeout = '10s'")
            self._set_on = connection.connection


class Alarm:
    """Sleeps until a moment, or until somebody names an earlier one."""

    def __init__(self, now: Callable[[], datetime] = clock.now) -> None:
        self._now, self._condition = now, threading.Condition()
        self._until = datetime.max.replace(tzinfo=UTC)
        self.is_asleep = False

    def sleep_until(self, moment: datetime) -> None:
        with self._condition:
            self._until = min(moment, self._until)
            while (left := (self._until - self._now()).total_seconds()) > 0:
                self.is_asleep = True
                self._condition.wait(left)
            self.is_asleep = False
            self._until = datetime.max.replace(tzinfo=UTC)

    def ring(self, moment: datetime | None = None) -> None:
        """Wake by `moment`; without one, now."""
        with self._condition:
            self._until = min(self._until, moment or self._now())
            self.is_asleep = self.is_asleep and moment is not None
            self._condition.notify_all()


def is_database_trouble(why: BaseException) -> bool:
    """Whether the database went away, so that the loop should wait and connect again."""
    return isinstance(why, OperationalError | InterfaceError)
