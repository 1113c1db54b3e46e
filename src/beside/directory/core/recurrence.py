"""On which dates a recurrence falls: the parts of RFC 5545 that HSDS uses."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class ByDay:
    """A weekday (0 = Monday) and, in a monthly rule, which one: 1 first, -1 last, 0 every."""

    weekday: int
    ordinal: int = 0


@dataclass(frozen=True)
class Recurrence:
    """`freq` is WEEKLY, MONTHLY or empty; `week_starts` is 0 for Monday, 6 for Sunday."""

    freq: str = ""
    byday: tuple[ByDay, ...] = ()
    bymonthday: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    interval: int = 1
    dtstart: date | None = None
    until: date | None = None
    count: int | None = None
    week_starts: int = 0


def falls_on(rule: Recurrence, on: date) -> bool:
    """Whether the recurrence falls on the date. No frequency and no parts: every date."""
    if not _recurs(rule, on):
        return False
    if rule.count is None or rule.dtstart is None:
        return True
    return sum(_recurs(rule, day) for day in _days(rule.dtstart, on)) < rule.count


def _recurs(rule: Recurrence, on: date) -> bool:
    if (rule.dtstart and on < rule.dtstart) or (rule.until and on > rule.until):
        return False
    if not (_year_allows(rule, on) and _month_allows(rule, on)):
        return False
    if rule.freq == "MONTHLY":
        return _falls_in_month(rule, on) and _month_is_due(rule, on)
    if rule.freq == "WEEKLY" or rule.byday:
        return _falls_in_week(rule, on) and _week_is_due(rule, on)
    return True


def _year_allows(rule: Recurrence, on: date) -> bool:
    length = 366 if monthrange(on.year, 2)[1] == 29 else 365
    day = on.timetuple().tm_yday
    if rule.byyearday and not {day, day - length - 1} & set(rule.byyearday):
        return False
    if not rule.byweekno:
        return True
    year, week, _ = on.isocalendar()
    weeks = date(year, 12, 28).isocalendar().week
    return bool({week, week - weeks - 1} & set(rule.byweekno))


def _month_allows(rule: Recurrence, on: date) -> bool:
    length = monthrange(on.year, on.month)[1]
    return not rule.bymonthday or bool({on.day, on.day - length - 1} & set(rule.bymonthday))


def _falls_in_week(rule: Recurrence, on: date) -> bool:
    if rule.byday:
        return any(day.weekday == on.weekday() for day in rule.byday)
    if rule.bymonthday or rule.byyearday or rule.dtstart is None:
        return True
    return rule.dtstart.weekday() == on.weekday()


def _falls_in_month(rule: Recurrence, on: date) -> bool:
    if rule.byday:
        nth = (on.day - 1) // 7 + 1
        from_last = -((monthrange(on.year, on.month)[1] - on.day) // 7 + 1)
        return any(
            day.weekday == on.weekday() and day.ordinal in {0, nth, from_last} for day in rule.byday
        )
    return bool(rule.bymonthday) or rule.dtstart is None or rule.dtstart.day == on.day


def _week_is_due(rule: Recurrence, on: date) -> bool:
    if rule.interval <= 1 or rule.dtstart is None:
        return True
    weeks = (_week_start(rule, on) - _week_start(rule, rule.dtstart)).days // 7
    return weeks % rule.interval == 0


def _week_start(rule: Recurrence, on: date) -> date:
    return on - (on.weekday() - rule.week_starts) % 7 * DAY


def _month_is_due(rule: Recurrence, on: date) -> bool:
    if rule.interval <= 1 or rule.dtstart is None:
        return True
    months = (on.year - rule.dtstart.year) * 12 + on.month - rule.dtstart.month
    return months % rule.interval == 0


def _days(first: date, last: date) -> Iterator[date]:
    """From `first` up to, not including, `last`."""
    return (first + n * DAY for n in range((last - first).days))
