"""Stock goes from one shelf to another of the same program, or out: given, lost, destroyed."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import house
from beside.supply import shelves
from beside.supply.core import fefo
from beside.supply.core.fefo import OutOfStock, Shelved, Taken
from beside.supply.core.places import ONCE, PlaceKind
from beside.supply.core.places import Movement as Why
from beside.supply.models import Entry, Lot, Movement, Place, Product
from beside.supply.posting import Leg, post


class AnotherProgram(ValueError):
    """Between programs stock goes by a transfer that both agree to."""


class AlreadyUndone(Exception):
    """That movement was undone before, or is itself an undoing."""


@transaction.atomic
def move(
    *,
    source: Place,
    target: Place,
    lots: Mapping[Lot, int],
    at: datetime,
    on_date: date,
    by: User | None,
    about: tuple[str, object] = ("", ""),
    why: Why = Why.MOVED,
) -> Movement:
    """Carry these lots from shelf to shelf. Raises NotThere, AnotherProgram."""
    if source.program_id != target.program_id:
        raise AnotherProgram
    legs = [Leg(lot, units, source, target) for lot, units in lots.items()]
    return post(legs, why=why, at=at, on_date=on_date, by=by, about=about)


@transaction.atomic
def give(
    *,
    shelf: Place,
    wanted: Mapping[Product, int],
    about: tuple[str, object],
    at: datetime,
    on_date: date,
    by: User | None = None,
) -> Movement:
    """Units are handed out from this shelf, first expiring first. Raises OutOfStock, whole.

    When the day is past, lots that stood there on that day come before those that came since;
    the latter are taken only when the former do not reach, for then a delivery was typed late.
    """
    target = shelves.edge(shelf.program, PlaceKind.GIVEN)
    legs = []
    for product, units in sorted(wanted.items(), key=lambda one: one[0].pk):
        there = shelves.shelved(shelf, product, lock=True)
        taken = _taken(shelf, there, units, on_date, is_late=on_date < house.today(at))
        legs += [Leg(each.lot, each.units, shelf, target) for each in taken]
    return post(legs, why=Why.GIVEN, at=at, on_date=on_date, by=by, about=about)


def _taken(
    shelf: Place, there: list[Shelved[Lot]], units: int, on_date: date, *, is_late: bool
) -> list[Taken[Lot]]:
    if is_late:
        with suppress(OutOfStock):
            return fefo.take(shelves.there_on(shelf, there, on_date), units, on=on_date)
    return fefo.take(there, units, on=on_date)


@transaction.atomic
def write_off(
    *,
    place: Place,
    lots: Mapping[Lot, int],
    why: Why,
    reason: str,
    at: datetime,
    on_date: date,
    by: User,
    about: tuple[str, object] = ("", ""),
) -> Movement:
    """What is lost or destroyed leaves, expired and recalled lots too. Raises NotThere."""
    kinds = {Why.LOST: PlaceKind.LOST, Why.DESTROYED: PlaceKind.DESTROYED}
    target = shelves.edge(place.program, kinds[why])
    legs = [Leg(lot, units, place, target) for lot, units in lots.items()]
    return post(legs, why=why, at=at, on_date=on_date, by=by, reason=reason, about=about)


@transaction.atomic
def undo(*, movement: Movement, at: datetime, by: User | None) -> Movement:
    """Post the same entries the other way. Raises AlreadyUndone, NotThere (it has moved on)."""
    if movement.undoes_id:
        raise AlreadyUndone(str(movement.pk))
    Movement.objects.select_for_update(no_key=True).get(pk=movement.pk)
    if Movement.objects.filter(undoes=movement).exists():
        raise AlreadyUndone(str(movement.pk))
    entries = list(movement.entries.select_related("lot", "place"))
    legs = []
    for lot_id in {entry.lot_id for entry in entries}:
        out = [entry for entry in entries if entry.lot_id == lot_id and entry.units > 0]
        into = [entry for entry in entries if entry.lot_id == lot_id and entry.units < 0]
        legs += _pairs(out, into)
    kind = "" if movement.about_kind == ONCE else movement.about_kind
    about = (kind, movement.about_id if kind else "")
    return post(
        legs, why=Why.UNDONE, at=at, on_date=house.today(at), by=by, undoes=movement, about=about
    )


def _pairs(came: list[Entry], left: list[Entry]) -> list[Leg]:
    """Entries of one lot as legs back: what came to places goes to those it left."""
    legs, missing = [], {entry.place: -entry.units for entry in left}
    for entry in came:
        units = entry.units
        for place in [each for each in missing if missing[each]]:
            here = min(units, missing[place])
            if here:
                legs.append(Leg(entry.lot, here, entry.place, place))
            units -= here
            missing[place] -= here
    return legs
