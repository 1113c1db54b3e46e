"""Given so many kits, which places: water-filling, beside what is done now and a plain rule.

Every way of dividing gives an `Allocation`: whole kits that keep the sum, a range for each place
and the reason for it. A page never shows the number without the range.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from beside.supply.core.need import filling, ranges, towns
from beside.supply.core.need.filling import FloorsTooHigh
from beside.supply.core.need.forecast import Forecast
from beside.supply.core.need.towns import Curve, Effect, Town


class GroupsOverlap(ValueError):
    """A town in two groups, or a group of towns that are not there."""


class Reason(StrEnum):
    """Why a place gets what it gets. The sentence is the template's, from the figures beside it."""

    LEVEL = "level"  # its next kit averts as much as anybody's
    FLOOR = "floor"  # kept at its least: elsewhere a kit averts more
    CAPACITY = "capacity"  # could use more than it can take
    GROUP = "group"  # raised with its group to the group's least
    ENOUGH = "enough"  # none: kits there already, or few deaths, and a kit averts more elsewhere
    NO_DEATHS = "no_deaths"  # none expected, so no kit beyond the floor
    HELD = "held"  # what it has now (status quo)
    PEOPLE = "people"  # by its share of people (proportional)


class Share(NamedTuple):  # a tuple: thousands are made while somebody waits
    """One place's kits a year, and how far they may move: `low` to `high` (see `ranges`)."""

    town: Town
    low: int
    kits: int
    high: int
    reason: Reason
    saturation: float  # of its witnessed overdoses, a kit at hand
    kits_per_100_at_risk: float
    next_1000_avert: float  # deaths a year, were 1,000 more kits as good as the next one
    group: str = ""


@dataclass(frozen=True)
class Group:
    """Towns that together get no fewer than `least` kits, whoever else needs them (equity)."""

    name: str
    towns: frozenset[str]
    least: int


@dataclass(frozen=True)
class Allocation:
    """Kits divided. `left_over`: what nobody could use, every useful place at its capacity."""

    shares: tuple[Share, ...]
    left_over: int
    forecast: Forecast
    slack: float  # the share of averted deaths that the ranges may cost; 0: no ranges

    @property
    def kits(self) -> int:
        return sum(share.kits for share in self.shares)


def group_of_share(name: str, members: frozenset[str], share: float, kits: int) -> Group:
    """A group that gets at least this share of all the kits, in whole kits."""
    if not 0 <= share <= 1:
        raise ValueError("a share is between 0 and 1")
    return Group(name, members, math.ceil(share * kits - 1e-9))


def water_fill(
    places: Sequence[Town],
    kits: int,
    *,
    effect: Effect,
    slack: float,
    groups: Sequence[Group] = (),
) -> Allocation:
    """The whole kits that avert most deaths, under floors, capacities and groups' least shares.

    `slack`: whoever moves kits between places, each within its range and the sum kept, loses no
    more than this share of the deaths these kits avert (0.01: one in a hundred).
    Raises FloorsTooHigh, GroupsOverlap, NotATown.
    """
    _whole(kits)
    found = towns.curves(places, kits, effect)
    taken, raised = _with_groups(found, kits, _membership(places, groups), groups)
    spans = ranges.near_optimal(found, taken, slack=slack, pools=raised)
    shares = tuple(
        _share(town, curve, got, span, _reason(town, curve, got, name), effect, name)
        for town, curve, got, span, name in zip(places, found, taken, spans, raised, strict=True)
    )
    return Allocation(shares, kits - sum(taken), _total(found, shares, effect), slack)


def proportional(
    places: Sequence[Town], kits: int, *, effect: Effect, by: Mapping[str, float]
) -> Allocation:
    """Kits by each place's share of something (its population), floors and capacities not asked."""
    return _as_given(places, apportion([by[town.name] for town in places], kits), effect,
                     Reason.PEOPLE)  # fmt: skip


def status_quo(
    places: Sequence[Town], kits: int, *, effect: Effect, held: Mapping[str, float]
) -> Allocation:
    """What each place gets now, scaled to the same number of kits."""
    return _as_given(places, apportion([held[town.name] for town in places], kits), effect,
                     Reason.HELD)  # fmt: skip


def apportion(weights: Sequence[float], kits: int) -> list[int]:
    """Whole kits by weight: every quota's whole part, then one each by the largest remainder.

    The sum is `kits` and nobody is a whole kit off their quota (Hamilton's method).
    """
    _whole(kits)
    everything = math.fsum(weights)
    if everything <= 0 or min(weights) < 0:
        raise ValueError("weights are not below nought and some are above")
    quotas = [kits * weight / everything for weight in weights]
    taken = [math.floor(quota) for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda at: (taken[at] - quotas[at], -weights[at], at))
    for at in order[: kits - sum(taken)]:
        taken[at] += 1
    return taken


def _total(found: Sequence[Curve], shares: Sequence[Share], effect: Effect) -> Forecast:
    """All places together; under the ceiling."""
    without = math.fsum(curve.without_kits for curve in found)
    averted = effect.ceiling * math.fsum(
        curve.without_kits * share.saturation for curve, share in zip(found, shares, strict=True)
    )
    return Forecast(without, without - averted, effect.ceiling)


def _whole(kits: int) -> None:
    if kits < 0 or kits != int(kits):
        raise ValueError("kits are whole")


def _as_given(
    places: Sequence[Town], taken: Sequence[int], effect: Effect, reason: Reason
) -> Allocation:
    found = towns.curves(places, sum(taken), effect)
    shares = tuple(
        _share(town, curve, got, (got, got), reason, effect, "")
        for town, curve, got in zip(places, found, taken, strict=True)
    )
    return Allocation(shares, 0, _total(found, shares, effect), 0.0)


def _membership(places: Sequence[Town], groups: Sequence[Group]) -> list[str]:
    """Each place's group, or ''."""
    if not groups:
        return [""] * len(places)
    known = {town.name for town in places}
    of: dict[str, str] = {}
    for group in groups:
        for name in group.towns:
            if name in of or name not in known:
                raise GroupsOverlap(name)
            of[name] = group.name
    return [of.get(town.name, "") for town in places]


def _with_groups(
    found: Sequence[Curve], kits: int, member: Sequence[str], groups: Sequence[Group]
) -> tuple[list[int], list[str]]:
    """Kits, and for each place the group that had to be raised, or ''.

    Groups below their least are set to exactly that and filled apart; the others share what is
    left, which can only push further groups below theirs, never one back above. So it ends after
    at most as many rounds as there are groups, at the best allocation.
    """
    if not groups:
        return filling.fill(found, kits), list(member)
    raised: dict[str, int] = {}
    while True:
        taken = [0] * len(found)
        pools = [name if name in raised else "" for name in member]
        for pool in ("", *raised):
            inside = [
                at for at, name in enumerate(member) if (name if name in raised else "") == pool
            ]
            got = filling.fill(
                [found[at] for at in inside], raised.get(pool, kits - sum(raised.values()))
            )
            for at, each in zip(inside, got, strict=True):
                taken[at] = each
        below = {
            group.name: group.least
            for group in groups
            if group.name not in raised
            and sum(got for got, name in zip(taken, member, strict=True) if name == group.name)
            < group.least
        }
        if not below:
            return taken, pools
        raised |= below
        if sum(raised.values()) > kits:
            raise FloorsTooHigh(sum(raised.values()), kits)


def _reason(town: Town, curve: Curve, got: int, group: str) -> Reason:
    if curve.avertable == 0:
        nobody = Reason.ENOUGH if town.expected_deaths else Reason.NO_DEATHS
        return Reason.FLOOR if got else nobody
    if town.capacity is not None and got >= town.capacity:
        return Reason.CAPACITY
    if group:
        return Reason.GROUP
    if got <= curve.least:
        return Reason.FLOOR if curve.least else Reason.ENOUGH
    return Reason.LEVEL


def _share(
    town: Town, curve: Curve, got: int, span: tuple[int, int], reason: Reason, effect: Effect,
    group: str,
) -> Share:  # fmt: skip
    missed = math.exp(-got / curve.scale)  # of what could still be averted
    return Share(
        town, span[0], got, span[1], reason,
        effect.cap * (1 - curve.unmet * missed),
        100 * got / town.at_risk if town.at_risk else 0.0,
        -1000 * curve.avertable * missed * math.expm1(-1 / curve.scale),
        group,
    )  # fmt: skip
