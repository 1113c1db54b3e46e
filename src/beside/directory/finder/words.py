"""What the finder says: distances, opening, kinds of help. Remembered, since few differ."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from beside.directory.finder.calendar import CLOSED, OPEN
from beside.directory.words import OFFERS


def offer_words(offers: frozenset[str]) -> list[str]:
    """The kinds of help in the order of the page."""
    return [str(words) for offer, words in OFFERS.items() if offer in offers]


def miles_words(miles: float) -> str:
    """ "2.1 miles", "14 miles": no finer than a ZIP code's middle allows."""
    return _miles(get_language() or "en", round(miles, 1) if miles < 10 else round(miles))


@lru_cache(maxsize=2048)
def _miles(language: str, miles: float) -> str:
    if miles < 0.1:
        return gettext("close by")
    if miles == 1:
        return gettext("1 mile")
    return gettext("%(miles)s miles") % {"miles": f"{miles:g}"}


def state_words(state: int, changes: datetime | None, time_zone: str, at: datetime) -> str:
    """ "open until 6 pm", "closed; opens Tuesday 9 am", "hours not known"."""
    language = get_language() or "en"
    return _state(language, state, changes, time_zone, at.astimezone(ZoneInfo(time_zone)).date())


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
