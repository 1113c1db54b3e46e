"""What time it is. The only caller of now: everything else takes `at`.

A machine's wall clock can be stepped, by an hour and in either direction; a promise
made to somebody alone must not fire early for that. So the house keeps a timeline of
its own: the boot clock, which only ever runs forward, plus an offset that every
process of this machine shares through a small file. When the wall clock is stepped the
offset stays; `keep` then leads it towards the wall, slowly while a deadline is near and
at once when none is.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from beside import env

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEAD = 0.001  # a minute is then at most 60 ms short or long
LOOK_EVERY_NS = 1_000_000_000
JITTER_NS = 1_000_000  # between the readings of two clocks; not a step


def _boot_ns() -> int:
    """Nanoseconds since the machine started, sleep included; never steps."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "unknown"


@dataclass(frozen=True)
class Offset:
    """What to add to the boot clock, and when (by the boot clock) it was last led."""

    ns: int
    led_ns: int


class Timeline:
    """The boot clock plus a shared offset. Its sources can be replaced by a test."""

    def __init__(
        self,
        shared: Callable[[], Path],
        wall_ns: Callable[[], int] = time.time_ns,
        boot_ns: Callable[[], int] = _boot_ns,
        boot_id: Callable[[], str] = _boot_id,
    ) -> None:
        self._shared, self._boot_id = shared, boot_id
        self._wall_ns, self._boot_ns = wall_ns, boot_ns
        self._offset: Offset | None = None
        self._looked_ns = 0

    def now(self) -> datetime:
        boot_ns = self._boot_ns()
        if self._offset is None or boot_ns - self._looked_ns > LOOK_EVERY_NS:
            self._looked_ns = boot_ns
            self._offset = self._read() or self._offset or self._fresh()
        return EPOCH + timedelta(microseconds=(boot_ns + self._offset.ns) // 1000)

    def drift(self) -> timedelta:
        """How far the wall clock is ahead of us: nought, unless it was stepped."""
        ahead = EPOCH + timedelta(microseconds=self._wall_ns() // 1000) - self.now()
        return ahead if abs(ahead) > timedelta(microseconds=JITTER_NS // 1000) else timedelta()

    def keep(self, *, quiet: bool) -> None:
        """Share the offset, and lead it towards the wall: at once when `quiet`.

        Called every second by each worker; together they lead no faster than one.
        """
        path = self._shared()
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = self._read() or self._offset or self._fresh()
            led = self._led(known, quiet=quiet)
            if led != self._read():
                self._write(path, led)
        self._offset = led

    def _led(self, known: Offset, *, quiet: bool) -> Offset:
        boot_ns = self._boot_ns()
        missing = self._wall_ns() - boot_ns - known.ns
        if abs(missing) <= JITTER_NS:
            return known
        if not quiet:
            most = int((boot_ns - known.led_ns) * LEAD) if known.led_ns else 0
            missing = max(-most, min(most, missing))
        return Offset(known.ns + missing, boot_ns)

    def _fresh(self) -> Offset:
        boot_ns = self._boot_ns()
        return Offset(self._wall_ns() - boot_ns, boot_ns)

    def _read(self) -> Offset | None:
        """The shared offset, unless none is written since the machine started."""
        try:
            written = json.loads(self._shared().read_text())
        except (OSError, ValueError):
            return None
        if written.get("boot") != self._boot_id():
            return None
        return Offset(written["offset_ns"], written["led_ns"])

    def _write(self, path: Path, offset: Offset) -> None:
        words = {"boot": self._boot_id(), "offset_ns": offset.ns, "led_ns": offset.led_ns}
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(words))
        unfinished.replace(path)


timeline = Timeline(lambda: env.home() / "clock")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return timeline.now()
