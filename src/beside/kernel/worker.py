"""`beside worker`: keeps deadlines, delivers effects, seals the record, runs jobs.

Any number may run; each may be killed at any instant. Within one, every loop is a
thread of its own, so that no hung carrier holds up a deadline. The first thread
watches the others: it tells the supervisor that all of them turn, and falls silent
(and is then replaced) when a deadline loop or the outbox does not.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from beside.kernel import clock, deadlines, job_lane, sealing, wake
from beside.kernel.deadline_loop import Alarm, Sweeper
from beside.kernel.lanes import Beat, DeliveryLane, Lane
from beside.kernel.serve import pulse

log = logging.getLogger(__name__)

SWEEPERS = 2
DELIVERERS = 4
URGENT_DELIVERERS = 2
MOST_DELIVERERS = 64  # with those that hang; then the supervisor's restart is the better cure
SILENT_FOR = 10.0  # seconds; a loop that has not come round for so long has failed
NEAR = timedelta(minutes=10)  # a deadline nearer than this: the clock is led slowly
BEHIND = timedelta(milliseconds=20)  # the second sweeper helps when the first is at work
GATHER = 0.1  # seconds; acts are sealed many at a time
GRACE = 12.0


class Worker:
    """All the loops of one worker process."""

    def __init__(self, *, with_jobs: bool = True) -> None:
        self.stopping = threading.Event()
        self._outbox_heart, self._deadline_heart = Beat("outbox"), Beat("deadlines")
        self._alarms = [Alarm() for _ in range(SWEEPERS)]
        self._sealer = Alarm()
        self._sweepers = [
            Lane(f"deadlines-{number}", self._sweep_with(alarm, number * BEHIND), self.stopping)
            for number, alarm in enumerate(self._alarms)
        ]
        self._deliverers = [self._deliverer(urgent_only=True) for _ in range(URGENT_DELIVERERS)]
        self._deliverers += [self._deliverer() for _ in range(DELIVERERS)]
        self._others = [
            Lane("record", self._seal, self.stopping),
            Lane("clock", self._keep_clock, self.stopping),
            Lane("ears", lambda: wake.listen(self._hear, self.stopping), self.stopping),
        ]
        if with_jobs:
            jobs = Lane("jobs", lambda: job_lane.run(self.stopping), self.stopping)
            self._others.append(jobs)

    def _deliverer(self, *, urgent_only: bool = False) -> DeliveryLane:
        return DeliveryLane(
            wake.URGENT_EFFECTS if urgent_only else wake.EFFECTS,
            self.stopping,
            urgent_only=urgent_only,
            heart=self._outbox_heart,
            more=self._ring_a_deliverer,
        )

    def _sweep_with(self, alarm: Alarm, behind: timedelta) -> Callable[[], None]:
        sweeper = Sweeper()

        def turn() -> None:
            look_again_at = sweeper.round()
            self._deadline_heart.give()
            if not self.stopping.is_set():
                alarm.sleep_until(look_again_at + behind)

        return turn

    def _seal(self) -> None:
        while sealing.seal() == sealing.BATCH:
            continue
        self.stopping.wait(GATHER)
        self._sealer.sleep_until(clock.now() + timedelta(seconds=1))

    def _hear(self, what: str) -> None:
        """Ring those whom a wake-up concerns; an empty one concerns all."""
        topic, _, moment = what.partition(" ")
        if topic in {"", wake.DEADLINES}:
            by = datetime.fromtimestamp(float(moment), UTC) if moment else None
            for number, alarm in enumerate(self._alarms):
                alarm.ring(by and by + number * BEHIND)
        if topic == "":
            for lane in self._deliverers:
                lane.alarm.ring()
        if topic == wake.URGENT_EFFECTS:
            self._ring_a_deliverer(True)
        if topic in {wake.EFFECTS, wake.URGENT_EFFECTS}:
            self._ring_a_deliverer(False)
        if topic in {"", wake.ACTS}:
            self._sealer.ring()

    def _ring_a_deliverer(self, urgent_only: bool) -> None:
        """Wake one that sleeps. When none does, tell all to look once more before they sleep."""
        lanes = [lane for lane in self._deliverers if lane.urgent_only == urgent_only]
        asleep = [lane for lane in lanes if lane.alarm.is_asleep]
        for lane in asleep[:1] or lanes:
            lane.alarm.ring()

    def run(self) -> int:
        """Work until told to stop; return the process's exit code."""
        for lane in [*self._sweepers, *self._deliverers, *self._others]:
            lane.start()
        log.info("the worker has begun")
        while not self.stopping.wait(0.5):
            self._replace_hung()
            if self._all_turn():
                pulse.beat()
        return self._end()

    def _replace_hung(self) -> None:
        at = clock.now()
        for lane in [lane for lane in self._deliverers if lane.is_hung(at)]:
            if sum(other.is_alive() for other in self._deliverers) >= MOST_DELIVERERS:
                return
            log.error("a handler hangs beyond its lease; its lane is replaced")
            lane.is_abandoned = True
            self._deliverers.remove(lane)
            fresh = self._deliverer(urgent_only=lane.urgent_only)
            self._deliverers.append(fresh)
            fresh.start()

    def _keep_clock(self) -> None:
        drift = clock.timeline.drift()
        if drift:
            log.warning("the wall clock was stepped: it is %s ahead", drift)
        clock.timeline.keep(quiet=not drift or self._is_quiet())
        self.stopping.wait(1)

    def _is_quiet(self) -> bool:
        """Whether no deadline is so near that a step of the clock could matter."""
        horizon = clock.now() + NEAR + max(clock.timeline.drift(), timedelta())
        armed = [kind.next_at() for kind in deadlines.kinds()]
        return all(moment is None or moment > horizon for moment in armed)

    def _all_turn(self) -> bool:
        """Whether each loop that may not stop came round lately. Handlers have leases instead."""
        now = time.monotonic()
        silent = [lane for lane in self._sweepers if now - lane.turned_at > SILENT_FOR]
        for lane in silent:
            log.error("%s has not come round for %d s", lane.name, now - lane.turned_at)
        return not silent and all(lane.is_alive() for lane in [*self._sweepers, *self._others])

    def stop(self) -> None:
        """Finish what is in hand, begin nothing."""
        self.stopping.set()

    def _end(self) -> int:
        self._hear("")
        until = time.monotonic() + GRACE
        for lane in [*self._sweepers, *self._deliverers, *self._others]:
            lane.join(max(0.0, until - time.monotonic()))
        log.info("the worker has ended")
        return 0


def main() -> int:
    """Run one worker in this process. Django must be set up."""
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    return worker.run()
