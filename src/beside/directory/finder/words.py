"""What the finder says: distances, opening, kinds of help. Remembered, since few differ."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from beside.directory.core import opening
from beside.directory.core.opening import Hours
from beside.directory.finder.calendar import CLOSED, OPEN
from beside.directory.words import OFFERS


def offer_words(offers: frozenset[str]) -> list[str]:
    """The kinds of help in the order of the page."""
    return [str(words) for offer, words in OFFERS.items() if offer in offers]


def miles_words(miles: float, language: str = "") -> str:
    """ "2.1 miles", "14 miles": no finer than a ZIP code's middle allows.

    `language` is that of the page, for who has asked for it already: asking costs
    more than the answer.
    """
    return _miles(_spoken(language), round(miles, 1) if miles < 10 else round(miles))


def _spoken(language: str) -> str:
    return language or get_language() or "en"


@lru_cache(maxsize=2048)
def _miles(language: str, miles: float) -> str:
    if miles < 0.1:
        return gettext("close by")
    if miles == 1:
        return gettext("1 mile")
    return gettext("%(miles)s miles") % {"miles": f"{miles:g}"}


def state_words(
    state: int, changes: datetime | None, time_zone: str, at: datetime, language: str = ""
) -> str:
    """ "open until 6 pm", "closed; opens Tuesday 9 am", "hours not known"."""
    today = at.astimezone(ZoneInfo(time_zone)).date()
    return _state(_spoken(language), state, changes, time_zone, today)


@lru_cache(maxsize=16384)
def _state(language: str, state: int, changes: datetime | None, time_zone: str, today: date) -> str:
    local = changes.astimezone(ZoneInfo(time_zone)) if changes else None
    if state == OPEN:
        return _open(local, today)
    if state == CLOSED:
        return _closed(local, today)
    return gettext("hours not known")


def _open(until: datetime | None, today: date) -> str:
    if until is None or until.date() > today + timedelta(days=1):
        return gettext("open day and night")
    return gettext("open until %(time)s") % {"time": clock_words(until)}


def _closed(opens: datetime | None, today: date) -> str:
    if opens is None:
        return gettext("closed")
    days = (opens.date() - today).days
    when = {"time": clock_words(opens), "day": _day_words(opens, days)}
    if days == 0:
        return gettext("closed; opens at %(time)s") % when
    return gettext("closed; opens %(day)s %(time)s") % when


def _day_words(opens: datetime, days: int) -> str:
    if days == 1:
        return gettext("tomorrow")
    words = date_format(opens, "l" if days < 7 else "MONTH_DAY_FORMAT")
    return words.lower() if get_language() == "es" else words


def clock_words(at: datetime) -> str:
    """ "6 pm", "6:30 pm", "noon", "midnight"; in Spanish "6 p. m."."""
    if at.minute == 0 and at.hour in {0, 12}:
        return gettext("midnight") if at.hour == 0 else gettext("noon")
    hour = at.hour % 12 or 12
    digits = f"{hour}:{at.minute:02d}" if at.minute else str(hour)
    half = gettext("am") if at.hour < 12 else gettext("pm")
    return f"{digits} {half}"


def dialled(number: str) -> str:
    """A number as a phone dials it: "(859) 555-0100 ext. 2" is "8595550100,2"."""
    main, _, extension = re.sub(r"(?i)\s*(ext\.?|x)\s*", ",", number).partition(",")
    digits = re.sub(r"[^\d+]", "", main)
    return f"{digits},{re.sub(r'[^0-9]', '', extension)}" if extension else digits


def week_words(hours: Hours, at: datetime) -> str:
    """The coming week on one line, Monday first: "Mon–Fri 9 am to 5 pm; Sat 9 am to noon"."""
    if not hours.rules:
        return gettext("hours not known")
    today = at.astimezone(ZoneInfo(hours.time_zone)).date()
    days = sorted((today + timedelta(days=n) for n in range(7)), key=lambda day: day.weekday())
    runs: list[tuple[list[date], str]] = []
    for day in days:
        times = times_words(hours, day)
        if runs and runs[-1][1] == times:
            runs[-1][0].append(day)
        else:
            runs.append(([day], times))
    return "; ".join(f"{_days_words(run)} {times}" for run, times in runs)


def _days_words(run: list[date]) -> str:
    first, last = date_format(run[0], "D"), date_format(run[-1], "D")
    return first if len(run) == 1 else f"{first}–{last}"


def times_words(hours: Hours, on: date) -> str:
    """One day: "9 am to 5 pm", "closed", "not known"."""
    if opening.is_unknown_on(hours, on):
        return gettext("not known")
    spans = opening.day_times(hours, on)
    return ", ".join(_span(start, end) for start, end in spans) or gettext("closed")


def _span(opens: time, closes: time) -> str:
    if opens == closes or (opens.hour, opens.minute, closes.hour, closes.minute) == (0, 0, 23, 59):
        return gettext("day and night")
    start, end = (clock_words(datetime.combine(date.min, t)) for t in (opens, closes))
    return gettext("%(start)s to %(end)s") % {"start": start, "end": end}
