"""One thread claims effects for all the lanes of a worker and hands them out.

So an effect wakes one thread and costs one claim, however many lanes there are. Urgent
effects are claimed first and have lanes of their own. No kind may take more than half of
the lanes: a carrier that hangs leaves room for the others.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from beside.kernel import clock, delivery, outbox, wake
from beside.kernel.deadline_loop import Alarm
from beside.kernel.deadlines import LOOK_EVERY
from beside.kernel.delivery import Claimed, Room
from beside.kernel.lanes import Beat, DeliveryLane

log = logging.getLogger(__name__)

LANES = 6
URGENT_LANES = 6
MOST_OF_A_KIND = 6
MOST_LANES = 64  # with those that hang; then the supervisor's restart is the better cure
GATHER = 0.01  # seconds between two claims, so that under load one claim finds several
GATHER_WHAT_SHARES = 0.05  # when all that was found shares lanes: the next claim finds more
GATHER_WHEN_YIELDING = 0.4  # while deadlines are late they need the processor more
YIELDS_FOR = 3.0  # seconds; late for longer, what was decided must reach people all the same
GATHER_WHEN_LATE_FOR_LONG = 0.15
TOGETHER = 25  # so many effects of our own database share a transaction


def batches(found: list[Claimed]) -> list[list[Claimed]]:
    """What shares a lane: our own; many of one kind for the outside; each other by itself."""
    shared: dict[str, list[Claimed]] = {}
    alone = []
    for claimed in found:
        match claimed.handling.share:
            case "own":
                shared.setdefault("", []).append(claimed)
            case "many":
                shared.setdefault(claimed.delivery.kind, []).append(claimed)
            case _:
                alone.append([claimed])
    return [*shared.values(), *alone]


class Dispatcher:
    """Keeps a worker's delivery lanes busy."""

    def __init__(
        self,
        stopping: threading.Event,
        wait: Callable[[], timedelta] = timedelta,
        yields: Callable[[], bool] = lambda: False,
    ) -> None:
        self._stopping, self._wait, self._yields = stopping, wait, yields
        self._heart = Beat("outbox")
        self._yielding_since = 0.0  # time.monotonic(); 0 while deadlines are kept in time
        self._is_short = False  # of lanes: more may be due than can be claimed
        self.alarm = Alarm()
        self.lanes = [self._lane(urgent_only=True) for _ in range(URGENT_LANES)]
        self.lanes += [self._lane(urgent_only=False) for _ in range(LANES)]

    def _lane(self, *, urgent_only: bool) -> DeliveryLane:
        name = wake.URGENT_EFFECTS if urgent_only else wake.EFFECTS
        return DeliveryLane(name, self._stopping, urgent_only=urgent_only, free=self._lane_is_free)

    def turn(self) -> None:
        """Claim and hand out once; then sleep until something is due, or a lane is free."""
        self._heart.give()
        self._is_short = False
        at = clock.now()
        found = self._claim(at, urgent_only=True) + self._claim(at, urgent_only=False)
        if found:
            self._stopping.wait(self._pause_after(found))
        else:
            self._sleep(at)

    def _pause_after(self, found: list[Claimed]) -> float:
        if self._yields():
            return self._pause_for_deadlines()
        self._yielding_since = 0.0
        is_shared = all(claimed.handling.share != "alone" for claimed in found)
        return GATHER_WHAT_SHARES if is_shared else GATHER

    def _pause_for_deadlines(self) -> float:
        now = time.monotonic()
        self._yielding_since = self._yielding_since or now
        is_new = now - self._yielding_since < YIELDS_FOR
        return GATHER_WHEN_YIELDING if is_new else GATHER_WHEN_LATE_FOR_LONG

    def _claim(self, at: datetime, *, urgent_only: bool) -> list[Claimed]:
        """Claim what there is room for, and hand it out."""
        room = self._room(urgent_only=urgent_only)
        self._is_short |= room.is_short
        if room.is_none:
            return []
        due_by = at - self._wait()
        found = delivery.claim_several(at, room, urgent_only=urgent_only, due_by=due_by)
        for batch in batches(found):
            self._free(urgent_only=urgent_only)[0].hand(batch)
        return found

    def _room(self, *, urgent_only: bool) -> Room:
        """One free lane for a batch of our own, one for each kind of which many go at once."""
        free = len(self._free(urgent_only=urgent_only))
        busy = Counter(lane.kind for lane in self.lanes if not lane.is_free)
        full = {kind for kind, lanes in busy.items() if lanes >= MOST_OF_A_KIND}
        fullest = max((busy[kind] for kind in outbox.kinds() if kind not in full), default=0)
        crowds = len([kind for kind in outbox.kinds(share="many") if kind not in full])
        outside = min(free - 1 - crowds, MOST_OF_A_KIND - fullest)
        many = TOGETHER if free > crowds else 0
        return Room(outside, own=TOGETHER if free else 0, many=many, full=frozenset(full))

    def _free(self, *, urgent_only: bool) -> list[DeliveryLane]:
        """Those that may take it: their own lanes first, and those that already run."""
        lanes = [lane for lane in self.lanes if lane.is_free and urgent_only >= lane.urgent_only]
        return sorted(lanes, key=lambda lane: (lane.urgent_only != urgent_only, lane.ident is None))

    def _lane_is_free(self) -> None:
        if self._is_short:
            self.alarm.ring()

    def _sleep(self, looked_at: datetime) -> None:
        """Until the next effect; what was due when we looked has been claimed, or finds no lane."""
        wait = self._wait()
        due_at = delivery.next_due_at(after=looked_at - wait)
        latest = clock.now() + LOOK_EVERY
        if not self._stopping.is_set():
            self.alarm.sleep_until(latest if due_at is None else min(due_at + wait, latest))

    def replace_hung(self) -> None:
        """Give up lanes whose handler outlived its lease; begin new ones for them."""
        at = clock.now()
        for lane in [lane for lane in self.lanes if lane.is_hung(at)]:
            if sum(other.is_alive() for other in self.lanes) >= MOST_LANES:
                return
            log.error("a handler hangs beyond its lease; its lane is replaced")
            lane.is_abandoned = True
            self.lanes[self.lanes.index(lane)] = self._lane(urgent_only=lane.urgent_only)
            self.alarm.ring()
