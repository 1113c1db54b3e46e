"""Hours of the week by the coalition's own clock, and who covers them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
SLOTS = 168  # Monday 00:00 is 0, Sunday 23:00 is 167


@dataclass(frozen=True)
class Span:
    """From one moment to another, by one person. `who` is any hashable name for them."""

    starts_at: datetime
    ends_at: datetime
    who: object = None


def slot(moment: datetime, zone: ZoneInfo) -> int:
    """The hour of the week at this moment, there."""
    here = moment.astimezone(zone)
    return here.weekday() * 24 + here.hour


def at_wall(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """The moment a clock on the wall shows this; what is skipped in spring comes an hour later."""
    return datetime.combine(day, clock_time, zone).astimezone(UTC)


def monday(of: date) -> date:
    """The Monday on or before that day."""
    return of - timedelta(days=of.weekday())


def hours(start: datetime, end: datetime) -> list[datetime]:
    """Every whole hour that begins in [start, end), in UTC."""
    first = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    first += HOUR if first < start else timedelta()
    return [first + HOUR * n for n in range(max(0, -((first - end) // HOUR)))]


def span_on(day: date, starts: time, ends: time, zone: ZoneInfo) -> Span:
    """From `starts` on that day to `ends`: on the next day when that is not later."""
    last = day if ends > starts else day + timedelta(days=1)
    return Span(at_wall(day, starts, zone), at_wall(last, ends, zone))


def days_on(weekday: int, first: date, before: date) -> Iterator[date]:
    """Every such weekday from `first` up to, not with, `before`."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day < before:
        yield day
        day += timedelta(days=7)


def there(spans: Sequence[Span], hour: datetime) -> int:
    """How many different people are there in this hour, at its thinnest moment."""
    near = [span for span in spans if span.starts_at < hour + HOUR and span.ends_at > hour]
    moments = {hour, *(span.ends_at for span in near if hour < span.ends_at < hour + HOUR)}
    return min(
        len({span.who for span in near if span.starts_at <= moment < span.ends_at})
        for moment in moments
    )


def uncovered(spans: Iterable[Span], start: datetime, end: datetime) -> timedelta:
    """How much of [start, end) nobody covers."""
    left, reached = timedelta(), start
    for span in sorted(spans, key=lambda each: each.starts_at):
        if span.starts_at >= end:
            break
        left += max(timedelta(), span.starts_at - reached)
        reached = max(reached, span.ends_at)
    return left + max(timedelta(), end - reached)
