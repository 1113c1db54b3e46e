"""Units and packs: stock is counted in whole units; kits, boxes and cases are exact multiples.

The unit of naloxone is a dose (one nasal spray, one vial, one injector), of anything
else one piece (a strip, a syringe). 462 cases of 12 two-dose kits are 5,544 kits and
11,088 doses; a box of vials for injection holds 10 doses, a nasal box 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Pack(StrEnum):
    """How people count. Labels are in templates."""

    UNIT = "unit"
    KIT = "kit"
    BOX = "box"
    CASE = "case"


class NotWhole(ValueError):
    """So many units are not a whole number of these packs."""


@dataclass(frozen=True)
class Packs:
    """How many units each pack of one product holds. A case is whole kits."""

    kit: int
    box: int
    case: int

    def __post_init__(self) -> None:
        if min(self.kit, self.box, self.case) < 1:
            raise ValueError("a pack holds at least one unit")
        if self.case % self.kit:
            raise ValueError("a case is a whole number of kits")

    def of(self, pack: Pack) -> int:
        """Units in one of these."""
        return {Pack.UNIT: 1, Pack.KIT: self.kit, Pack.BOX: self.box, Pack.CASE: self.case}[pack]

    def units(self, number: int, pack: Pack) -> int:
        """Units in that many packs."""
        return number * self.of(pack)

    def whole(self, units: int, pack: Pack) -> int:
        """How many of these packs the units are. Raises NotWhole rather than losing a unit."""
        number, rest = divmod(units, self.of(pack))
        if rest:
            raise NotWhole(f"{units} units are not a whole number of {pack}s of {self.of(pack)}")
        return number

    def broken_down(self, units: int) -> Mapping[Pack, int]:
        """The units as cases, then kits, then single units; it sums to the units exactly."""
        cases, left = divmod(units, self.case)
        kits, single = divmod(left, self.kit)
        return {Pack.CASE: cases, Pack.KIT: kits, Pack.UNIT: single}


def summed(counts: Mapping[Pack, int], packs: Packs) -> int:
    """The units of a mixed count: what was typed as 3 cases, 2 kits and a dose."""
    return sum(packs.units(number, pack) for pack, number in counts.items())


NASAL = Packs(kit=2, box=2, case=24)
INTRAMUSCULAR = Packs(kit=2, box=10, case=24)
