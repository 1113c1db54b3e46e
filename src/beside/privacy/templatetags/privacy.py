"""How a published count is shown: `{% load privacy %}{% published page.kits %}`."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

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
