"""What is printed for an order: the label, the packing slip, the list to pick by."""

from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.kernel import clock
from beside.supply.access import only
from beside.supply.agency import access, rows, sealed
from beside.supply.agency.pages import PaperPage, PickListPage
from beside.supply.core.order import State
from beside.supply.services import saving_orders

PACK = Permission.PACK_PARCELS


@needs(PACK)
def label(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Where it goes. The outside names no contents; the opening of the address is recorded."""
    user, at = signed_in_user(request), clock.now()
    order = only(access.orders(user), order_id)
    door = sealed.ship_to(order.agency.ship_to_id, by=user, purpose=sealed.LABEL, at=at)
    saving_orders.note_papers_printed(order_id=str(order.pk), what="label", by=user, at=at)
    page = PaperPage(order, order.agency, [], door, order.agency.program.return_lines, at)
    return render(request, "supply/agency/label.html", page=page)


@needs(PACK)
def slip(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """What is in the boxes: products, lots, last days. No address."""
    user, at = signed_in_user(request), clock.now()
    order = only(access.orders(user), order_id)
    saving_orders.note_papers_printed(order_id=str(order.pk), what="slip", by=user, at=at)
    page = PaperPage(order, order.agency, rows.lots_of(order), at=at)
    return render(request, "supply/agency/slip.html", page=page)


@needs(PACK)
def pick_list(request: HttpRequest) -> HttpResponse:
    """All orders whose lots stand aside, shelf by shelf."""
    user, at = signed_in_user(request), clock.now()
    found = access.orders(user).filter(state=State.SET_ASIDE).order_by("shelf__name", "shelf")
    shelved = [
        (shelf, [(order, rows.lots_of(order)) for order in orders])
        for shelf, orders in groupby(found, key=lambda order: order.shelf) if shelf
    ]  # fmt: skip
    saving_orders.note_papers_printed(order_id="several", what="pick_list", by=user, at=at)
    return render(request, "supply/agency/pick_list.html", page=PickListPage(shelved, at))
