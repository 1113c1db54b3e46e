"""HSDS schedule fields as text into rules. What cannot be read is named, never guessed."""

import re
from collections.abc import Iterable
from datetime import date, time, timedelta, timezone

from beside.directory.core.opening import Rule
from beside.directory.core.recurrence import ByDay, Recurrence

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")


class UnreadableSchedule(ValueError):
    """A recurrence field holds what RFC 5545 does not know; ask the source."""


def rule(
    *,
    freq: str,
    byday: str,
    bymonthday: str,
    byweekno: str,
    byyearday: str,
    interval: int | None,
    dtstart: date | None,
    until: date | None,
    count: int | None,
    wkst: str,
    valid_from: date | None,
    valid_to: date | None,
    opens_at: time | None,
    closes_at: time | None,
    hours_from_utc: float | None,
    exception: bool,
) -> Rule:
    """One schedule row as a rule. Raises UnreadableSchedule."""
    recurrence = Recurrence(
        freq=_freq(freq),
        byday=read_byday(byday),
        bymonthday=_whole_numbers(bymonthday),
        byweekno=_whole_numbers(byweekno),
        byyearday=_whole_numbers(byyearday),
        interval=interval or 1,
        dtstart=dtstart,
        until=_one_off_until(freq, byday, dtstart, until, valid_from),
        count=count,
        week_starts=WEEKDAYS.index(wkst) if wkst in WEEKDAYS else 0,
    )
    return Rule(
        opens=_zoned(opens_at, hours_from_utc),
        closes=_zoned(closes_at, hours_from_utc),
        recurrence=recurrence,
        valid_from=valid_from,
        valid_to=valid_to,
        exception=exception,
    )


def read_byday(text: str) -> tuple[ByDay, ...]:
    """ "MO,WE" or "1TU,-1FR". Raises UnreadableSchedule."""
    return tuple(_one_byday(part) for part in _parts(text.upper()))


def _one_byday(part: str) -> ByDay:
    if not (match := _BYDAY.match(part)):
        raise UnreadableSchedule(part)
    return ByDay(WEEKDAYS.index(match[2]), int(match[1] or 0))


def _freq(text: str) -> str:
    if (freq := text.strip().upper()) not in {"", "DAILY", "WEEKLY", "MONTHLY"}:
        raise UnreadableSchedule(text)
    return "" if freq == "DAILY" else freq


def _one_off_until(
    freq: str, byday: str, dtstart: date | None, until: date | None, valid_from: date | None
) -> date | None:
    """A start date alone, with no recurrence and no validity, is one event on that day."""
    alone = dtstart and not (freq or byday or until or valid_from)
    return dtstart if alone else until


def _whole_numbers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in _parts(text))
    except ValueError as error:
        raise UnreadableSchedule(text) from error


def _zoned(at: time | None, hours_from_utc: float | None) -> time | None:
    if at is None or hours_from_utc is None:
        return at
    return at.replace(tzinfo=timezone(timedelta(hours=hours_from_utc)))


def _parts(text: str) -> Iterable[str]:
    return (part.strip() for part in text.split(",") if part.strip())
