"""When a place is open: HSDS schedules in, "open until" and "opens on" out.

A schedule row is one `Rule`. Times are wall-clock times at the site, so a day
on which the clocks change is longer or shorter by itself. Which rule speaks
for a date is decided by tiers, narrowest first: an exception (a holiday, up
to 14 days), a season (up to 200 days), the regular hours. The narrowest tier
with a rule in force on that date decides alone, as on a note on the door.
Within a tier rules add up. See docs/methods/opening-hours.md.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from zoneinfo import ZoneInfo

EXCEPTION_DAYS = 14
SEASON_DAYS = 200
LOOK_AHEAD_DAYS = 35
DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Tier(Enum):
    """How narrow a rule's validity is; the narrowest in force decides."""

    EXCEPTION = 1
    SEASON = 2
    REGULAR = 3


@dataclass(frozen=True)
class ByDay:
    """A weekday (0 = Monday) and, in a monthly rule, which one: 1 first, -1 last, 0 every."""

    weekday: int
    ordinal: int = 0


@dataclass(frozen=True)
class Rule:
    """One HSDS schedule row. Without times: closed in an exception or season, else unknown."""

    freq: str = ""
    byday: tuple[ByDay, ...] = ()
    bymonthday: tuple[int, ...] = ()
    interval: int = 1
    dtstart: date | None = None
    until: date | None = None
    count: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True)
class Hours:
    """All rules of a place and the time zone its clock shows."""

    rules: tuple[Rule, ...]
    time_zone: str


@dataclass(frozen=True)
class Open:
    """Open; `until` is None when it does not close within the look-ahead (24 hours a day)."""

    until: datetime | None


@dataclass(frozen=True)
class Closed:
    """Closed; `opens` is None when no opening is known within the look-ahead."""

    opens: datetime | None


@dataclass(frozen=True)
class Unknown:
    """Nobody has said. It is not the same as closed; say so on the page."""


State = Open | Closed | Unknown
Span = tuple[datetime, datetime]


def state_at(hours: Hours, at: datetime) -> State:
    """Open, closed or unknown at the instant `at`, with the next change, in local time."""
    zone = ZoneInfo(hours.time_zone)
    today = at.astimezone(zone).date()
    if (spans := open_spans(hours, today - DAY, LOOK_AHEAD_DAYS + 2)) is None:
        return Unknown()
    for start, end in spans:
        if start <= at < end:
            lasting = end - at > timedelta(days=LOOK_AHEAD_DAYS)
            return Open(None if lasting else end.astimezone(zone))
        if start > at:
            return Closed(start.astimezone(zone))
    return Unknown() if is_unknown_on(hours, today) else Closed(None)


def open_spans(hours: Hours, first: date, days: int) -> list[Span] | None:
    """Instants at which the place is open, merged and in order; None when nothing is known."""
    zone = ZoneInfo(hours.time_zone)
    found: list[Span] = []
    known = False
    for day in range(days):
        on = first + day * DAY
        rules = rules_on(hours.rules, on)
        known = known or any(rule.opens for rule in rules) or _says_closed(hours.rules, on)
        found += [_instants(rule, on, zone) for rule in rules if rule.opens and rule.closes]
    return _merge(found) if known else None


def is_unknown_on(hours: Hours, on: date) -> bool:
    """Whether nothing is said about the date: no rule in force gives times or closes."""
    rules = rules_on(hours.rules, on)
    if any(rule.opens for rule in rules) or _says_closed(hours.rules, on):
        return False
    return bool(rules) or not any(rule.opens and _in_force(rule, on) for rule in hours.rules)


def day_times(hours: Hours, on: date) -> list[tuple[time, time]]:
    """Opening and closing wall times on a date, in order; empty when closed or unknown."""
    times = [(r.opens, r.closes) for r in rules_on(hours.rules, on) if r.opens and r.closes]
    return sorted(set(times))


def rules_on(rules: Sequence[Rule], on: date) -> list[Rule]:
    """The rules of the narrowest tier in force on the date that fall on it."""
    in_force = [rule for rule in rules if _in_force(rule, on)]
    if not in_force:
        return []
    narrowest = min((tier(rule) for rule in in_force), key=lambda t: t.value)
    return [rule for rule in in_force if tier(rule) is narrowest and occurs_on(rule, on)]


def tier(rule: Rule) -> Tier:
    """Exception, season or regular, by the length of the rule's validity."""
    if rule.valid_from is None or rule.valid_to is None:
        return Tier.REGULAR
    days = (rule.valid_to - rule.valid_from).days + 1
    if days <= EXCEPTION_DAYS:
        return Tier.EXCEPTION
    return Tier.SEASON if days <= SEASON_DAYS else Tier.REGULAR


def occurs_on(rule: Rule, on: date) -> bool:
    """Whether the rule's recurrence falls on the date (RFC 5545, the parts HSDS uses)."""
    if not _recurs_on(rule, on):
        return False
    if rule.count is None or rule.dtstart is None:
        return True
    earlier = sum(1 for day in _days(rule.dtstart, on) if _recurs_on(rule, day))
    return earlier < rule.count


def _recurs_on(rule: Rule, on: date) -> bool:
    if rule.dtstart and on < rule.dtstart or rule.until and on > rule.until:
        return False
    if rule.freq == "MONTHLY":
        return _falls_in_month(rule, on) and _month_is_due(rule, on)
    if rule.freq == "WEEKLY" or rule.byday:
        return _falls_in_week(rule, on) and _week_is_due(rule, on)
    one_off = rule.dtstart and not rule.valid_from and not rule.valid_to
    return on == rule.dtstart if one_off else True


def _falls_in_week(rule: Rule, on: date) -> bool:
    if not rule.byday:
        return rule.dtstart is None or rule.dtstart.weekday() == on.weekday()
    return any(day.weekday == on.weekday() for day in rule.byday)


def _week_is_due(rule: Rule, on: date) -> bool:
    if rule.interval <= 1 or rule.dtstart is None:
        return True
    monday = on - on.weekday() * DAY
    first_monday = rule.dtstart - rule.dtstart.weekday() * DAY
    return (monday - first_monday).days // 7 % rule.interval == 0


def _falls_in_month(rule: Rule, on: date) -> bool:
    length = monthrange(on.year, on.month)[1]
    if rule.bymonthday and not {on.day, on.day - length - 1} & set(rule.bymonthday):
        return False
    if rule.byday:
        nth, from_last = (on.day - 1) // 7 + 1, -((length - on.day) // 7 + 1)
        return any(
            day.weekday == on.weekday() and day.ordinal in {0, nth, from_last} for day in rule.byday
        )
    return bool(rule.bymonthday) or rule.dtstart is None or rule.dtstart.day == on.day


def _month_is_due(rule: Rule, on: date) -> bool:
    if rule.interval <= 1 or rule.dtstart is None:
        return True
    months = (on.year - rule.dtstart.year) * 12 + on.month - rule.dtstart.month
    return months % rule.interval == 0


def _in_force(rule: Rule, on: date) -> bool:
    return (rule.valid_from or on) <= on <= (rule.valid_to or on)


def _says_closed(rules: Sequence[Rule], on: date) -> bool:
    return any(
        rule.opens is None and tier(rule) is not Tier.REGULAR for rule in rules_on(rules, on)
    )


def _instants(rule: Rule, on: date, zone: ZoneInfo) -> Span:
    assert rule.opens is not None
    assert rule.closes is not None
    overnight = _closing(rule.closes) <= rule.opens
    start = datetime.combine(on, rule.opens, rule.opens.tzinfo or zone)
    end = datetime.combine(
        on + DAY if overnight else on, _closing(rule.closes), rule.closes.tzinfo or zone
    )
    # Wall times of one zone compare by the wall, not by the instant: leave the zone at once.
    return start.astimezone(timezone.utc), end.astimezone(timezone.utc)  # noqa: UP017


def _closing(closes: time) -> time:
    """23:59 is how people write midnight in a form that refuses 24:00."""
    return time(0, tzinfo=closes.tzinfo) if (closes.hour, closes.minute) == (23, 59) else closes


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _days(first: date, last: date) -> Iterator[date]:
    """From `first` up to, not including, `last`."""
    return (first + n * DAY for n in range((last - first).days))
