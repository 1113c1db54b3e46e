"""A week on the page: each day in bands of hours that are covered alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from beside.kernel import house
from beside.line.core import weeks
from beside.line.models import Shift
from beside.line.rota import queries
from beside.line.rota.staffing import Staffing

CLOSED, EMPTY, SHORT, COVERED = "closed", "empty", "short", "covered"


@dataclass(frozen=True)
class Band:
    """Hours in a row with the same people. `hours` is how many."""

    starts_at: datetime
    ends_at: datetime
    needed: int
    there: int
    names: tuple[str, ...]
    on_call: tuple[str, ...]
    hours: int = 1

    @property
    def state(self) -> str:
        if self.there >= self.needed:
            return COVERED if self.needed or self.names else CLOSED
        return SHORT if self.there else EMPTY

    @property
    def is_whole_day(self) -> bool:
        """From midnight to midnight: its two hours would read as one."""
        return self.hours > 1 and self.starts_at.time() == self.ends_at.time()

    def goes_on(self, other: "Band") -> bool:
        """Whether `other`, the next hour, looks the same."""
        mine = (self.needed, self.there, self.names, self.on_call)
        return mine == (other.needed, other.there, other.names, other.on_call)


@dataclass(frozen=True)
class Day:
    day: date
    bands: Sequence[Band]
    is_today: bool


def week(monday: date, staffing: Staffing, at: datetime) -> list[Day]:
    """Seven days from that Monday, by the coalition's own clock."""
    zone = house.zone()
    start, end = (weeks.at_wall(day, time(), zone) for day in (monday, monday + timedelta(days=7)))
    shifts = list(queries.shifts_between(start, end))
    today = at.astimezone(zone).date()
    days = [monday + timedelta(days=n) for n in range(7)]
    return [Day(day, _bands(day, shifts, staffing), day == today) for day in days]


def _bands(day: date, shifts: Sequence[Shift], staffing: Staffing) -> list[Band]:
    zone = house.zone()
    start, end = (weeks.at_wall(d, time(), zone) for d in (day, day + timedelta(days=1)))
    near = [s for s in shifts if s.starts_at < end and s.ends_at > start]
    bands: list[Band] = []
    for hour in weeks.hours(start, end):
        band = _band(hour, near, staffing.needs[weeks.slot(hour, zone)])
        if bands and bands[-1].goes_on(band):
            last = bands[-1]
            bands[-1] = Band(last.starts_at, band.ends_at, last.needed, last.there, last.names,
                             last.on_call, last.hours + 1)  # fmt: skip
        else:
            bands.append(band)
    return bands


def _band(hour: datetime, shifts: Sequence[Shift], needed: int) -> Band:
    end = hour + weeks.HOUR
    here = [s for s in shifts if s.starts_at < end and s.ends_at > hour]
    spans = [weeks.Span(s.starts_at, s.ends_at, s.user_id) for s in here if not s.on_call_only]
    names, rung = (
        tuple(dict.fromkeys(_name(s) for s in here if s.on_call_only == only))
        for only in (False, True)
    )
    return Band(hour, end, needed, weeks.there(spans, hour), names, rung)


def _name(shift: Shift) -> str:
    return f"{shift.user.name} (?)" if shift.offered_at else shift.user.name
