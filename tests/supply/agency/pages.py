"""Pages of agencies, boxes, kits left behind and events for the matrix."""

from beside.kernel import clock, house
from beside.supply.models import Agency, AgencyReversal, LeftBehind, Machine, Order, Outing
from beside.supply.services import deciding, filling, letting_in, recurring, tending
from tests.pages.registry import Page
from tests.supply import shared as stock
from tests.supply.agency import samples, shared

STAFF = "/en/staff/supply/agency"
NAMES = ("Example Shelter of the Upper Kentucky River Valley", "Example Library")


def furnish() -> None:
    """A shelter with orders in several states, one that waits outside, boxes, an event."""
    at, by = clock.now(), shared.staff()
    product = shared.offered()
    vials = stock.offer(stock.program(), stock.vials()).product
    ended = stock.program()
    ended.standing_order_until_date = house.today(at).replace(year=at.year - 1)
    ended.save()
    shelter = shared.agency(NAMES[0], at=at, by=by)
    AgencyReversal.objects.create(agency=shelter, reversal_id="example", at=at)
    shelf = shared.filled_shelf(20)
    sent = shared.order(shelter, at=at, asks=shared.wish(2), nonce="sent")
    deciding.approve_order(order=sent, by=by, at=at)
    filling.set_aside_order(order=sent, shelf=shelf, by=by, at=at)
    filling.ship_order(order=sent, carrier="USPS", tracking="9400 1000", by=by, at=at)
    aside = shared.order(shelter, at=at, asks=shared.wish(1, pick_up_at=shelf), nonce="aside")
    deciding.approve_order(order=aside, by=by, at=at)
    filling.set_aside_order(order=aside, shelf=shelf, by=by, at=at)
    wish = shared.wish(4, on_hand={product: 6}, plan="At the door, and by outreach.")
    shared.order(shelter, at=at, asks=wish, nonce="waits")
    recurring.keep_recurring(
        agency=shelter, units={product: 24}, every_months=1, is_picked_up=False, at=at
    )
    Agency.objects.filter(pk=shelter.pk).update(going_asked_at=at)
    letting_in.ask_to_be_let_in(program=stock.program(), asked=shared.asked(NAMES[1]), at=at)
    done = samples.visit()
    tending.report_empty(machine=done.machine, at=at)
    samples.left()
    samples.outing()
    assert vials.is_prescription


def pages() -> list[Page]:
    """One of everything, found again when it is there."""
    if not Agency.objects.filter(name=NAMES[0]).exists():
        furnish()
    agency = Agency.objects.select_related("program", "place").get(name=NAMES[0])
    by_nonce = {order.nonce: order for order in Order.objects.filter(agency=agency)}
    own = f"/en/kits/a/{shared.token_of(agency)}"
    machine, outing = Machine.objects.earliest("pk"), Outing.objects.earliest("pk")
    assert LeftBehind.objects.exists()
    public = {
        "ordering for an organization": "/en/kits/agency/",
        "asked to be let in": "/en/kits/agency/thanks/",
        "an agency's own page": f"{own}/", "a new order": f"{own}/order/",
        "an agency's order": f"{own}/order/{by_nonce['sent'].pk}/",
        "an agency's facts": f"{own}/facts/", "a recurring order": f"{own}/again/",
        "an agency's reversal": f"{own}/used/", "a box": f"/en/kits/box/{machine.code}/",
        "a box thanks": f"/en/kits/box/{machine.code}/thanks/",
    }  # fmt: skip
    staff = {
        "orders": "orders/", "orders asked": "orders/?state=all&sort=newest&q=shelter",
        "an order that waits": f"orders/{by_nonce['waits'].pk}/",
        "an order set aside": f"orders/{by_nonce['aside'].pk}/",
        "a shipping label": f"orders/{by_nonce['sent'].pk}/label/",
        "a packing slip": f"orders/{by_nonce['aside'].pk}/slip/", "a pick list": "orders/pick/",
        "organizations": "organizations/", "an organization": f"organizations/{agency.pk}/",
        "terms": f"terms/{agency.program_id}/", "a box of ours": f"boxes/{machine.pk}/",
        "a visit": f"boxes/{machine.pk}/visit/", "a poster": f"boxes/{machine.pk}/poster/",
        "an event": f"events/{outing.pk}/",
    }  # fmt: skip
    return [
        *(Page(name, path) for name, path in public.items()),
        *(Page(name, f"{STAFF}/{tail}", signed_in=True, budget=120_000, requests=12)
          for name, tail in staff.items()),
    ]  # fmt: skip
