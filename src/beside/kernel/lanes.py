"""Threads that turn until told to stop, survive the database's absence, and can be watched."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection

from beside.kernel import clock, delivery, heartbeats
from beside.kernel.deadline_loop import is_database_trouble
from beside.kernel.deadlines import LOOK_EVERY
from beside.kernel.delivery import Claimed

log = logging.getLogger(__name__)

WAIT_FOR_DATABASE = 0.2  # seconds
WAIT_AFTER_FAULT = 1.0
BEAT_EVERY = 1.0
RESTED = 2.0


class Lane(threading.Thread):
    """Calls `turn` again and again. `turned_at` says when it last came round."""

    def __init__(self, name: str, turn: Callable[[], None], stopping: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._turn, self.stopping = turn, stopping
        self.turned_at = time.monotonic()
        self.is_abandoned = False

    def run(self) -> None:
        while not self.stopping.is_set() and not self.is_abandoned:
            self._turn_once()
            self.turned_at = time.monotonic()
        connection.close()

    def _turn_once(self) -> None:
        try:
            self._turn()
        except Exception as why:
            connection.close()
            if is_database_trouble(why):
                log.warning("%s: the database is away (%s)", self.name, type(why).__name__)
                self.stopping.wait(WAIT_FOR_DATABASE)
            else:
                log.exception("%s failed and goes on", self.name)
                self.stopping.wait(WAIT_AFTER_FAULT)


class Beat:
    """A heartbeat that a loop gives as it comes round, at most once a second."""

    def __init__(self, name: str) -> None:
        self._name, self._last = name, 0.0

    def give(self) -> None:
        if time.monotonic() - self._last >= BEAT_EVERY:
            heartbeats.beat(self._name, clock.now())
            self._last = time.monotonic()


class DeliveryLane(Lane):
    """Delivers what it is handed; `busy_until` is the end of its lease.

    One carrier at a time, so that a slow one delays nothing but itself. Effects of our
    own database come several at once, and so do those whose handler takes many.
    It begins to run when it is first handed something. What the database's absence
    broke off is given back when that is there again: nobody waits for our own lease.
    """

    def __init__(
        self, name: str, stopping: threading.Event, *, urgent_only: bool, free: Callable[[], None]
    ) -> None:
        super().__init__(name, self._deliver_next, stopping)
        self.urgent_only = urgent_only
        self.busy_until: datetime | None = None
        self.kind = ""
        self._delivered_at = 0.0
        self._broken_off: list[Claimed] = []  # claimed by us, and the database went away
        self._is_forgiven = False
        self._inbox: queue.SimpleQueue[list[Claimed]] = queue.SimpleQueue()
        self._free = free

    @property
    def is_free(self) -> bool:
        return self.busy_until is None

    def hand(self, batch: list[Claimed]) -> None:
        """Give a free lane something to deliver."""
        self.kind = batch[0].delivery.kind
        self.busy_until = max(claimed.until for claimed in batch)
        self._inbox.put(batch)
        if self.ident is None:
            self.start()

    def _deliver_next(self) -> None:
        if self._broken_off:
            delivery.give_back(self._broken_off, clock.now(), is_forgiven=self._is_forgiven)
            self._be_free()
            return
        try:
            batch = self._inbox.get(timeout=LOOK_EVERY.total_seconds())
        except queue.Empty:
            return
        try:
            self._see_that_the_connection_lives()
            delivery.deliver_batch(batch)
        except Exception as why:
            self._broken_off, self._is_forgiven = batch, is_database_trouble(why)
            raise
        self._be_free()

    def _be_free(self) -> None:
        self._broken_off = []
        self._delivered_at = time.monotonic()
        self.busy_until = None
        self._free()

    def _see_that_the_connection_lives(self) -> None:
        """After a rest it may have been cut, which a handler should not have to find out."""
        rested = time.monotonic() - self._delivered_at > RESTED
        if rested and connection.connection is not None and not connection.is_usable():
            connection.close()

    def is_hung(self, at: datetime) -> bool:
        """Whether its handler has outlived the lease."""
        return self.busy_until is not None and self.busy_until < at
