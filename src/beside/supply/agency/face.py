"""The cabinet's places in the house: menus, letters, deadlines, what is sealed, what is kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import navigation
from beside.kernel import deadlines
from beside.privacy import retention, vault
from beside.supply.agency import letters, sealed
from beside.supply.models import Agency, AgencyListing, Order, Recurrence

KEPT_ASKING = timedelta(days=180)


def register() -> None:
    """Called once, when the house starts."""
    sealed.register()
    letters.register()
    _menus()
    _deadlines()
    retention.register(
        retention.Rule(
            name="supply.agencies_not_let_in",
            what=_("Organizations that asked to order kits and were not let in"),
            why=_("So that they can be answered, and let in after all"),
            keep=KEPT_ASKING,
            destroy=destroy_askings,
        )
    )


def _menus() -> None:
    ask, view, keep = Permission.ANSWER_ORDERS, Permission.VIEW_STOCK, Permission.KEEP_STOCK
    for name, label, url, order, permission, note in (
        ("orders", _("Orders by the case"), "supply:orders", 44, ask,
         _("What organizations asked for, and how far it is.")),
        ("agencies", _("Organizations"), "supply:agencies", 45, ask,
         _("Who may order by the case, and who asks to.")),
        ("machines", _("Boxes and machines"), "supply:machines", 46, view,
         _("How full they are, and who looked last.")),
        ("left_behind", _("Kits left behind"), "supply:left_behind", 46, keep,
         _("Kits that first responders left with somebody.")),
        ("outings", _("Kits for events"), "supply:outings", 46, keep,
         _("Taken along, handed out, brought back.")),
    ):  # fmt: skip
        navigation.staff(
            name, label, url, order=order, permission=permission, group="supply", note=note
        )
    navigation.action("add_agency", _("Add an organization"), "supply:add_agency", permission=ask)
    navigation.public(
        "agency_orders", _("Ordering for an organization?"), "supply:agency_ask", slot="footer",
        order=60,
    )  # fmt: skip


def _deadlines() -> None:
    from beside.supply.services import filling, listing_agencies, recurring

    deadlines.register(
        name="supply.orders",
        rows=deadlines.rows(Order.objects.exclude(due_at=None), "due_at"),
        act=lambda order_id, missed, at: filling.act_on_deadline(
            order_id=order_id, missed=missed, at=at
        ),
    )
    deadlines.register(
        name="supply.recurring",
        rows=deadlines.rows(Recurrence.objects.exclude(due_at=None), "due_at"),
        act=lambda recurrence_id, missed, at: recurring.make_recurring_order(
            recurrence_id=recurrence_id, missed=missed, at=at
        ),
    )
    deadlines.register(
        name="supply.agency_listings",
        rows=deadlines.rows(AgencyListing.objects.exclude(due_at=None), "due_at"),
        act=lambda agency_id, missed, at: listing_agencies.let_listing_lapse(
            agency_id=agency_id, missed=missed, at=at
        ),
    )


def destroy_askings(before: datetime, at: datetime) -> int:
    """Those nobody let in, decided or not, and what was sealed of them; how many."""
    found = Agency.objects.filter(state__in=["asked", "declined"], orders=None, asked_at__lt=before)
    gone = 0
    for agency in found.filter(place=None):
        if agency.contact_id:
            vault.destroy(agency.contact_id, at=at)
        agency.delete()
        gone += 1
    return gone
