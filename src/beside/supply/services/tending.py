"""Boxes and machines: put up, visited and restocked, reported empty by anybody, taken down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import codes, outbox, record
from beside.supply import shelves
from beside.supply.core import fefo, visiting
from beside.supply.core.places import Movement as Why
from beside.supply.core.places import PlaceKind
from beside.supply.models import Lot, Machine, Movement, Place, Product, Program, Visit, VisitLine
from beside.supply.posting import Leg, post
from beside.supply.services import alarming, moving

REPORTED = "supply.box_reported_empty"


class TooFull(ValueError):
    """More than it holds. `holds` in kits."""

    def __init__(self, holds: int) -> None:
        super().__init__(str(holds))
        self.holds = holds


class AlreadyUndone(Exception):
    """That visit was undone before."""


@dataclass(frozen=True)
class Box:
    """What is said of a box or machine when it is put up."""

    name: str
    stands: str
    holds_kits: int
    low_at_kits: int
    every_days: int
    is_vending: bool = False
    county_fips: str = ""


@dataclass(frozen=True)
class Counted:
    """Of one product, in units: found there, taken out because it expired, put in."""

    found: int
    taken_out: int = 0
    put_in: int = 0


@dataclass(frozen=True)
class Round:
    """One visit as it was written down."""

    counted: Mapping[Product, Counted]
    source: Place | None  # the shelf or vehicle what is put in comes from
    on_date: date
    nonce: str = field(default="", repr=False)


@transaction.atomic
def put_up_machine(*, program: Program, box: Box, by: User, at: datetime) -> Machine:
    """A place of its own on the ledger, with a code for its QR."""
    place = Place.objects.create(
        program=program, kind=PlaceKind.MACHINE, name=box.name, county_fips=box.county_fips
    )
    machine = Machine.objects.create(
        place=place, code=_code(), is_vending=box.is_vending, stands=box.stands,
        holds_kits=box.holds_kits, low_at_kits=box.low_at_kits, every_days=box.every_days,
    )  # fmt: skip
    record.act("machine_put_up", on=machine, by=by, at=at)
    return machine


def _code() -> str:
    while Machine.objects.filter(code=(code := codes.make(6))).exists():
        continue
    return code


@transaction.atomic
def change_machine(*, machine: Machine, box: Box, by: User, at: datetime) -> Machine:
    """Other words, another size, another rhythm; its code stays."""
    Place.objects.filter(pk=machine.pk).update(name=box.name, county_fips=box.county_fips)
    Machine.objects.filter(pk=machine.pk).update(
        stands=box.stands, holds_kits=box.holds_kits, low_at_kits=box.low_at_kits,
        every_days=box.every_days, is_vending=box.is_vending,
    )  # fmt: skip
    record.act("machine_changed", on=machine, by=by, at=at)
    return Machine.objects.select_related("place").get(pk=machine.pk)


@transaction.atomic
def take_down_machine(*, machine: Machine, by: User, at: datetime) -> None:
    """It stands no more; what the ledger has there must be taken out first by a visit."""
    Place.objects.filter(pk=machine.pk).update(closed_at=at)
    record.act("machine_taken_down", on=machine, by=by, at=at)


@transaction.atomic
def put_machine_back(*, machine: Machine, by: User, at: datetime) -> None:
    """It stands again."""
    Place.objects.filter(pk=machine.pk).update(closed_at=None)
    record.act("machine_put_back", on=machine, by=by, at=at)


@transaction.atomic
def visit_machine(*, machine: Machine, told: Round, by: User, at: datetime) -> Visit:
    """Post what was found, taken out and put in; the same visit for the same nonce.

    Raises TooFull, OutOfStock (of the source), visiting.NoLotKnown, visiting.MoreOutThanFound.
    """
    machine = Machine.objects.select_for_update(of=("self",)).select_related("place").get(
        pk=machine.pk
    )  # fmt: skip
    if known := Visit.objects.filter(nonce=told.nonce).first():
        return known
    _fits(machine, told)
    visit = Visit.objects.create(
        machine=machine, nonce=told.nonce, on_date=told.on_date, at=at, by=by,
        was_reported_empty=machine.reported_empty_at is not None,
    )  # fmt: skip
    for product, counted in sorted(told.counted.items(), key=lambda one: one[0].pk):
        _one(visit, product, counted, told.source, by, at)
    Machine.objects.filter(pk=machine.pk).update(visited_at=at, reported_empty_at=None)
    record.act("machine_visited", on=machine, by=by, at=at, detail={"visit": str(visit.pk)})
    alarming.look_at(program=machine.place.program, at=at)
    return visit


def _fits(machine: Machine, told: Round) -> None:
    kits = sum(
        (counted.found - counted.taken_out + counted.put_in) / product.per_kit
        for product, counted in told.counted.items()
    )
    if kits > machine.holds_kits:
        raise TooFull(machine.holds_kits)


def _one(
    visit: Visit, product: Product, counted: Counted, source: Place | None, by: User, at: datetime
) -> None:
    place = visit.machine.place
    there = shelves.shelved(place, product, lock=True)
    if counted.found > 0 and not there:
        there = _stood_once(place, product)
    said = visiting.told(there, found=counted.found, taken_out=counted.taken_out)

    def go(legs: list[Leg], why: Why, reason: str = "") -> None:
        if legs:
            post(legs, why=why, at=at, on_date=visit.on_date, by=by, reason=reason,
                 about=("supply.visit", visit.pk))  # fmt: skip

    edge = {kind: shelves.edge(place.program, kind) for kind in
            (PlaceKind.GIVEN, PlaceKind.DESTROYED, PlaceKind.CORRECTED)}  # fmt: skip
    if said.more:
        more = Leg(said.more.lot, said.more.units, edge[PlaceKind.CORRECTED], place)
        go([more], Why.CORRECTED, "found_more")
    go([Leg(t.lot, t.units, place, edge[PlaceKind.GIVEN]) for t in said.dispensed], Why.GIVEN)
    out = [Leg(t.lot, t.units, place, edge[PlaceKind.DESTROYED]) for t in said.taken_out]
    go(out, Why.DESTROYED, "expired")
    if counted.put_in and source:
        go(_put_in(source, place, product, counted.put_in, visit.on_date), Why.MOVED)
    VisitLine.objects.create(
        visit=visit, product=product, found=counted.found, taken_out=counted.taken_out,
        put_in=counted.put_in,
        dispensed=sum(t.units for t in said.dispensed) - (said.more.units if said.more else 0),
    )  # fmt: skip


def _stood_once(place: Place, product: Product) -> list[fefo.Shelved[Lot]]:
    """Nothing should be there: what is found is taken to be of the lot that came last."""
    lots = Lot.objects.filter(product=product, entries__place=place).order_by("-entries__pk")[:1]
    return [fefo.Shelved(lot, 0, lot.expires_date, lot.pk) for lot in lots]


def _put_in(source: Place, place: Place, product: Product, units: int, on: date) -> list[Leg]:
    there = shelves.shelved(source, product, lock=True)
    taken = fefo.take(there, units, on=on, whole=product.per_kit)
    return [Leg(each.lot, each.units, source, place) for each in taken]


@transaction.atomic
def undo_visit(*, visit: Visit, by: User, at: datetime) -> Visit:
    """All that the visit posted goes the other way. Raises AlreadyUndone, NotThere.

    A box that was said to be empty, and that nobody has seen since, is said to be empty again.
    """
    held = Visit.objects.select_for_update(of=("self",))
    visit = held.select_related("machine__place__program").get(pk=visit.pk)
    if visit.undone_at:
        raise AlreadyUndone(str(visit.pk))
    posted = Movement.objects.filter(
        about_kind="supply.visit", about_id=str(visit.pk), undoes=None
    ).order_by("-at", "-pk")  # fmt: skip
    for movement in posted:
        moving.undo(movement=movement, at=at, by=by)
    visit.undone_at = at
    visit.save(update_fields=["undone_at"])
    before = Visit.objects.filter(machine_id=visit.machine_id, undone_at=None).order_by("-at")
    last = before.first()
    machine = Machine.objects.filter(pk=visit.machine_id)
    machine.update(visited_at=last.at if last else None)
    if visit.was_reported_empty and (last is None or last.at < visit.at):
        machine.filter(reported_empty_at=None).update(reported_empty_at=visit.at)
    alarming.look_at(program=visit.machine.place.program, at=at)
    record.act("machine_visit_undone", on=visit, by=by, at=at)
    return visit


@transaction.atomic
def report_empty(*, machine: Machine, at: datetime) -> bool:
    """Anybody says it is empty; whether that was news. Who said it is not asked, nor kept."""
    first = Machine.objects.filter(pk=machine.pk, reported_empty_at=None)
    is_news = bool(first.update(reported_empty_at=at))
    if is_news:
        alarming.look_at(program=machine.place.program, at=at)
        record.act("machine_reported_empty", on=machine, at=at)
        outbox.put(REPORTED, {"machine": str(machine.pk)}, about=machine, due_at=at,
                   key=f"{machine.pk}:{at.timestamp():.0f}")  # fmt: skip
    return is_news


@transaction.atomic
def set_report_right(*, machine: Machine, by: User, at: datetime) -> None:
    """Somebody looked: it is not empty."""
    Machine.objects.filter(pk=machine.pk).update(reported_empty_at=None)
    alarming.look_at(program=machine.place.program, at=at)
    record.act("machine_is_not_empty", on=machine, by=by, at=at)
