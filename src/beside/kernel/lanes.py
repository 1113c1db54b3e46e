"""Threads that turn until told to stop, survive the database's absence, and can be watched."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection

from beside.kernel import clock, delivery, heartbeats
from beside.kernel.deadline_loop import LOOK_EVERY, Alarm, is_database_trouble

log = logging.getLogger(__name__)

WAIT_FOR_DATABASE = 0.2  # seconds
WAIT_AFTER_FAULT = 1.0
BEAT_EVERY = 1.0


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


Ring = Callable[[bool], None]  # wake a lane: of the urgent ones, or of the others


class DeliveryLane(Lane):
    """Claims one effect, delivers it, takes the next; `busy_until` is the end of its lease.

    One at a time, so that a slow carrier delays nothing but itself. Lanes wake one
    another: each that finds something calls the next, so one effect wakes two, not all.
    """

    def __init__(
        self, name: str, stopping: threading.Event, *, urgent_only: bool, heart: Beat, more: Ring
    ) -> None:
        super().__init__(name, self._deliver_next, stopping)
        self.alarm = Alarm()
        self.urgent_only = urgent_only
        self.busy_until: datetime | None = None
        self._heart, self._more = heart, more

    def _deliver_next(self) -> None:
        self._heart.give()
        claimed = delivery.claim(clock.now(), urgent_only=self.urgent_only)
        if claimed is None:
            self._sleep()
            return
        self.busy_until = claimed.until
        self._more(self.urgent_only)  # where one was, there may be another
        try:
            delivery.deliver(claimed)
        finally:
            self.busy_until = None

    def _sleep(self) -> None:
        latest = clock.now() + LOOK_EVERY
        due_at = delivery.next_due_at(urgent_only=self.urgent_only)
        self.alarm.sleep_until(latest if due_at is None else min(due_at, latest))

    def is_hung(self, at: datetime) -> bool:
        """Whether its handler has outlived the lease."""
        return self.busy_until is not None and self.busy_until < at
