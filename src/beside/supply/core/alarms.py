"""What is worth an alarm about stock. Given figures in, alarms out; rows are kept elsewhere."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

SOON = timedelta(days=90)


class Kind(StrEnum):
    """What is wrong, the worst first. Words are in templates."""

    STOCK_OUT = "stock_out"
    RECALLED = "recalled"  # a recalled lot stands on a shelf
    MACHINE_EMPTY = "machine_empty"
    REORDER = "reorder"  # at or below the reorder point
    EXPIRED = "expired"  # it stands on a shelf and may not be given out
    EXPIRING = "expiring"


URGENT = (Kind.STOCK_OUT, Kind.RECALLED, Kind.MACHINE_EMPTY)


@dataclass(frozen=True)
class Stands:
    """What one place holds of one lot. Keys are those of the rows."""

    place: UUID
    product: int
    lot: int
    units: int
    expires_date: date | None
    is_machine: bool = False
    is_recalled: bool = False
    is_held: bool = False


@dataclass(frozen=True)
class Offer:
    """A product the program offers; `reorder_units` is None until it was simulated."""

    product: int
    reorder_units: int | None
    awaited_units: int


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong now."""

    kind: Kind
    units: int
    product: int | None = None
    place: UUID | None = None
    lot: int | None = None


def due(
    stands: Iterable[Stands],
    offers: Iterable[Offer],
    machines: Iterable[UUID],
    *,
    on: date,
    said_empty: Collection[UUID] = (),
) -> list[Alarm]:
    """All that is wrong on that day. Who stood before a box knows better than the ledger."""
    there = [one for one in stands if one.units > 0]
    usable = [one for one in there if _is_usable(one, on)]
    found = [alarm for offer in offers for alarm in _of_product(offer, usable)]
    found += [
        Alarm(Kind.MACHINE_EMPTY, 0, place=machine)
        for machine in machines
        if machine in said_empty or not any(one.place == machine for one in usable)
    ]
    return found + [alarm for one in there for alarm in _of_lot(one, on)]


def _is_usable(one: Stands, on: date) -> bool:
    fresh = one.expires_date is None or one.expires_date >= on
    return fresh and not (one.is_recalled or one.is_held)


def _of_product(offer: Offer, usable: list[Stands]) -> list[Alarm]:
    units = sum(one.units for one in usable if one.product == offer.product)
    if not units:
        return [Alarm(Kind.STOCK_OUT, 0, product=offer.product)]
    point = offer.reorder_units
    if point is not None and units + offer.awaited_units <= point:
        return [Alarm(Kind.REORDER, units, product=offer.product)]
    return []


def _of_lot(one: Stands, on: date) -> list[Alarm]:
    def alarm(kind: Kind) -> list[Alarm]:
        return [Alarm(kind, one.units, product=one.product, place=one.place, lot=one.lot)]

    if one.is_recalled:
        return alarm(Kind.RECALLED)
    if one.expires_date is None:
        return []
    if one.expires_date < on:
        return alarm(Kind.EXPIRED)
    return alarm(Kind.EXPIRING) if one.expires_date < on + SOON else []
