"""Saying how long somebody must wait."""

from datetime import timedelta

from django.utils.translation import gettext, ngettext


def words(wait: timedelta) -> str:
    """A sentence for the page: in seconds below a minute, else in minutes, rounded up."""
    seconds = max(1, -(-int(wait.total_seconds() * 1000) // 1000))
    if seconds < 60:
        when = ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    else:
        minutes = -(-seconds // 60)
        when = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return gettext("Too many wrong attempts. Try again in %(when)s.") % {"when": when}
