"""The one way stock moves: a movement and its entries, in one statement, balanced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.core.places import ONCE
from beside.supply.core.places import Movement as Why
from beside.supply.models import Lot, Movement, Place

BELOW_NOUGHT, SENT_ONCE = "supply_never_below_nought", "supply_form_sent_once"

_ENTRIES = """
INSERT INTO supply_entry (movement_id, place_id, lot_id, units)
SELECT %s, place, lot, units
FROM unnest(%s::uuid[], %s::bigint[], %s::int[]) AS new (place, lot, units)
"""


class NotThere(Exception):
    """A place does not hold so many units of that lot."""


class AlreadyPosted(Exception):
    """This very form was sent before; what it asked for was done then."""


class NothingMoved(ValueError):
    """A movement moves at least one unit."""


@dataclass(frozen=True)
class Leg:
    """So many units of a lot, from one place to another."""

    lot: Lot
    units: int
    source: Place
    target: Place


@transaction.atomic
def post(
    legs: Sequence[Leg],
    *,
    why: Why,
    at: datetime,
    on_date: date,
    by: User | None = None,
    about: tuple[str, object] = ("", ""),
    reason: str = "",
    undoes: Movement | None = None,
) -> Movement:
    """Move the legs, all or none. Raises NotThere, NothingMoved, AlreadyPosted."""
    if not legs or any(leg.units <= 0 for leg in legs):
        raise NothingMoved
    movement = Movement(
        why=why, reason=reason, about_kind=about[0], about_id=str(about[1]),
        on_date=on_date, at=at, by=by, undoes=undoes,
    )  # fmt: skip
    _open(movement)
    units = sum(leg.units for leg in legs)
    record.act("stock_moved", on=movement, by=by, at=at, detail={"why": why.value, "units": units})
    _write(movement, legs)  # last: from here on others wait for these balances
    return movement


def _open(movement: Movement) -> None:
    if movement.about_kind != ONCE:
        movement.save(force_insert=True)
        return
    try:
        with transaction.atomic():
            movement.save(force_insert=True)
    except IntegrityError as error:
        if SENT_ONCE in str(error):
            raise AlreadyPosted(movement.about_id) from None
        raise


def _write(movement: Movement, legs: Sequence[Leg]) -> None:
    rows = [(leg.source.pk, leg.lot.pk, -leg.units) for leg in legs]
    rows += [(leg.target.pk, leg.lot.pk, leg.units) for leg in legs]
    places, lots, units = (list(column) for column in zip(*rows, strict=True))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ENTRIES, [movement.pk, places, lots, units])
    except IntegrityError as error:
        if BELOW_NOUGHT in str(error):
            raise NotThere(str(movement.about_id)) from None
        raise
