"""Two questions, and what is offered: "How many kits do you need?" and "Do you know other people
who need naloxone?"

Nobody is offered less than they ask for while stock lasts, up to the program's cap; who knows
others is offered a whole case. Above the cap goes who decides so and chooses a reason.

Source: Kentucky Department for Public Health, guide to peer-to-peer distribution of naloxone
(recognize a peer by what they say, ask the two questions, negotiate up to a case of 12).
"""

from dataclasses import dataclass
from enum import StrEnum

CAP = 12  # kits: a case
MOST = 999  # kits anybody can be heard to ask for; more is a slip


class NotANumber(ValueError):
    """Nobody asks for less than nothing, and no shelf holds less."""


class Why(StrEnum):
    """Why so many kits were offered. Words are in templates."""

    AS_ASKED = "as_asked"
    FOR_OTHERS = "for_others"  # more than asked: they know others who need it
    MORE = "more"  # more than asked: whoever handed it over offered it
    CAP = "cap"  # fewer than asked: that many at once
    STOCK = "stock"  # fewer than asked: there are no more
    BEYOND = "beyond"  # more than the cap: somebody decided so, with a reason


class Beyond(StrEnum):
    """Why somebody went beyond the cap. Chosen, never written."""

    MANY_PEOPLE = "many_people"  # a building, a camp, a line of work
    FAR_AWAY = "far_away"  # comes seldom: far, or no way to get here
    BAD_BATCH = "bad_batch"  # more overdoses than usual
    CLOSED_DAYS = "closed_days"  # we are closed for days
    OTHER = "other"
    UNSAID = "unsaid"  # told later, from paper or a phone without a signal


@dataclass(frozen=True)
class Asked:
    """The two answers. None: it was not asked, or not said."""

    kits_asked: int | None = None
    knows_others: bool | None = None

    def __post_init__(self) -> None:
        if self.kits_asked is not None and self.kits_asked < 0:
            raise NotANumber

    @property
    def is_said(self) -> bool:
        """Whether either question was answered."""
        return self.kits_asked is not None or self.knows_others is not None


@dataclass(frozen=True)
class Offer:
    """So many kits, and why."""

    offered: int
    why: Why


def offer(asked: Asked, in_stock: int, cap: int, override: Beyond | None) -> Offer:
    """How many kits to offer. All numbers are kits; `override` lifts the cap.

    Never below what was asked while stock lasts and the cap (or an override) allows it;
    never above both. Somebody who knows others and asks for fewer is offered a case.
    Raises NotANumber.
    """
    if in_stock < 0 or cap < 0:
        raise NotANumber
    need = 1 if asked.kits_asked is None else asked.kits_asked
    wish = max(need, cap) if asked.knows_others else need
    allowed = wish if override else min(wish, cap)
    offered = min(allowed, in_stock)
    return Offer(offered, _why(offered, need, allowed, cap))


def _why(offered: int, need: int, allowed: int, cap: int) -> Why:
    if offered < need:
        return Why.STOCK if offered < allowed else Why.CAP
    if offered > cap:
        return Why.BEYOND
    return Why.FOR_OTHERS if offered > need else Why.AS_ASKED


def settle(
    asked: Asked, agreed: int, in_stock: int, cap: int, override: Beyond | None
) -> Offer:  # fmt: skip
    """What was offered, told once it is done: what was handed over had been offered.

    `in_stock` as the books say; what was handed over had been there all the same.
    """
    made = offer(asked, max(in_stock, agreed), cap, override)
    if agreed <= made.offered:
        return made
    return Offer(agreed, Why.BEYOND if agreed > cap else Why.MORE)


def is_beyond(agreed: int, cap: int) -> bool:
    """Whether so many kits ask for a reason."""
    return agreed > cap
