"""How sure we are that a listing still leads to a person: P(reachable), decaying with time.

`P = right_at_check[method] * exp(-hazard[kind] * years)`. The loss per year
and the share of a list that is wrong on the day it appears are fitted
(`calibration.py`, docs/methods/freshness.md). What a phone call or a visit
leaves wrong, and how much faster some kinds of place move, are judgements
until our own checks can replace them; they say so below.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from beside.kernel import house

DAYS_IN_YEAR = 365.25
NEVER_CHECKED_YEARS = 10.0


class Method(StrEnum):
    """How somebody came to know."""

    VISIT = "visit"
    PHONE = "phone"
    SELF = "self"
    PARTNER = "partner"
    WEB = "web"
    LIST = "list"


class Kind(StrEnum):
    """How firmly a place stands where it stands."""

    FIXED = "fixed"
    COMMUNITY = "community"
    MOVING = "moving"


# Fitted: a listing leads to a person by its address or its main number, 2009-2012 lists.
LIST_RIGHT_AT_FIRST = 0.9465
LOSS_PER_YEAR = 0.0321

# The list is fitted; the rest are judgements: what such a check can still get wrong.
RIGHT_AT_CHECK: Mapping[Method, float] = {
    Method.VISIT: 0.995,
    Method.PHONE: 0.99,
    Method.SELF: 0.98,
    Method.PARTNER: 0.97,
    Method.WEB: 0.95,
    Method.LIST: LIST_RIGHT_AT_FIRST,
}

# Clinics are fitted; the factors for the others are judgements, on the cautious side.
HAZARD_PER_YEAR: Mapping[Kind, float] = {
    Kind.FIXED: LOSS_PER_YEAR,
    Kind.COMMUNITY: 3 * LOSS_PER_YEAR,
    Kind.MOVING: 8 * LOSS_PER_YEAR,
}

MOVING_OFFERS = frozenset({"syringe_services", "test_strips", "drop_in", "food", "showers"})
COMMUNITY_OFFERS = frozenset({"naloxone", "recovery_housing", "peer_support", "shelter"})


@dataclass(frozen=True)
class Checked:
    """The last time anybody knew: when, and how."""

    on: date
    method: Method


def kind_of(offers: frozenset[str]) -> Kind:
    """Clinics stand; community programmes move house; vans and volunteer tables move."""
    if offers & MOVING_OFFERS:
        return Kind.MOVING
    return Kind.COMMUNITY if offers & COMMUNITY_OFFERS else Kind.FIXED


def reachable(checked: Checked | None, kind: Kind, at: datetime) -> float:
    """The chance that going there or calling leads to a person of the programme."""
    if checked is None:
        return decayed(Method.LIST, kind, NEVER_CHECKED_YEARS)
    return decayed(checked.method, kind, years_since(checked.on, at))


def decayed(method: Method, kind: Kind, years: float) -> float:
    """The score that many years after a check by `method`."""
    return RIGHT_AT_CHECK[method] * math.exp(-HAZARD_PER_YEAR[kind] * years)


def years_since(on: date, at: datetime) -> float:
    """Years between a check and now; a check dated tomorrow counts as today's."""
    return max(0, (house.today(at) - on).days) / DAYS_IN_YEAR


def gain(checked: Checked | None, kind: Kind, at: datetime) -> float:
    """What a phone call today would add to the score: the worth of checking, per person reached."""
    return max(0.0, decayed(Method.PHONE, kind, 0) - reachable(checked, kind, at))
