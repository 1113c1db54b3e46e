"""Kits for an event: planned, taken out of a shelf, and what is left comes back."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply import shelves
from beside.supply.agency.about import of_outing as about
from beside.supply.core.places import Movement as Why
from beside.supply.core.places import PlaceKind
from beside.supply.models import Lot, Movement, Outing, OutingLine, Place, Product, Program
from beside.supply.posting import Leg, post
from beside.supply.services import aside, moving
from beside.supply.services.aside import OutOfStock

__all__ = ["MoreBackThanOut", "NotNow", "NothingPlanned", "OutOfStock"]

S = Outing.State


class NotNow(Exception):
    """The event is not in a state for this: somebody else was quicker."""


class NothingPlanned(ValueError):
    """An event takes at least one kit."""


class MoreBackThanOut(ValueError):
    """More came back than went out."""


@transaction.atomic
def plan_outing(
    *,
    program: Program,
    name: str,
    on_date: date,
    county_fips: str,
    shelf: Place,
    wanted: Mapping[Product, int],
    by: User,
    at: datetime,
) -> Outing:
    """An event with its date, and the units to take. Raises NothingPlanned."""
    if not any(wanted.values()):
        raise NothingPlanned
    outing = Outing.objects.create(
        program=program, name=name, on_date=on_date, county_fips=county_fips, shelf=shelf,
        planned_at=at, planned_by=by,
    )  # fmt: skip
    OutingLine.objects.bulk_create(
        OutingLine(outing=outing, product=product, out=units)
        for product, units in wanted.items() if units
    )  # fmt: skip
    record.act("outing_planned", on=outing, by=by, at=at, detail={"units": sum(wanted.values())})
    return outing


@transaction.atomic
def take_out(*, outing: Outing, by: User, at: datetime) -> Outing:
    """First expiring lots leave the shelf with the crew. Raises OutOfStock, NotNow."""
    outing = _moved(outing, S.PLANNED, S.OUT)
    wanted = {line.product: line.out for line in outing.lines.select_related("product")}
    aside.set_aside(shelf=outing.shelf, wanted=wanted, about=about(outing), at=at, by=by)
    outing.lines.all().delete()
    lots = shelves.lots_aside(outing.shelf, about(outing))
    OutingLine.objects.bulk_create(
        OutingLine(outing=outing, product_id=lot.product_id, lot=lot, out=lots[lot.pk])
        for lot in Lot.objects.filter(pk__in=lots).order_by("product", "expires_date")
    )
    record.act("outing_taken_out", on=outing, by=by, at=at, detail={"units": sum(lots.values())})
    return outing


@transaction.atomic
def bring_back(*, outing: Outing, back: Mapping[int, int], by: User, at: datetime) -> Outing:
    """Units that came back, by the line's id; all others were given there. Raises NotNow."""
    outing = _moved(outing, S.OUT, S.BACK)
    given = shelves.edge(outing.program, PlaceKind.GIVEN)
    source, home, gone = shelves.aside_of(outing.shelf), list[Leg](), list[Leg]()
    for line in outing.lines.select_related("lot"):
        line.back = back.get(line.pk, 0)
        if line.back > line.out or line.lot is None:
            raise MoreBackThanOut
        line.save(update_fields=["back"])
        home += [Leg(line.lot, line.back, source, outing.shelf)] if line.back else []
        rest = line.out - line.back
        gone += [Leg(line.lot, rest, source, given)] if rest else []
    for legs, why in ((home, Why.PUT_BACK), (gone, Why.GIVEN)):
        if legs:
            post(legs, why=why, at=at, on_date=outing.on_date, by=by, about=about(outing))
    record.act("outing_brought_back", on=outing, by=by, at=at,
               detail={"given": sum(leg.units for leg in gone)})  # fmt: skip
    return outing


@transaction.atomic
def undo_bring_back(*, outing: Outing, by: User, at: datetime) -> Outing:
    """It was counted wrongly: all is out again. Raises NotNow, NotThere."""
    outing = _moved(outing, S.BACK, S.OUT)
    kind, pk = about(outing)
    posted = Movement.objects.filter(about_kind=kind, about_id=str(pk), undoes=None)
    for movement in posted.filter(why__in=[Why.GIVEN, Why.PUT_BACK], undone_by=None):
        moving.undo(movement=movement, at=at, by=by)
    outing.lines.update(back=None)
    record.act("outing_return_undone", on=outing, by=by, at=at)
    return outing


@transaction.atomic
def cancel_outing(*, outing: Outing, by: User, at: datetime) -> Outing:
    """It does not take place; what was out goes back whole. Raises NotNow."""
    was = outing.state
    outing = _moved(outing, was, S.CANCELLED)
    if was == S.OUT:
        aside.put_back(shelf=outing.shelf, about=about(outing), at=at, by=by)
    record.act("outing_cancelled", on=outing, by=by, at=at)
    return outing


def _moved(outing: Outing, source: str, target: str) -> Outing:
    if source in {S.CANCELLED} or (target == S.CANCELLED and source == S.BACK):
        raise NotNow
    if not Outing.objects.filter(pk=outing.pk, state=source).update(state=target):
        raise NotNow
    return Outing.objects.select_related("program", "shelf__program").get(pk=outing.pk)
