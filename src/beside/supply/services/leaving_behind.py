"""Kits that a crew left with people: counted by unit and day, one at a time or from a list."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.core.fefo import OutOfStock
from beside.supply.core.left_behind import Left
from beside.supply.models import Agency, LeftBehind, Movement, Product
from beside.supply.services import moving


class AlreadyThere(ValueError):
    """That unit and day were counted already. `number` is the row of a list, 0 of a form."""

    def __init__(self, number: int = 0) -> None:
        super().__init__(f"row {number}")
        self.number = number


class AlreadyUndone(Exception):
    """That count was undone before."""


@transaction.atomic
def leave_behind(
    *, agency: Agency, left: Left, product: Product, by: User | None, at: datetime
) -> LeftBehind:
    """Keep one count. What the agency's place holds leaves it; more is counted all the same.

    Raises AlreadyThere.
    """
    row = _kept(agency, left, product, by, at, 0)
    record.act("kits_left_behind", on=row, by=by, at=at, detail={"units": row.units})
    return row


@transaction.atomic
def bring_in_left_behind(
    *,
    agency: Agency,
    rows: Sequence[tuple[int, Left]],
    products: Mapping[str, Product],
    by: User | None,
    at: datetime,
) -> int:
    """A list, whole or not at all; how many rows. Raises AlreadyThere, with the row's number."""
    for number, left in rows:
        _kept(agency, left, products[left.product], by, at, number)
    units = sum(left.kits * products[left.product].per_kit for _number, left in rows)
    record.act("kits_left_behind_brought_in", on=agency, by=by, at=at,
               detail={"rows": len(rows), "units": units})  # fmt: skip
    return len(rows)


def _kept(
    agency: Agency, left: Left, product: Product, by: User | None, at: datetime, number: int
) -> LeftBehind:
    units = left.kits * product.per_kit
    try:
        with transaction.atomic():
            row = LeftBehind.objects.create(
                agency=agency, product=product, unit=left.unit, on_date=left.on_date,
                units=units, at=at, by=by,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyThere(number) from None
    row.movement = _from_their_place(agency, product, units, row, left.on_date, by, at)
    row.save(update_fields=["movement"])
    return row


def _from_their_place(
    agency: Agency, product: Product, units: int, row: LeftBehind, on_date: date,
    by: User | None, at: datetime,
) -> Movement | None:  # fmt: skip
    """None: the ledger has not so many there; the count stands, the stock is not touched."""
    if agency.place is None:
        return None
    try:
        return moving.give(
            shelf=agency.place, wanted={product: units}, about=("supply.left_behind", row.pk),
            at=at, on_date=on_date, by=by,
        )  # fmt: skip
    except OutOfStock:
        return None


@transaction.atomic
def undo_left_behind(*, row: LeftBehind, by: User, at: datetime) -> LeftBehind:
    """That count was a slip. Raises AlreadyUndone."""
    row = LeftBehind.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.undone_at:
        raise AlreadyUndone(str(row.pk))
    if row.movement:
        moving.undo(movement=row.movement, at=at, by=by)
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    record.act("kits_left_behind_undone", on=row, by=by, at=at)
    return row
