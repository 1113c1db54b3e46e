"""An approved order is filled: lots set aside, shipped or picked up, received, returned, lost."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from beside.accounts.models import User
from beside.kernel import codes, house, record
from beside.supply import shelves
from beside.supply.agency import offers, stepping
from beside.supply.agency.about import of_order as about
from beside.supply.core.fefo import OutOfStock, is_usable
from beside.supply.core.order import Event, State
from beside.supply.core.places import Movement as Why
from beside.supply.core.places import PlaceKind
from beside.supply.core.supplying import Blocked, blocked
from beside.supply.models import Entry, Movement, Order, OrderLine, OrderStep, Place, Product
from beside.supply.posting import Leg, NotThere, post
from beside.supply.services import aside, moving

__all__ = ["AnotherProgram", "NotThere", "OutOfStock", "PaperEnded", "Short"]


class Short(Exception):
    """The shelf does not hold it all. `missing`: units by product."""

    def __init__(self, missing: dict[Product, int]) -> None:
        super().__init__(", ".join(f"{p.slug}: {n}" for p, n in missing.items()))
        self.missing = missing


class PaperEnded(Exception):
    """A prescription product may not leave: its paper ended since the order was placed."""

    def __init__(self, product: Product, why: Blocked) -> None:
        super().__init__(product.slug)
        self.product, self.blocked = product, why


class AnotherProgram(ValueError):
    """The shelf is not this program's."""


@transaction.atomic
def set_aside_order(
    *, order: Order, shelf: Place, by: User, at: datetime, split: bool = False
) -> Order | None:
    """First expiring lots stand aside for it. The order that waits for the rest, if it was split.

    Raises Short (nothing happens) unless `split`, and even then when nothing at all is
    there; OutOfStock when somebody took the last meanwhile; PaperEnded, AnotherProgram,
    NotAllowed, Overtaken.
    """
    program = order.agency.program
    if shelf.program_id != program.pk:
        raise AnotherProgram
    wanted = {line.product: line.approved for line in _lines(order) if line.approved}
    _papers_hold(order, list(wanted), at)
    margin = timedelta(days=program.least_days_left)
    missing = _missing(shelf, wanted, at, margin, lock=split)
    if missing and (not split or all(missing.get(p) == n for p, n in wanted.items())):
        raise Short(missing)
    rest = _split(order, missing, by, at) if missing else None
    here = {p: n - missing.get(p, 0) for p, n in wanted.items() if n > missing.get(p, 0)}
    stepping.move(order, Event.SET_ASIDE, at=at, by=by, shelf=shelf)
    aside.set_aside(shelf=shelf, wanted=here, about=about(order), at=at, by=by, margin=margin)
    record.act("order_set_aside", on=order, by=by, at=at, detail={"units": sum(here.values())})
    return rest


def _lines(order: Order) -> list[OrderLine]:
    return list(order.lines.select_related("product").order_by("product"))


def _papers_hold(order: Order, products: list[Product], at: datetime) -> None:
    held = offers.papers(order.agency, offers.terms_of(order.agency.program))
    for product in products:
        if why := blocked(product.is_prescription, held, house.today(at)):
            raise PaperEnded(product, why)


def _missing(
    shelf: Place, wanted: dict[Product, int], at: datetime, margin: timedelta, *, lock: bool
) -> dict[Product, int]:
    """What the shelf lacks, in units; only whole kits are taken from a lot.

    Locked when an order is split by it. Otherwise `aside` looks again at the lots it takes.
    """
    missing = {}
    for product, units in sorted(wanted.items(), key=lambda one: one[0].pk):
        there = sum(
            one.on_hand // product.per_kit * product.per_kit
            for one in shelves.shelved(shelf, product, lock=lock)
            if is_usable(one, house.today(at), margin)
        )
        if there < units:
            missing[product] = units - there
    return missing


def _split(order: Order, missing: dict[Product, int], by: User, at: datetime) -> Order:
    """What is missing waits as an order of its own, approved already."""
    rest = Order.objects.create(
        code=_code(), agency=order.agency, state=State.APPROVED,
        nonce=f"rest:{order.pk.hex}:{order.turn}",
        way=order.way, pick_up_at=order.pick_up_at, rest_of=order, placed_at=order.placed_at,
        answer_by_date=order.answer_by_date, runs_out_date=order.runs_out_date,
        decided_at=order.decided_at, decided_by=order.decided_by,
    )  # fmt: skip
    for line in _lines(order):
        short = missing.get(line.product, 0)
        if not short:
            continue
        OrderLine.objects.create(order=rest, product=line.product, asked=short, approved=short)
        line.asked -= short
        line.approved = (line.approved or 0) - short
        if line.asked or line.on_hand is not None:
            line.save(update_fields=["asked", "approved"])
        else:
            line.delete()
    OrderStep.objects.create(order=rest, event="split", state=rest.state, at=at, by=by)
    record.act("order_split", on=rest, by=by, at=at, detail={"units": sum(missing.values())})
    return rest


def _code() -> str:
    while Order.objects.filter(code=(code := codes.make())).exists():
        continue
    return code


@transaction.atomic
def put_back_order(*, order: Order, by: User | None, at: datetime) -> Order:
    """What stood aside goes back to its shelf; the order stays approved. Raises NotAllowed."""
    in_part = order.lines.exclude(approved=None).filter(approved__lt=F("asked")).exists()
    shelf = order.shelf
    stepping.move(order, Event.PART_PUT_BACK if in_part else Event.PUT_BACK, at=at, by=by)
    if shelf:
        aside.put_back(shelf=shelf, about=about(order), at=at, by=by)
    record.act("order_put_back", on=order, by=by, at=at)
    return order


@transaction.atomic
def ship_order(*, order: Order, carrier: str, tracking: str, by: User, at: datetime) -> Movement:
    """It leaves for the agency's place on the ledger. Raises NotAllowed, Overtaken, NotThere."""
    stepping.move(
        order, Event.SHIPPED, at=at, by=by, shipped_at=at, carrier=carrier[:20],
        tracking=tracking.strip()[:40],
    )  # fmt: skip
    movement = _leaves(order, by, at)
    record.act("order_left", on=order, by=by, at=at, detail={"movement": str(movement.pk)})
    return movement


def _leaves(order: Order, by: User | None, at: datetime) -> Movement:
    shelf, place = order.shelf, order.agency.place
    if shelf is None or place is None:
        raise NotThere(str(order.pk))
    return aside.let_go(
        shelf=shelf, target=place, why=Why.SHIPPED, about=about(order), at=at, by=by
    )


@transaction.atomic
def make_ready(*, order: Order, by: User, at: datetime) -> Order:
    """It waits at its shelf, and the agency is told. Raises NotAllowed, Overtaken."""
    stepping.move(order, Event.MADE_READY, at=at, by=by)
    record.act("order_waits_at_shelf", on=order, by=by, at=at)
    return order


@transaction.atomic
def receive_order(*, order: Order, by: User | None, at: datetime) -> Order:
    """It came, says the agency by its link (by None), or staff who handed it over.

    Raises NotAllowed, Overtaken.
    """
    was = State(order.state)
    stepping.move(order, Event.RECEIVED, at=at, by=by, received_at=at)
    if was is State.READY:
        _leaves(order, by, at)
    elif was is State.LOST:
        _found_again(order, by, at)
    record.act("order_came", on=order, by=by, at=at)
    return order


def _found_again(order: Order, by: User | None, at: datetime) -> None:
    """What was written off as lost on its way stands with the agency."""
    legs = [
        Leg(leg.lot, leg.units, shelves.edge(order.agency.program, PlaceKind.LOST), leg.source)
        for leg in _shipped(order, shelves.edge(order.agency.program, PlaceKind.LOST))
    ]
    post(legs, why=Why.DELIVERED, at=at, on_date=house.today(at), by=by, about=about(order))


@transaction.atomic
def not_received(*, order: Order, by: User | None, at: datetime) -> Order:
    """The press was a slip: it is still on its way. Raises NotAllowed, Overtaken."""
    stepping.move(order, Event.NOT_RECEIVED, at=at, by=by, received_at=None)
    record.act("order_has_not_come", on=order, by=by, at=at)
    return order


@transaction.atomic
def unship_order(*, order: Order, by: User, at: datetime) -> Order:
    """It had not left after all: its lots stand aside again. Raises NotAllowed, NotThere."""
    movement = _last(order, Why.SHIPPED)
    stepping.move(order, Event.UNSHIPPED, at=at, by=by, shipped_at=None, carrier="", tracking="")
    moving.undo(movement=movement, at=at, by=by)
    record.act("order_stays", on=order, by=by, at=at, detail={"movement": str(movement.pk)})
    return order


@transaction.atomic
def return_order(*, order: Order, shelf: Place, by: User, at: datetime) -> Movement:
    """What was shipped stands on a shelf again. Raises NotAllowed, NotThere (some was used)."""
    if shelf.program_id != order.agency.program_id:
        raise AnotherProgram
    legs = _shipped(order, shelf)
    stepping.move(order, Event.RETURNED, at=at, by=by)
    movement = post(
        legs, why=Why.RETURNED, at=at, on_date=house.today(at), by=by, about=about(order)
    )
    record.act("order_came_back", on=order, by=by, at=at, detail={"movement": str(movement.pk)})
    return movement


@transaction.atomic
def lose_order(*, order: Order, by: User, at: datetime) -> Movement:
    """It never came and will not. Raises NotAllowed, Overtaken."""
    legs = _shipped(order, shelves.edge(order.agency.program, PlaceKind.LOST))
    stepping.move(order, Event.LOST, at=at, by=by)
    movement = post(legs, why=Why.LOST, at=at, on_date=house.today(at), by=by, about=about(order),
                    reason="in_transit")  # fmt: skip
    record.act("order_went_astray", on=order, by=by, at=at, detail={"movement": str(movement.pk)})
    return movement


@transaction.atomic
def undo_end(*, order: Order, by: User, at: datetime) -> Order:
    """That it came back, or was lost, was a slip: it stands as it stood before.

    Raises NotAllowed, Overtaken, NotThere (its kits have left the shelf since).
    """
    had_come = State(order.state) is State.RETURNED and order.received_at
    event = Event.STILL_WITH_THEM if had_come else Event.STILL_UNDER_WAY
    why = Why.RETURNED if State(order.state) is State.RETURNED else Why.LOST
    stepping.move(order, event, at=at, by=by)
    movement = _last(order, why)
    moving.undo(movement=movement, at=at, by=by)
    record.act("order_end_undone", on=order, by=by, at=at, detail={"movement": str(movement.pk)})
    return order


def _shipped(order: Order, target: Place) -> list[Leg]:
    movement = _last(order, Why.SHIPPED)
    came = Entry.objects.filter(movement=movement, units__gt=0).select_related("lot", "place")
    return [Leg(entry.lot, entry.units, entry.place, target) for entry in came]


def _last(order: Order, why: Why) -> Movement:
    kind, pk = about(order)
    found = Movement.objects.filter(about_kind=kind, about_id=str(pk), why=why, undone_by=None)
    movement = found.order_by("-at", "-pk").first()
    if movement is None:
        raise NotThere(str(order.pk))
    return movement


@transaction.atomic
def act_on_deadline(*, order_id: UUID, missed: datetime, at: datetime) -> Order:
    """Shipped for long: ask whether it came. Waiting at a shelf for long: it goes back.

    Raises Overtaken, NotAllowed.
    """
    order = Order.objects.select_related("agency__program", "shelf").get(pk=order_id)
    if order.due_at != missed:
        raise stepping.Overtaken(stepping.last_step(order))
    if order.state == State.READY and order.shelf:
        aside.put_back(shelf=order.shelf, about=about(order), at=at)
    stepping.move(order, Event.DEADLINE_PASSED, at=at, by=None, is_machine=True)
    record.act("order_deadline_passed", on=order, at=at)
    return order
