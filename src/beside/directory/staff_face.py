"""What the staff half of the room puts into the menus."""

from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import navigation


def register() -> None:
    """The list, a new listing, the gaps."""
    view, edit = Permission.VIEW_DIRECTORY, Permission.EDIT_DIRECTORY
    navigation.group("directory", _("Directory"))
    navigation.staff(
        "listings", _("Listings"), "directory:listings", order=20, permission=view,
        group="directory", note=_("Look up, mend, show or hide what the public sees."),
    )  # fmt: skip
    navigation.staff(
        "gaps", _("Gaps"), "directory:gaps", order=28, permission=view, group="directory",
        note=_("Who lives far from naloxone and from medicine."),
    )  # fmt: skip
    navigation.action("write", _("Write a new listing"), "directory:write_listing", permission=edit)
