"""Dispatch's places in the house: its menu, and what stands there when numbers grow old."""

from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import navigation


def register() -> None:
    """Called once, when the house starts."""
    navigation.staff(
        "line_centers", _("Whom to call"), "line:centers", order=34, group="line",
        permission=Permission.ANSWER_LINE, note=_("Emergency centers, county by county."),
    )  # fmt: skip
