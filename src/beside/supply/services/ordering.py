"""An agency orders, by its link: whole cases of what stands open to it; and cancels."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from beside.accounts.models import User
from beside.kernel import codes, house, outbox, record
from beside.supply import shelves
from beside.supply.agency import stepping
from beside.supply.agency.judging import (
    CannotOrder,
    NoDoor,
    NotAgreed,
    NothingAsked,
    NotOffered,
    NotOpen,
    NotWholeCases,
    OnlyABox,
    PaperEnded,
    PlanNeeded,
    TooMany,
    Wish,
    judge,
    reversals_since_last,
)
from beside.supply.core import fefo
from beside.supply.core.order import Event, State
from beside.supply.core.places import Movement as Why
from beside.supply.core.places import PlaceKind
from beside.supply.core.supplying import (
    USE_OVER,
    runs_out,
    working_days_later,
)
from beside.supply.models import (
    Agency,
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

__all__ = [
    "CannotOrder", "NoDoor", "NotAgreed", "NotOffered", "NotOpen", "NotWholeCases",
    "NothingAsked", "OnlyABox", "PaperEnded", "PlanNeeded", "TooMany", "Wish", "cancel_order",
    "judge", "place_order", "reversals_since_last",
]  # fmt: skip


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
    judge(agency, wish, house.today(at))
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
        post(legs, why=Why.GIVEN, at=at, on_date=house.today(at), reason="counted_by_agency")


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
        answer_by_date=working_days_later(house.today(at), agency.program.answer_days),
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
    since = house.today(at - USE_OVER)
    came = naloxone.filter(units__gt=0, movement__on_date__gte=since).aggregate(n=Sum("units"))
    return runs_out(there, came["n"] or 0, house.today(at))


@transaction.atomic
def cancel_order(*, order: Order, by: User | None, at: datetime) -> Order:
    """The agency (by None) or staff cancel it; what stood aside goes back. Raises NotAllowed."""
    if order.shelf and order.state in {State.SET_ASIDE, State.READY}:
        aside.put_back(shelf=order.shelf, about=("supply.order", order.pk), at=at, by=by)
    stepping.move(order, Event.CANCELLED, at=at, by=by)
    return order
