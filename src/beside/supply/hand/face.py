"""The places of hand-overs in the house: menus, what is sealed, what is kept how long."""

from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import navigation
from beside.supply.hand import keeping


def register() -> None:
    """Called once, when the house starts."""
    log, view = Permission.LOG_ENCOUNTERS, Permission.VIEW_SUPPLY_FIGURES
    navigation.staff("supply_hand", _("Hand over"), "supply:hand", order=42, permission=log,
                     group="supply",
                     note=_("At a table or on the street: what went out."))  # fmt: skip
    navigation.staff("supply_handed", _("Handed over"), "supply:hand_figures", order=48,
                     permission=view, group="supply",
                     note=_("What went out, for whom, by month."))  # fmt: skip
    navigation.action("supply_hand_sheet", _("Bring in encounters"), "supply:hand_sheet",
                      permission=log)  # fmt: skip
    keeping.register()
