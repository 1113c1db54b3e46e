"""What an agency may order, what is asked of it, and when its kits run out."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from beside.supply.core.promises import is_working
from beside.supply.core.units import Pack, Packs

USE_OVER = timedelta(days=180)  # kits received in this time tell how fast they go


class Paper(StrEnum):
    """A paper that prescription products rest on. Labels are in templates."""

    STANDING_ORDER = "standing_order"  # the program's
    REGISTRATION = "registration"  # the program's
    AGENCY_ORDER = "agency_order"  # the agency's own standing order
    AGENCY_REGISTRATION = "agency_registration"


@dataclass(frozen=True)
class Held:
    """One paper: until when it holds (the last day), and whether there must be one at all."""

    paper: Paper
    until_date: date | None
    is_needed: bool = False


@dataclass(frozen=True)
class Blocked:
    """A prescription product cannot be ordered: this paper ended, or is missing (no date)."""

    paper: Paper
    since_date: date | None


def blocked(is_prescription: bool, papers: Iterable[Held], on: date) -> Blocked | None:
    """What stands in the way on that day. Nothing ever does for what needs no prescription."""
    if not is_prescription:
        return None
    for held in papers:
        if held.until_date is None and held.is_needed:
            return Blocked(held.paper, None)
        if held.until_date is not None and held.until_date < on:
            return Blocked(held.paper, held.until_date)
    return None


class NotCases(ValueError):
    """Not a whole number of cases. `kits` is what was meant, `near` the cases around it."""

    def __init__(self, kits: Decimal | None = None, near: tuple[int, int] = (0, 1)) -> None:
        super().__init__(str(kits))
        self.kits, self.near = kits, near


def cases(typed: str, packs: Packs) -> int:
    """Units of a number of cases as typed ("2", " 3 "; "" is none). Raises NotCases."""
    bare = typed.strip().replace(",", ".")
    if not bare:
        return 0
    try:
        number = Decimal(bare)
    except InvalidOperation:
        raise NotCases from None
    if not number.is_finite() or number < 0 or number > 10_000:
        raise NotCases
    if number != number.to_integral_value():
        below = int(number)
        raise NotCases(number * packs.case / packs.kit, (below, below + 1))
    return packs.units(int(number), Pack.CASE)


def asks_plan(naloxone_units: int, above: int) -> bool:
    """Whether an order is so large that a distribution plan is asked for. Units are doses."""
    return naloxone_units > above


def runs_out(on_hand: int, received: int, on: date) -> date | None:
    """The day on which the kits at hand are gone, if they go on as in the last 180 days.

    `received` are the units that came in that time. None: nothing tells how fast they go.
    """
    if received <= 0:
        return None
    days = on_hand * USE_OVER.days // received
    return on + timedelta(days=min(days, 3650))


def months_later(start: date, months: int) -> date:
    """The same day of the month so many months on; the month's last when it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def working_days_later(start: date, days: int) -> date:
    """So many working days on, as the post counts them."""
    end = start
    while days > 0:
        end += timedelta(days=1)
        days -= is_working(end)
    return end


def plain_name(name: str) -> str:
    """By it twins are found: "St. Mary’s Shelter, Inc." and "ST MARYS SHELTER" are one."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(c for c in bare if c.isalnum() or c.isspace() or c in "-/&")
    words = re.split(r"[\s/&-]+", bare)
    return " ".join(word for word in words if word and word not in _SMALL)


_SMALL = {"the", "of", "and", "inc", "llc", "el", "la", "de", "y"}

_BOX = re.compile(
    r"\b(p\.?\s*o\.?\s*(box|bx|b)|post\s+office\s+box|box\s+\d+|apartado(\s+postal)?|pmb\s*\d+|"
    r"general\s+delivery)\b",
    re.IGNORECASE,
)


def is_po_box(lines: Sequence[str]) -> bool:
    """Whether an address is a post-office box (or nobody's door)."""
    return any(_BOX.search(line) for line in lines)
