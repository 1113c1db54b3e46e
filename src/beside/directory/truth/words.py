"""How sure we are, in words. The public never sees the number."""

from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import get_language, gettext, ngettext

from beside.directory.truth.freshness import Checked, Method
from beside.kernel import house

FRESH_DAYS = 30
AGING_DAYS = 90


def checked_words(checked: Checked | None, year: int | None, at: datetime) -> str:
    """ "checked 3 weeks ago by phone", "old: from a 2020 list", "never checked"."""
    days = max(0, (house.today(at) - checked.on).days) if checked else -1
    method = checked.method if checked else Method.LIST
    return _words(get_language() or "en", method, days, year or (checked.on.year if checked else 0))


def tone(checked: Checked | None, at: datetime) -> str:
    """good within 30 days, plain within 90, warn after that or from a list only."""
    if checked is None or checked.method is Method.LIST:
        return "warn"
    days = (house.today(at) - checked.on).days
    return "good" if days <= FRESH_DAYS else "" if days <= AGING_DAYS else "warn"


@lru_cache(maxsize=4096)
def _words(language: str, method: Method, days: int, year: int) -> str:
    """`language` is part of the key only: gettext already speaks it."""
    if method is Method.LIST:
        if not year:
            return gettext("never checked; call first")
        return gettext("old: from a %(year)d list, not checked since") % {"year": year}
    return gettext("checked %(ago)s %(how)s") % {"ago": ago(days), "how": _how(method)}


def _how(method: Method) -> str:
    return {
        Method.VISIT: gettext("by a visit"),
        Method.PHONE: gettext("by phone"),
        Method.SELF: gettext("by the place itself"),
        Method.PARTNER: gettext("by a partner"),
        Method.WEB: gettext("on its website"),
    }[method]


def ago(days: int) -> str:
    """ "today", "3 weeks ago": as coarse as a person would say it."""
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    for size, words in ((365, _years), (30, _months), (7, _weeks)):
        if days >= 2 * size or (size == 365 and days >= size):
            return words(days // size)
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def _weeks(n: int) -> str:
    return ngettext("%(n)d week ago", "%(n)d weeks ago", n) % {"n": n}


def _months(n: int) -> str:
    return ngettext("%(n)d month ago", "%(n)d months ago", n) % {"n": n}


def _years(n: int) -> str:
    return ngettext("%(n)d year ago", "%(n)d years ago", n) % {"n": n}


def on_date(day: date) -> str:
    """A date as people write it, in the language of the page."""
    from django.utils.formats import date_format

    return date_format(day, "DATE_FORMAT")
