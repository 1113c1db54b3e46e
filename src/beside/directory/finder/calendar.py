"""Which of many timetables are open at a minute: all of them at once, with numpy.

Each distinct timetable is unrolled into opening spans over some days. Spans are
kept in one sorted array under the key `timetable * STRIDE + minute`, so one
binary search tells the state of every timetable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from beside.directory.core import opening
from beside.directory.core.opening import Hours
from beside.kernel import house

DAYS_AHEAD = 10
STRIDE = 1 << 21
UNKNOWN, CLOSED, OPEN = 0, 1, 2
NEVER = -1

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class States:
    """For each timetable: UNKNOWN, CLOSED or OPEN, and the minute of the next change or NEVER."""

    state: NDArray[np.int8]
    changes: Numbers


class OutOfRange(LookupError):
    """The moment asked about lies outside the days unrolled; ask the rules themselves."""


class Calendar:
    """Timetables unrolled from the day before `at`, for DAYS_AHEAD days."""

    def __init__(self, timetables: Sequence[Hours], at: datetime) -> None:
        self.first = datetime.combine(house.today(at), datetime.min.time(), UTC) - timedelta(days=2)
        self.known = np.ones((len(timetables), DAYS_AHEAD + 3), dtype=bool)
        starts: list[int] = []
        ends: list[int] = []
        for number, hours in enumerate(timetables):
            self._unroll(number, hours, starts, ends)
        self.starts = np.array(starts, dtype=np.int64)
        self.ends = np.array(ends, dtype=np.int64)
        self.count = len(timetables)
        self._latest: tuple[int, States] | None = None

    def _unroll(self, number: int, hours: Hours, starts: list[int], ends: list[int]) -> None:
        if not hours.rules:
            self.known[number] = False
            return
        day = self.first.date()
        for start, end in opening.open_spans(hours, day, DAYS_AHEAD + 3):
            starts.append(number * STRIDE + self.minute(start))
            ends.append(number * STRIDE + self.minute(end))
        for n in range(DAYS_AHEAD + 3):
            self.known[number, n] = not opening.is_unknown_on(hours, day + timedelta(days=n))

    def minute(self, at: datetime) -> int:
        """Minutes since the first day unrolled, never negative."""
        return max(0, int((at - self.first).total_seconds()) // 60)

    def moment(self, minute: int) -> datetime:
        """The instant of a minute told by `States.changes`."""
        return self.first + timedelta(minutes=minute)

    def at(self, at: datetime) -> States:
        """The state of every timetable. Raises OutOfRange."""
        minute = self.minute(at)
        if at < self.first or minute >= DAYS_AHEAD * 1440:
            raise OutOfRange(at)
        if self._latest is None or self._latest[0] != minute:
            self._latest = (minute, self._compute(minute))
        return self._latest[1]

    def _compute(self, minute: int) -> States:
        asked = np.arange(self.count, dtype=np.int64) * STRIDE + minute
        place = np.searchsorted(self.starts, asked, side="right")
        ends = np.append(self.ends, NEVER)
        starts = np.append(self.starts, NEVER)
        is_open = (place > 0) & (ends[place - 1] > asked)
        next_start = starts[place]
        opens_later = next_start // STRIDE == np.arange(self.count)
        state = np.where(is_open, OPEN, np.where(self.known[:, minute // 1440], CLOSED, UNKNOWN))
        changes = np.where(
            is_open,
            ends[place - 1] % STRIDE,
            np.where(opens_later, next_start % STRIDE, NEVER),
        )
        return States(state.astype(np.int8), changes)
