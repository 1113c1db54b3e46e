"""Who watches the watch-keeper: every web process looks each second whether deadlines are kept.

`begin()` starts one thread for the process. It works without workers, and for a while
without the database.
"""

import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, connection

from beside.kernel import clock, heartbeats
from beside.line.console import paging
from beside.line.models import Outage
from beside.line.services import outages

log = logging.getLogger(__name__)

SWEEP = "deadlines"  # the name under which workers beat as they come round
DATABASE = "database"
SILENT_FOR = timedelta(seconds=5)
LOOK_EVERY = 1.0
AFTER_START = timedelta(seconds=15)  # a house that is just starting is not an outage
REMEMBER_FOR = timedelta(minutes=1)


def lateness(at: datetime) -> timedelta | None:
    """How long deadlines have been silent, once that is too long; None while all is well."""
    age = heartbeats.ages(at).get(SWEEP)
    if age is None:
        return timedelta.max
    return age if age > SILENT_FOR else None


@dataclass
class Watch:
    """What one process remembers between two looks. The rows hold what must not be lost."""

    began_at: datetime
    whom: paging.Whom = field(default_factory=paging.Whom)
    read_at: datetime | None = None
    away_since: datetime | None = None
    paged_away: bool = False

    def look(self, at: datetime) -> None:
        """Look once; note, say and page what is wrong."""
        try:
            self._look(at)
        except (DatabaseError, InterfaceError):
            connection.close()
            self._database_away(at)
        else:
            self.away_since, self.paged_away = None, False

    def _look(self, at: datetime) -> None:
        if self.read_at is None or at - self.read_at > REMEMBER_FOR:
            self.whom, self.read_at = paging.whom(at), at
        late = lateness(at)
        if late is None:
            if Outage.objects.filter(name=SWEEP, ended_at=None).exists():
                outages.note_return(name=SWEEP, at=at)
        elif at - self.began_at >= AFTER_START:
            self._page(at, at if late == timedelta.max else at - late)

    def _page(self, at: datetime, since: datetime) -> None:
        outage = outages.note_silence(name=SWEEP, since=since, at=at)
        outages.page_once(
            outage=outage, at=at,
            page=lambda: paging.page(self.whom, since=since, key=f"line.outage:{outage.pk}"),
        )  # fmt: skip

    def _database_away(self, at: datetime) -> None:
        """No row can be written: this process tells once, from what it remembers."""
        self.away_since = self.away_since or at
        if self.paged_away or at - self.away_since < SILENT_FOR or not self.read_at:
            return
        key = f"line.{DATABASE}:{self.away_since:%Y%m%d%H%M}"
        self.paged_away = bool(paging.page(self.whom, since=self.away_since, key=key))


class _Thread(threading.Thread):
    def __init__(self) -> None:
        super().__init__(name="line-watch", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        watch = Watch(clock.now())
        while not self.stopping.wait(LOOK_EVERY):
            try:
                watch.look(clock.now())
            except Exception:
                log.exception("the watch of the line failed and goes on")
        connection.close()


_thread: _Thread | None = None


def begin() -> None:
    """Begin to look, once for the process."""
    global _thread
    if _thread is None:
        _thread = _Thread()
        _thread.start()


def end() -> None:
    """Stop looking, and give the connection back."""
    global _thread
    if _thread is not None:
        _thread.stopping.set()
        _thread.join(timeout=LOOK_EVERY * 5)
        _thread = None
