"""What a visit to a box tells: of which lots people took, and which are taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from beside.supply.core.fefo import Lot, Shelved, Taken, in_order


class NoLotKnown(ValueError):
    """More was found than we knew of, and no lot ever stood there to add it to."""


class MoreOutThanFound(ValueError):
    """One cannot take out more than one found."""


@dataclass(frozen=True)
class Told(Generic[Lot]):
    """What of each lot was taken out, given to people, or is more than we knew of."""

    taken_out: tuple[Taken[Lot], ...]
    dispensed: tuple[Taken[Lot], ...]
    more: Taken[Lot] | None


def told(there: Sequence[Shelved[Lot]], *, found: int, taken_out: int) -> Told[Lot]:
    """Of the lots the ledger has there, by a count of `found` units.

    First come the units that were taken out (the first to expire), then, first expiring
    first, those that are gone. Raises MoreOutThanFound, NoLotKnown.
    """
    if taken_out > found:
        raise MoreOutThanFound
    known = sum(one.on_hand for one in there)
    ordered = in_order(there)
    if found > known:
        if not ordered:
            raise NoLotKnown
        last = ordered[-1]
        ordered = [
            Shelved(one.lot, one.on_hand + (found - known if one is last else 0),
                    one.expires_date, one.received)
            for one in ordered
        ]  # fmt: skip
    out, rest = _cut(ordered, taken_out)
    gone, _rest = _cut(rest, max(known - found, 0))
    more = Taken(ordered[-1].lot, found - known) if found > known else None
    return Told(tuple(out), tuple(gone), more)


def _cut(lots: Sequence[Shelved[Lot]], units: int) -> tuple[list[Taken[Lot]], list[Shelved[Lot]]]:
    taken, rest = list[Taken[Lot]](), list[Shelved[Lot]]()
    for one in lots:
        here = min(units, one.on_hand)
        if here:
            taken.append(Taken(one.lot, here))
        units -= here
        if one.on_hand > here:
            rest.append(Shelved(one.lot, one.on_hand - here, one.expires_date, one.received))
    return taken, rest
