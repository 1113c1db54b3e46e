"""What remains of a session: a line of a count, coarse enough to be nobody's."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

MINUTES = (5, 15, 30, 60)  # upper ends; the last is "longer"
WAITS = (15, 20, 60)  # seconds until answered


@dataclass(frozen=True)
class Line:
    """The cell a session is counted in. `minutes` and `wait_s` are the upper ends of bands."""

    day: date
    hour: int
    minutes: int
    wait_s: int | None


def band(value: float, edges: tuple[int, ...]) -> int:
    """The smallest edge that is not exceeded; 0 stands for "longer than all"."""
    return next((edge for edge in edges if value <= edge), 0)


def line(opened: datetime, ended: datetime, waited_s: float | None, zone: ZoneInfo) -> Line:
    """The cell, in the coalition's own time."""
    here = opened.astimezone(zone)
    minutes = band((ended - opened).total_seconds() / 60, MINUTES)
    return Line(
        here.date(), here.hour, minutes, None if waited_s is None else band(waited_s, WAITS)
    )
