"""When a request is promised to be on its way: in so many working days of the post."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SATURDAY = 5
# Days the Postal Service does not deliver, by their rule (39 CFR and 5 U.S.C. 6103).
FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
FLOATING = ((1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4))  # month, day, nth


def is_working(day: date) -> bool:
    """Whether parcels are packed and taken on that day."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[date]:
    """The federal holidays of a year, on their own day and not the one observed."""
    fixed = {date(year, month, day) for month, day in FIXED}
    return frozenset(fixed | {_nth(year, *rule) for rule in FLOATING})


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def posted_by(asked_at: datetime, working_days: int, zone: ZoneInfo) -> datetime:
    """The end of the last working day of the promise; the day it was asked does not count."""
    day, left = asked_at.astimezone(zone).date(), working_days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working(day)
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
