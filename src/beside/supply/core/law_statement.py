"""What somebody states about the law of a state, and what keeps it from being kept."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from beside.supply.core.law import CHECK_AFTER, STATES, TERRITORIES, Precision, Topic, Value

LONGEST_REVIEW = timedelta(days=366)
EARLIEST = date(1900, 1, 1)
MOST = {"scope": 600, "scope_es": 600, "exclusions": 600, "exclusions_es": 600, "citation": 400,
        "source_url": 400}  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


class NotADate(ValueError):
    """Neither a day, a month nor a year."""


@dataclass(frozen=True)
class Statement:
    """One answer as it is to stand from now on."""

    state: str
    topic: Topic
    value: Value
    scope: str = ""
    scope_es: str = ""
    exclusions: str = ""
    exclusions_es: str = ""
    citation: str = ""
    source_url: str = ""
    effective_date: date | None = None
    effective_precision: Precision = Precision.DAY
    as_of_date: date | None = None
    next_review_date: date | None = None


@dataclass(frozen=True)
class Fault:
    """What keeps a statement from being kept, at which field."""

    field: str
    reason: str


def began(written: str) -> tuple[date | None, Precision]:
    """`2017-07-01`, `2017-07` or `2017`: the last day it can have been, and how exactly.

    Raises NotADate.
    """
    if not written:
        return None, Precision.DAY
    found = _DATE.fullmatch(written)
    if found is None:
        raise NotADate(written)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            return date(year, month, day), Precision.DAY
        if month:
            return date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH
        return date(year, 12, 31), Precision.YEAR
    except (ValueError, calendar.IllegalMonthError):
        raise NotADate(written) from None


def written(day: date | None, precision: Precision) -> str:
    """As `began` reads it back."""
    if day is None:
        return ""
    return day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[precision]]


def faults(said: Statement, today: date) -> list[Fault]:
    """Everything that is wrong with a statement; none: it may be kept."""
    return list(_faults(said, today))


def _faults(said: Statement, today: date) -> Iterator[Fault]:
    if said.state not in STATES + TERRITORIES:
        yield Fault("state", _("is no state we know"))
    for field, most in MOST.items():
        if len(getattr(said, field)) > most:
            yield Fault(field, _("is too long"))
    if said.source_url and not said.source_url.startswith(("https://", "http://")):
        yield Fault("source_url", _("is no web address"))
    if said.value is not Value.UNKNOWN:
        yield from _must_rest_on_something(said)
    yield from _dates(said, today)


def _must_rest_on_something(said: Statement) -> Iterator[Fault]:
    if not said.citation:
        yield Fault("citation", _("must be said: on what does it rest?"))
    if said.as_of_date is None:
        yield Fault("as_of_date", _("must be said: when was the source looked at?"))
    for field in ("scope", "exclusions"):
        spanish = getattr(said, f"{field}_es")
        if bool(getattr(said, field)) != bool(spanish):
            missing = field if spanish else f"{field}_es"
            yield Fault(missing, _("must be said in both languages, or in neither"))


def _dates(said: Statement, today: date) -> Iterator[Fault]:
    if said.as_of_date and not EARLIEST <= said.as_of_date <= today:
        yield Fault("as_of_date", _("is not a day up to today"))
    if said.effective_date and not EARLIEST <= said.effective_date <= date(today.year + 10, 12, 31):
        yield Fault("effective_date", _("is too far off to be meant"))
    if said.next_review_date and not today < said.next_review_date <= today + LONGEST_REVIEW:
        yield Fault("next_review_date", _("must be after today, within a year"))


def next_review(as_of: date) -> date:
    """When to look again unless somebody says otherwise."""
    return as_of + CHECK_AFTER
