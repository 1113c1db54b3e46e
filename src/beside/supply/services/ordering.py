"""An agency orders, by its link: whole cases of what stands open to it; and cancels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from beside.accounts.models import User
from beside.kernel import codes, outbox, record
from beside.supply import shelves
from beside.supply.agency import offers as offering
from beside.supply.agency import stepping
from beside.supply.core import fefo
from beside.supply.core.order import Event, State
from beside.supply.core.places import Movement as Why
from beside.supply.core.places import PlaceKind
from beside.supply.core.supplying import (
    USE_OVER,
    Blocked,
    asks_plan,
    runs_out,
    working_days_later,
)
from beside.supply.core.units import NotWhole, Pack
from beside.supply.models import (
    Agency,
    AgencyReversal,
    Entry,
    Order,
    OrderLine,
    OrderStep,
    Place,
    Product,
    Recurrence,
)
from beside.supply.posting import Leg, post
from beside.supply.services import aside

PLACED = "supply.order_placed"
LONGEST_PLAN = 2000


class CannotOrder(ValueError):
    """An order that cannot be taken as it is. Each kind says what to mend."""


class NotOpen(CannotOrder):
    """The agency is not let in (any more)."""


class NothingAsked(CannotOrder):
    """No product has a number."""


class NotAgreed(CannotOrder):
    """They have not agreed not to bill and not to resell."""


class PlanNeeded(CannotOrder):
    """So large an order asks how the kits will be given out."""


class NotOffered(CannotOrder):
    """The program does not offer this by the case, or the law does not allow it."""

    def __init__(self, product: Product) -> None:
        super().__init__(product.slug)
        self.product = product


class PaperEnded(NotOffered):
    """A prescription product whose paper ended or is missing: see `blocked`."""

    def __init__(self, product: Product, blocked: Blocked) -> None:
        super().__init__(product)
        self.blocked = blocked


class NotWholeCases(NotOffered):
    """Not a whole number of cases."""


class TooMany(CannotOrder):
    """More than the program gives at once. `most` in cases, `product` when it is one alone."""

    def __init__(self, most: int, product: Product | None = None) -> None:
        super().__init__(str(most))
        self.most, self.product = most, product


class NoDoor(CannotOrder):
    """There is nowhere to ship to yet."""


class OnlyABox(NotOffered):
    """A prescription product may not go to a post-office box."""


@dataclass(frozen=True)
class Wish:
    """What one order asks. Units by product; `pick_up_at` instead of shipping."""

    units: Mapping[Product, int]
    on_hand: Mapping[Product, int] = field(default_factory=dict)
    pick_up_at: Place | None = None
    plan: str = ""
    reversals_told: int | None = None
    agrees: bool = False


@transaction.atomic
def place_order(
    *,
    agency: Agency,
    wish: Wish,
    nonce: str,
    at: datetime,
    recurrence: Recurrence | None = None,
) -> Order:
    """Keep the order; the same again for the same nonce. Raises CannotOrder, by its kinds."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    if known := Order.objects.filter(nonce=nonce, agency=agency).first():
        return known
    judge(agency, wish, at.date())
    carried = reversals_since_last(agency)
    if agency.place:
        _count_what_is_there(agency, agency.place, wish.on_hand, at)
    order = _kept(agency, wish, nonce, carried, recurrence, at)
    OrderStep.objects.create(
        order=order, event="placed", state=order.state, at=at, is_machine=recurrence is not None
    )
    record.act("order_placed", on=order, at=at, detail={"agency": str(agency.pk),
               "units": sum(wish.units.values()), "recurs": recurrence is not None})  # fmt: skip
    outbox.put(PLACED, {"order": str(order.pk)}, about=order, due_at=at, key=str(order.pk))
    return order


def judge(agency: Agency, wish: Wish, on: date) -> None:
    """Whether it can be taken. Raises CannotOrder."""
    if agency.state != Agency.State.OPEN:
        raise NotOpen
    if not wish.agrees:
        raise NotAgreed
    if not any(wish.units.values()):
        raise NothingAsked
    _products(agency, wish, on)
    doses = sum(units for product, units in wish.units.items() if product.kind == "naloxone")
    if asks_plan(doses, agency.program.plan_above_units) and not wish.plan.strip():
        raise PlanNeeded


def _products(agency: Agency, wish: Wish, on: date) -> None:
    open_to = {offer.product: offer for offer in offering.offers(agency, on)}
    most, cases = offering.terms_of(agency.program).most_cases, 0
    if wish.pick_up_at is None and agency.ship_to_id is None:
        raise NoDoor
    for product, units in wish.units.items():
        offer = open_to.get(product)
        if not units:
            continue
        if offer is None:
            raise NotOffered(product)
        if offer.blocked:
            raise PaperEnded(product, offer.blocked)
        if offer.needs_door and wish.pick_up_at is None and agency.is_po_box:
            raise OnlyABox(product)
        try:
            here = product.packs.whole(units, Pack.CASE)
        except NotWhole:
            raise NotWholeCases(product) from None
        if offer.most_units and units > offer.most_units:
            raise TooMany(offer.most_units // product.per_case, product)
        cases += here
    if most and cases > most:
        raise TooMany(most)


def reversals_since_last(agency: Agency) -> int:
    """Reversals reported for this agency since its last order: carried over by themselves."""
    last = Order.objects.filter(agency=agency).order_by("-placed_at").first()
    reported = AgencyReversal.objects.filter(agency=agency)
    return (reported.filter(at__gt=last.placed_at) if last else reported).count()


def _count_what_is_there(
    agency: Agency, place: Place, on_hand: Mapping[Product, int], at: datetime
) -> None:
    """What they no longer have of what came was given out: first expiring lots first.

    What is still on its way to them they cannot have counted.
    """
    given, legs = shelves.edge(place.program, PlaceKind.GIVEN), list[Leg]()
    on_the_way = _on_the_way(agency)
    for product, counted in on_hand.items():
        there = fefo.in_order(shelves.shelved(place, product, lock=True))
        gone = sum(one.on_hand for one in there) - on_the_way.get(product.pk, 0) - counted
        for one in there:
            here = min(max(gone, 0), one.on_hand)
            if here:
                legs.append(Leg(one.lot, here, place, given))
            gone -= here
    if legs:
        post(legs, why=Why.GIVEN, at=at, on_date=at.date(), reason="counted_by_agency")


def _on_the_way(agency: Agency) -> dict[int, int]:
    """Units by product (its id) that were shipped and have not come yet."""
    lines = OrderLine.objects.filter(order__agency=agency, order__state=State.SHIPPED)
    rows = lines.exclude(approved=None).values("product").annotate(n=Sum("approved"))
    return {row["product"]: row["n"] for row in rows}


def _kept(
    agency: Agency, wish: Wish, nonce: str, carried: int,
    recurrence: Recurrence | None, at: datetime,
) -> Order:  # fmt: skip
    order = Order.objects.create(
        code=_free_code(), agency=agency, state=State.ASKED, nonce=nonce,
        way=Order.Way.PICK_UP if wish.pick_up_at else Order.Way.SHIP,
        pick_up_at=wish.pick_up_at, plan=wish.plan.strip()[:LONGEST_PLAN],
        reversals_carried=carried, reversals_told=wish.reversals_told, recurrence=recurrence,
        placed_at=at, runs_out_date=_runs_out(agency, wish, at),
        answer_by_date=working_days_later(at.date(), agency.program.answer_days),
    )  # fmt: skip
    products = sorted({*wish.units, *wish.on_hand}, key=lambda product: product.pk)
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order, product=product, asked=wish.units.get(product, 0),
            on_hand=wish.on_hand.get(product),
        )
        for product in products if wish.units.get(product) or product in wish.on_hand
    )  # fmt: skip
    return order


def _free_code() -> str:
    while Order.objects.filter(code=(code := codes.make())).exists():
        continue
    return code


def _runs_out(agency: Agency, wish: Wish, at: datetime) -> date | None:
    """When their naloxone is gone, by what they count (else by the ledger) and how it went."""
    if agency.place is None:
        return None
    counted = [units for p, units in wish.on_hand.items() if p.kind == "naloxone"]
    naloxone = Entry.objects.filter(place=agency.place, lot__product__kind="naloxone")
    there = sum(counted) if counted else naloxone.aggregate(n=Sum("units"))["n"] or 0
    since = (at - USE_OVER).date()
    came = naloxone.filter(units__gt=0, movement__on_date__gte=since).aggregate(n=Sum("units"))
    return runs_out(there, came["n"] or 0, at.date())


@transaction.atomic
def cancel_order(*, order: Order, by: User | None, at: datetime) -> Order:
    """The agency (by None) or staff cancel it; what stood aside goes back. Raises NotAllowed."""
    if order.shelf and order.state in {State.SET_ASIDE, State.READY}:
        aside.put_back(shelf=order.shelf, about=("supply.order", order.pk), at=at, by=by)
    stepping.move(order, Event.CANCELLED, at=at, by=by)
    return order
