"""The planners' places in the house: menus, and what is not kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import navigation
from beside.privacy import retention
from beside.supply.models import Placement

KEPT_WAITING = timedelta(days=2)


def register() -> None:
    """Called once, when the house starts."""
    view = Permission.VIEW_SUPPLY_FIGURES
    for name, label, url, order, note in (
        ("need", _("Need"), "supply:need", 50, _("How far the kits reach, and what is missing.")),
        ("allocation", _("Allocation"), "supply:need_allocation", 51,
         _("So many kits: over which places?")),
        ("placement", _("Placement"), "supply:need_placements", 52,
         _("Where the next box, machine or site would reach most.")),
    ):  # fmt: skip
        navigation.staff(
            name, label, url, order=order, permission=view, group="supply", note=note
        )  # fmt: skip
    navigation.action("need_gaps", _("Gaps and deaths"), "supply:need_gaps", permission=view)
    navigation.action("need_what_if", _("What if"), "supply:need_what_if", permission=view)
    navigation.action(
        "need_numbers", _("Numbers that plans rest on"), "supply:need_numbers", permission=view
    )
    retention.register(
        retention.Rule(
            name="supply.points_of_need",
            what=_("Points of need that a planner brought for a search that never ended"),
            why=_("Until the search has ended; then they are forgotten at once"),
            keep=KEPT_WAITING,
            destroy=forget_points,
        )
    )


def forget_points(before: datetime, at: datetime) -> int:
    """Searches that wait since before then are given up, and their points go; how many."""
    from beside.supply.services import placing

    waiting = Placement.objects.filter(
        state=Placement.State.WAITING, demand_is_own=True, at__lt=before
    )
    return sum(
        placing.end_placement(placement_id=pk, state=Placement.State.FAILED, answer=None, at=at)
        for pk in list(waiting.values_list("pk", flat=True))
    )
