"""Where a parcel goes, as lines of a label; the same in the browser (order.js)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from beside.supply.core.request import Way
from beside.supply.core.supplying import is_po_box

NOBODY = "Current resident"
GENERAL = "General Delivery"


class NoStreet(ValueError):
    """A parcel needs a street and number, or the number of a box."""


class NoName(ValueError):
    """The post office keeps general delivery for a name."""


class IsABox(ValueError):
    """A post office box, for a product that may not go to one."""


@dataclass(frozen=True)
class Typed:
    """What somebody wrote. The town and ZIP were told before."""

    name: str = field(default="", repr=False)
    street: str = field(default="", repr=False)
    unit: str = field(default="", repr=False)
    town: str = field(default="", repr=False)
    state: str = ""
    zip: str = field(default="", repr=False)


def lines_of(way: Way, typed: Typed, *, may_be_box: bool) -> tuple[str, ...]:
    """The lines of the label. Raises NoStreet, NoName, IsABox."""
    name, street, unit = (" ".join(part.split()) for part in (typed.name, typed.street, typed.unit))
    last = f"{typed.town} {typed.state} {typed.zip}".strip()
    if way is Way.GENERAL_DELIVERY:
        if not name:
            raise NoName
        if not may_be_box:
            raise IsABox
        return name, GENERAL, last
    if not street:
        raise NoStreet
    if (way is Way.BOX or is_po_box([street, unit])) and not may_be_box:
        raise IsABox
    return tuple(_kept([name or NOBODY, street, unit, last]))


def _kept(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if line)
