"""How a published count is shown: `{% load privacy %}{% published page.kits %}`."""

from datetime import timedelta

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beside.privacy.core.cells import Shown, Suppressed

register = template.Library()


class NotReleased(TypeError):
    """A count that did not pass disclosure control was about to be published."""


@register.simple_tag
def published(cell: object) -> str:
    """ "1,240", "fewer than 11" or "not shown". Raises NotReleased for any other number."""
    if isinstance(cell, Shown):
        return number_format(int(cell), use_l10n=True, force_grouping=True)
    if not isinstance(cell, Suppressed):
        raise NotReleased(type(cell).__name__)
    if cell.fewer_than is None:
        return _("not shown")
    return _("fewer than %(number)d") % {"number": cell.fewer_than}


@register.filter
def in_words(keep: timedelta) -> str:
    """A length of time as people say it: "6 years", "90 days", "24 hours", "at once"."""
    if keep <= timedelta(0):
        return _("destroyed at once")
    days = keep.days
    if days and days % 365 == 0:
        return ngettext("%(number)d year", "%(number)d years", days // 365) % {
            "number": days // 365
        }
    if days >= 2 or keep == timedelta(days=days):
        return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}
    hours = -(-int(keep.total_seconds()) // 3600)
    return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
