"""What the public half of the room tells the house when it starts."""

from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import navigation, offline
from beside.directory.truth import retention


def register() -> None:
    """Menus, the page phones keep, and how long things are kept."""
    navigation.public("now", _("Overdose now"), "directory:now", slot="overdose_now")
    navigation.public("find", _("Find help near you"), "directory:find", slot="finder")
    navigation.staff(
        "check",
        _("What to check next"),
        "directory:work_list",
        order=25,
        permission=Permission.VERIFY_DIRECTORY,
        group="directory",
        note=_("What is least sure, with the number to call."),
    )
    navigation.staff(
        "reports",
        _("Reports about listings"),
        "directory:review",
        order=26,
        permission=Permission.VERIFY_DIRECTORY,
        group="directory",
        hidden=True,
    )
    offline.keep("directory:now")
    retention.register()
