"""`beside worker`: keeps deadlines, delivers effects, seals the record, runs jobs.

Any number may run; each may be killed at any instant. Within one, every loop is a
thread of its own, so that no hung carrier holds up a deadline. The first thread
watches the others: it tells the supervisor that all of them turn, and falls silent
(and is then replaced) when a deadline loop or the outbox does not.
"""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from beside.kernel import claims, clock, deadlines, job_lane, sealing, wake
from beside.kernel.deadline_loop import Alarm, Patience, Sweeper
from beside.kernel.dispatch import Dispatcher
from beside.kernel.lanes import Beat, Lane
from beside.kernel.seats import Seat
from beside.kernel.serve import pulse

log = logging.getLogger(__name__)

SWEEPERS = 2
SILENT_FOR = 10.0  # seconds; a loop that has not come round for so long has failed
NEAR = timedelta(minutes=10)  # a deadline nearer than this: the clock is led slowly
BEHIND = timedelta(milliseconds=50)  # the second sweeper helps when the first is at work
LATE = timedelta(milliseconds=300)  # so late, deadlines come before effects
LEFT_TO_THE_NEXT = timedelta(seconds=3)  # so late, the next worker may be hung
GATHER = 0.02  # seconds between two rounds, so that under load several rows share a commit
SEAL_EVERY = 1.0  # seconds; acts are sealed many at a time
SEAL_IN_PLACE_OF_ANOTHER = 10  # times as long, when sealing is another worker's
SWITCH = 0.001  # seconds; a thread that computes lets a deadline through after so long
NUMBER_WITHIN = 1.0  # seconds; then claims rest on their leases
GRACE = 12.0


class Worker:
    """All the loops of one worker process."""

    def __init__(self, *, with_jobs: bool = True) -> None:
        self.stopping = threading.Event()
        self.seat = Seat()
        self.dispatcher = Dispatcher(
            self.stopping, self._effects_wait, self._is_late_with_deadlines
        )
        self._deadline_heart = Beat("deadlines")
        self._late_by: list[Callable[[], timedelta]] = []
        self._alarms = [Alarm() for _ in range(SWEEPERS)]
        self._sweepers = [
            Lane(f"deadlines-{number}", self._sweep_with(alarm, number * BEHIND), self.stopping)
            for number, alarm in enumerate(self._alarms)
        ]
        self._others = [
            Lane("effects", self._dispatch, self.stopping),
            Lane("record", self._seal, self.stopping),
            Lane("clock", self._keep_clock, self.stopping),
            Lane("ears", self._listen, self.stopping),
        ]
        if with_jobs:
            jobs = Lane("jobs", lambda: job_lane.run(self.stopping), self.stopping)
            self._others.append(jobs)

    def _sweep_with(self, alarm: Alarm, behind: timedelta) -> Callable[[], None]:
        patience, sweeper = Patience(), Sweeper(wait=lambda: self.seat.deadlines_wait + behind)
        self._late_by.append(lambda: sweeper.overdue)

        def turn() -> None:
            patience.limit()
            look_again_at = sweeper.round()
            self._deadline_heart.give()
            if not self.stopping.wait(GATHER):
                alarm.sleep_until(look_again_at)

        return turn

    def _effects_wait(self) -> timedelta:
        """Who keeps the deadlines leaves effects to the next worker, above all when late."""
        if self.seat.is_helped and self._is_late_with_deadlines():
            return LEFT_TO_THE_NEXT
        return self.seat.effects_wait

    def _dispatch(self) -> None:
        """What is claimed under no number waits out its lease if we die."""
        claims.ours.wait(NUMBER_WITHIN)
        self.dispatcher.turn()

    def _is_late_with_deadlines(self) -> bool:
        return any(late_by() > LATE for late_by in self._late_by)

    def _seal(self) -> None:
        """Seal what has gathered. Another worker's sealing is only looked after."""
        while sealing.seal() == sealing.BATCH and not self.stopping.is_set():
            continue
        for _ in range(SEAL_IN_PLACE_OF_ANOTHER):
            if self.stopping.wait(SEAL_EVERY) or not self.seat.effects_wait:
                return

    def _listen(self) -> None:
        wake.listen(self._hear, self.stopping, self._look_for_a_seat)

    def _look_for_a_seat(self, ears: wake.Ears) -> None:
        if given_back := claims.ours.look(ears):
            log.warning("%d effects of a worker that died are due again", given_back)
            self.dispatcher.alarm.ring()
        before = self.seat.deadlines_wait, self.seat.effects_wait
        self.seat.look(ears)
        if before != (self.seat.deadlines_wait, self.seat.effects_wait):
            log.info("this worker has seat %d", self.seat.number)
            self._ring_all()

    def _hear(self, what: str) -> None:
        """Ring those whom a wake-up concerns; an empty one concerns all."""
        topic, _, moment = what.partition(" ")
        if topic == "":
            self.seat.lose()
            claims.ours.lose()
            self._ring_all()
        if topic == wake.DEADLINES:
            for number, alarm in enumerate(self._alarms):
                by = datetime.fromtimestamp(float(moment), UTC) + self.seat.deadlines_wait
                alarm.ring(by + number * BEHIND)
        if topic in {wake.EFFECTS, wake.URGENT_EFFECTS}:
            wait = self.seat.effects_wait
            self.dispatcher.alarm.ring(clock.now() + wait if wait else None)

    def _ring_all(self) -> None:
        for alarm in [*self._alarms, self.dispatcher.alarm]:
            alarm.ring()

    def run(self) -> int:
        """Work until told to stop; return the process's exit code."""
        sys.setswitchinterval(SWITCH)
        for lane in [*self._sweepers, *self._others]:
            lane.start()
        log.info("the worker has begun")
        pulse.ready()
        while not self.stopping.wait(0.5):
            self.dispatcher.replace_hung()
            if self._all_turn():
                pulse.beat()
        return self._end()

    def _keep_clock(self) -> None:
        drift = clock.timeline.drift()
        if drift:
            log.warning("the wall clock was stepped by %+.3f s", drift.total_seconds())
        clock.timeline.keep(quiet=not drift or self._is_quiet())
        self.stopping.wait(1)

    def _is_quiet(self) -> bool:
        """Whether no deadline is so near that a step of the clock could matter."""
        horizon = clock.now() + NEAR + max(clock.timeline.drift(), timedelta())
        armed = deadlines.next_moments().values()
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
        for lane in [*self._sweepers, *self._others, *self.dispatcher.lanes]:
            if lane.is_alive():
                lane.join(max(0.0, until - time.monotonic()))
        log.info("the worker has ended")
        return 0


def main() -> int:
    """Run one worker in this process. Django must be set up."""
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    return worker.run()
