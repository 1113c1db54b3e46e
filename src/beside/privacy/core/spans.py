"""Which span of time a record belongs to: an hour when it is short-lived, else a day.

A span is chosen by when a record is due to be gone, never by when it came.
So everything in a span falls due before the span ends, and its key can then
be destroyed without asking whether anything still needs it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SHORT_LIVED = timedelta(hours=36)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NAME = re.compile(r"[dh][0-9]{8}(?:T[0-9]{2})?\Z")


class AlreadyDue(ValueError):
    """A record must be kept for some time, however short."""


@dataclass(frozen=True)
class SpanOfTime:
    """A span's name, fit for a file name, and the instant its key dies."""

    name: str
    ends_at: datetime


def span_for(retain_until: datetime, at: datetime) -> SpanOfTime:
    """The span in which a record kept until `retain_until` belongs. Raises AlreadyDue.

    A record sealed for at most 36 hours outlives its time by less than an
    hour in backups and logs; any other by less than a day.
    """
    if retain_until <= at:
        raise AlreadyDue(retain_until.isoformat())
    return hour_of(retain_until) if retain_until - at <= SHORT_LIVED else day_of(retain_until)


def hour_of(moment: datetime) -> SpanOfTime:
    """The UTC hour that ends at or after `moment`."""
    start = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    start -= HOUR if start == moment else timedelta()
    return SpanOfTime(f"h{start:%Y%m%dT%H}", start + HOUR)


def day_of(moment: datetime) -> SpanOfTime:
    """The UTC day that ends at or after `moment`."""
    start = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    start -= DAY if start == moment else timedelta()
    return SpanOfTime(f"d{start:%Y%m%d}", start + DAY)


def coming(at: datetime, *, days: int) -> list[SpanOfTime]:
    """The spans that sealing will ask for soon: 37 hours, and `days` days."""
    hours = [hour_of(at + HOUR * n + timedelta(seconds=1)) for n in range(37)]
    return hours + [day_of(at + SHORT_LIVED + DAY * n) for n in range(days)]
