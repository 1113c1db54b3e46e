"""Aid between programs: who may do what next. Nothing moves before both agreed.

A program asks, or is offered; the giver names lots; the taker says yes to those very
lots, short-dated and expired ones only with a word of its own; the giver's units stand
aside until the taker says they came, and then move once, from shelf to shelf.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SHORT = timedelta(days=180)


class State(StrEnum):
    """How it stands. Words are in templates."""

    ASKED = "asked"  # the taker asks; no giver has answered
    OFFERED = "offered"  # the giver named lots; the taker has not said yes
    AGREED = "agreed"  # both said yes; the units stand aside
    ARRIVED = "arrived"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What a program can do about it."""

    OFFER = "offer"
    AGREE = "agree"
    ARRIVE = "arrive"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """Whose act it is."""

    GIVER = "giver"
    TAKER = "taker"


class NotAllowed(Exception):
    """This cannot be done now, or not by this side."""


class NotConsented(Exception):
    """Some lots are short-dated or expired and the taker has not agreed to that."""


AGREEMENTS: Mapping[tuple[State, Act, Side], State] = {
    (State.ASKED, Act.OFFER, Side.GIVER): State.OFFERED,
    (State.ASKED, Act.DECLINE, Side.GIVER): State.DECLINED,
    (State.ASKED, Act.WITHDRAW, Side.TAKER): State.WITHDRAWN,
    (State.OFFERED, Act.AGREE, Side.TAKER): State.AGREED,
    (State.OFFERED, Act.DECLINE, Side.TAKER): State.DECLINED,
    (State.OFFERED, Act.WITHDRAW, Side.GIVER): State.WITHDRAWN,
    (State.AGREED, Act.ARRIVE, Side.TAKER): State.ARRIVED,
    (State.AGREED, Act.WITHDRAW, Side.GIVER): State.WITHDRAWN,
    (State.AGREED, Act.DECLINE, Side.TAKER): State.DECLINED,
}


def step(state: State, act: Act, side: Side) -> State:
    """Where it leads. Raises NotAllowed for any other."""
    try:
        return AGREEMENTS[State(state), act, side]
    except KeyError:
        raise NotAllowed(f"{side} cannot {act} when {state}") from None


@dataclass(frozen=True)
class Dated:
    """What is offered of one lot."""

    units: int
    expires_date: date | None


def is_short_dated(expires_date: date | None, on: date) -> bool:
    """Whether less than half a year is left, though it is not over."""
    return expires_date is not None and on <= expires_date < on + SHORT


def is_expired(expires_date: date | None, on: date) -> bool:
    """Whether its last day is past."""
    return expires_date is not None and expires_date < on


def require_consent(
    lots: Iterable[Dated], *, on: date, takes_short_dated: bool, takes_expired: bool
) -> None:
    """Raises NotConsented unless the taker agreed to the state these lots are in."""
    for one in lots:
        if is_expired(one.expires_date, on) and not takes_expired:
            raise NotConsented("expired")
        if is_short_dated(one.expires_date, on) and not (takes_short_dated or takes_expired):
            raise NotConsented("short_dated")
