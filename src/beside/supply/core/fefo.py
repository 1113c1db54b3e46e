"""Which lots are taken: the usable one that expires first, then the next, until there is enough.

The rule, for every way out of a shelf: recalled, quarantined and expired lots are not
usable; of the others the first to expire goes first, lots without a known expiry last,
ties by age (the lot received first). A wish that no single lot covers is split.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

Lot = TypeVar("Lot")


class OutOfStock(Exception):
    """There are not enough usable units here. `short` is how many are missing."""

    def __init__(self, short: int) -> None:
        super().__init__(f"{short} units short")
        self.short = short


@dataclass(frozen=True)
class Shelved(Generic[Lot]):
    """What a place holds of one lot."""

    lot: Lot
    on_hand: int
    expires_date: date | None  # the last day it may be used, extensions included
    received: int  # in the order of receipt, for ties
    is_held: bool = False  # recalled, or in quarantine here


@dataclass(frozen=True)
class Taken(Generic[Lot]):
    """So many units of one lot."""

    lot: Lot
    units: int


def is_usable(shelved: Shelved[Lot], on: date, margin: timedelta = timedelta()) -> bool:
    """Whether it may be given out on that day, with `margin` of its life left."""
    if shelved.is_held or shelved.on_hand <= 0:
        return False
    return shelved.expires_date is None or shelved.expires_date >= on + margin


def in_order(shelved: Iterable[Shelved[Lot]]) -> list[Shelved[Lot]]:
    """First expiring first, unknown expiry last, ties by age."""
    return sorted(shelved, key=lambda one: (one.expires_date or date.max, one.received))


def take(
    shelved: Sequence[Shelved[Lot]],
    units: int,
    *,
    on: date,
    margin: timedelta = timedelta(),
    whole: int = 1,
) -> list[Taken[Lot]]:
    """The lots that together give exactly `units`, first expiring first.

    From each lot a multiple of `whole` is taken: a kit is not made of two lots. What is
    left over when `units` itself is no multiple comes from whichever lot has it, first
    expiring first. Raises OutOfStock; nothing is taken in part.
    """
    there = in_order(each for each in shelved if is_usable(each, on, margin))
    left, loose = divmod(units, whole)
    left *= whole
    taken = dict[int, int]()
    for index, one in enumerate(there):
        here = min(left, one.on_hand // whole * whole)
        taken[index], left = here, left - here
    for index, one in enumerate(there):
        here = min(loose, one.on_hand - taken[index])
        taken[index], loose = taken[index] + here, loose - here
    if left + loose:
        raise OutOfStock(left + loose)
    return [Taken(one.lot, taken[index]) for index, one in enumerate(there) if taken[index]]


@dataclass(frozen=True)
class Shortfall:
    """Why a wish could not be met, in units. No shortage is without its reason."""

    wanted: int
    usable: int
    expired: int
    held: int  # recalled, or in quarantine
    too_short: int  # usable today, though not for as long as was asked
    loose: int  # usable, in pieces too small for the packs that were asked for

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.usable)


def explain(
    shelved: Iterable[Shelved[Lot]],
    units: int,
    *,
    on: date,
    margin: timedelta = timedelta(),
    whole: int = 1,
) -> Shortfall:
    """What stands there and cannot be taken, by its reason; with `usable` it is all that stands."""
    sums = {"usable": 0, "expired": 0, "held": 0, "too_short": 0, "loose": 0}
    for one in shelved:
        if one.is_held:
            sums["held"] += one.on_hand
        elif one.expires_date is not None and one.expires_date < on:
            sums["expired"] += one.on_hand
        elif not is_usable(one, on, margin):
            sums["too_short"] += one.on_hand
        else:
            sums["usable"] += one.on_hand // whole * whole
            sums["loose"] += one.on_hand % whole
    return Shortfall(wanted=units, **sums)
