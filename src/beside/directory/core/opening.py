"""When a place is open: HSDS schedules in, "open until" and "opens on" out.

One `Rule` is one schedule row. Times are wall-clock times at the place, so a
day on which the clocks change is longer or shorter by itself. Which rules
speak for a date is decided by tiers, narrowest first: an exception (a holiday),
a season (a validity of up to 200 days), the regular hours. The narrowest tier
with a rule in force on that date decides alone, as a note on the door does;
within a tier rules add up. See docs/methods/opening-hours.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from beside.directory.core.recurrence import DAY, Recurrence, falls_on

EXCEPTION_DAYS = 14
SEASON_DAYS = 200
LOOK_AHEAD_DAYS = 35


class Tier(IntEnum):
    """How narrow a rule's validity is; the narrowest in force decides."""

    EXCEPTION = 1
    SEASON = 2
    REGULAR = 3


@dataclass(frozen=True)
class Rule:
    """One schedule row. Without times it means closed in an exception or season, else unknown."""

    opens: time | None = None
    closes: time | None = None
    recurrence: Recurrence = field(default_factory=Recurrence)
    valid_from: date | None = None
    valid_to: date | None = None
    exception: bool = False


@dataclass(frozen=True)
class Hours:
    """All rules of a place and the time zone its clock shows."""

    rules: tuple[Rule, ...]
    time_zone: str


@dataclass(frozen=True)
class Open:
    """Open. `until` is None when it does not close within the look-ahead: day and night."""

    until: datetime | None


@dataclass(frozen=True)
class Closed:
    """Closed. `opens` is None when no opening is known within the look-ahead."""

    opens: datetime | None


@dataclass(frozen=True)
class Unknown:
    """Nobody has said. It is not the same as closed; say so on the page."""


State = Open | Closed | Unknown
Span = tuple[datetime, datetime]


def state_at(hours: Hours, at: datetime) -> State:
    """Open, closed or unknown at the instant `at`, and the next change in local time."""
    zone = ZoneInfo(hours.time_zone)
    today = at.astimezone(zone).date()
    for start, end in open_spans(hours, today - DAY, LOOK_AHEAD_DAYS + 2):
        if start <= at < end:
            day_and_night = end - at > timedelta(days=LOOK_AHEAD_DAYS - 1)
            return Open(None if day_and_night else end.astimezone(zone))
        if start > at:
            known = not is_unknown_on(hours, today)
            return Closed(start.astimezone(zone)) if known else Unknown()
    return Unknown() if is_unknown_on(hours, today) else Closed(None)


def open_spans(hours: Hours, first: date, days: int) -> list[Span]:
    """Instants (UTC) at which the place is open on those dates, merged and in order."""
    zone = ZoneInfo(hours.time_zone)
    dates = [first + n * DAY for n in range(days)]
    return _merge(
        [_instants(rule, on, zone) for on in dates for rule in rules_on(hours, on) if _timed(rule)]
    )


def is_unknown_on(hours: Hours, on: date) -> bool:
    """Whether nobody has said if it is open that date: no rule with times, or one without."""
    in_force = _deciding(hours.rules, on)
    if not in_force:  # hours that ran out tell nothing; hours that begin later say "not yet"
        return not any(_timed(rule) and (rule.valid_from or on) > on for rule in hours.rules)
    if tier(in_force[0]) is not Tier.REGULAR:
        return False
    todays = [rule for rule in in_force if falls_on(rule.recurrence, on)]
    if any(_timed(rule) for rule in todays):
        return False
    return bool(todays) or not any(_timed(rule) for rule in in_force)


def rules_on(hours: Hours, on: date) -> list[Rule]:
    """The rules of the narrowest tier in force that fall on the date."""
    return [rule for rule in _deciding(hours.rules, on) if falls_on(rule.recurrence, on)]


def day_times(hours: Hours, on: date) -> list[tuple[time, time]]:
    """Opening and closing wall times on a date, in order; empty when closed or unknown."""
    return sorted(
        {(rule.opens, rule.closes) for rule in rules_on(hours, on) if rule.opens and rule.closes}
    )


def tier(rule: Rule) -> Tier:
    """Exception, season or regular: as marked, else by the length of the validity."""
    if rule.exception:
        return Tier.EXCEPTION
    if rule.valid_from is None or rule.valid_to is None:
        return Tier.REGULAR
    days = (rule.valid_to - rule.valid_from).days + 1
    if days <= EXCEPTION_DAYS:
        return Tier.EXCEPTION
    return Tier.SEASON if days <= SEASON_DAYS else Tier.REGULAR


def _deciding(rules: Sequence[Rule], on: date) -> list[Rule]:
    """The rules in force on the date, of the narrowest tier only."""
    in_force = [rule for rule in rules if _in_force(rule, on)]
    narrowest = min((tier(rule) for rule in in_force), default=None)
    return [rule for rule in in_force if tier(rule) is narrowest]


def _in_force(rule: Rule, on: date) -> bool:
    return (rule.valid_from or on) <= on <= (rule.valid_to or on)


def _timed(rule: Rule) -> bool:
    return rule.opens is not None and rule.closes is not None


def _instants(rule: Rule, on: date, zone: ZoneInfo) -> Span:
    """Closing at or before opening means the next day; the same time, a whole day."""
    assert rule.opens is not None
    assert rule.closes is not None
    closes = _closing(rule.closes)
    overnight = closes.replace(tzinfo=None) <= rule.opens.replace(tzinfo=None)
    start = datetime.combine(on, rule.opens, rule.opens.tzinfo or zone)
    end = datetime.combine(on + DAY if overnight else on, closes, closes.tzinfo or zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def _closing(closes: time) -> time:
    """23:59 is how people write midnight in a form that refuses 24:00."""
    if (closes.hour, closes.minute) == (23, 59):
        return time(0, tzinfo=closes.tzinfo)
    return closes


def _merge(spans: list[Span]) -> list[Span]:
    """A span turned inside out by a clock change is no opening at all."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
