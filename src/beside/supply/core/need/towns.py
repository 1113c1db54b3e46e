"""Towns as an allocation sees them: people at risk, deaths, bounds; and what a kit does there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from beside.supply.core.need import profound
from beside.supply.core.need.forecast import Forecast, forecast


class NotATown(ValueError):
    """A town whose figures cannot be: deaths where nobody is at risk, a floor above its capacity,
    the same name twice."""


@dataclass(frozen=True, slots=True)
class Town:
    """A place that may be given kits: a town, a county, a site's surroundings.

    `at_risk`: people at risk of an overdose. `expected_deaths`: opioid overdose deaths a year as
    things stand, with `in_circulation` effective kits already there (0: as if there were none).
    `floor`, `capacity`: kits a year, whole. A town that is served never gets less than its floor.
    """

    name: str
    at_risk: float
    expected_deaths: float
    floor: int = 0
    capacity: int | None = None
    in_circulation: float = 0.0

    def __post_init__(self) -> None:
        figures = (self.at_risk, self.expected_deaths, self.floor, self.in_circulation)
        if min(figures) < 0 or not all(map(math.isfinite, figures)):
            raise NotATown(f"{self.name}: below nought, or no number")
        if self.expected_deaths > 0 and self.at_risk == 0:
            raise NotATown(f"{self.name}: deaths, and nobody at risk")
        if self.capacity is not None and self.capacity < self.floor:
            raise NotATown(f"{self.name}: its floor is above its capacity")


@dataclass(frozen=True)
class Effect:
    """What kits do anywhere: the ceiling of witnessed overdoses, and a kit's worth in circulation.

    `per_kit`: effective kits in circulation for each kit given a year (1.29 for a community kit
    in a steady supply). `adjustment`, `cap`: see `profound.saturation`.
    """

    ceiling: float
    per_kit: float
    adjustment: float = profound.ADJUSTMENT.value
    cap: float = profound.CAP.value

    def __post_init__(self) -> None:
        if not 0 < self.ceiling < 1 or not 0 < self.cap <= 1:
            raise ValueError("a share is between 0 and 1")
        if min(self.per_kit, self.adjustment) <= 0:
            raise ValueError("a kit is worth something")


def effect(tree: profound.Tree, *, weight: float) -> Effect:
    """The effect of kits given in one channel (`channels.Channels.weight`), supply being steady."""
    return Effect(tree.ceiling, weight * profound.steady_state())


def saturation(town: Town, kits: float, what: Effect) -> float:
    """The share of the town's witnessed overdoses with a kit at hand, given so many kits a year."""
    if town.at_risk == 0:
        return 0.0
    there = town.in_circulation + what.per_kit * kits
    return profound.saturation(
        there, town.at_risk, adjustment=what.adjustment, cap=what.cap
    )  # fmt: skip


def without_kits(town: Town, what: Effect) -> float:
    """Deaths a year if there were no kit in the town at all."""
    return town.expected_deaths / (1 - what.ceiling * saturation(town, 0, what))


def forecast_for(town: Town, kits: float, what: Effect) -> Forecast:
    """Deaths a year with so many kits a year. Never above the ceiling."""
    return forecast(
        without_kits=without_kits(town, what),
        saturation=saturation(town, kits, what),
        ceiling=what.ceiling,
    )


@dataclass(slots=True)  # not frozen: thousands are made while somebody waits
class Curve:
    """A town for the solver: `avertable` (1 - exp(-k / scale)) deaths averted by k more kits."""

    name: str
    avertable: float
    scale: float  # kits; every such number divides what is left to avert by e
    least: int
    most: int
    without_kits: float = 0.0  # deaths a year
    unmet: float = 1.0  # exp(-...) of what is in circulation already

    def gain(self, kits: int) -> float:
        """Deaths averted by one kit more than `kits`."""
        if self.avertable == 0:
            return 0.0
        return self.avertable * math.exp(-kits / self.scale) * -math.expm1(-1 / self.scale)

    def averted(self, kits: float) -> float:
        """Deaths averted by so many kits, against none of these."""
        if self.avertable == 0:
            return 0.0
        return -self.avertable * math.expm1(-kits / self.scale)


def curves(towns: Sequence[Town], kits: int, what: Effect) -> list[Curve]:
    """The towns as curves, in their order. Raises NotATown when a name stands twice."""
    if len({town.name for town in towns}) != len(towns):
        raise NotATown("a name stands twice")
    per_person = what.cap / (what.adjustment * what.per_kit)
    reach = what.ceiling * what.cap
    found = []
    for town in towns:
        most = kits if town.capacity is None else min(kits, town.capacity)
        if town.at_risk == 0:
            found.append(Curve(town.name, 0.0, 1.0, town.floor, most))
            continue
        left = math.exp(-what.adjustment / what.cap * town.in_circulation / town.at_risk)
        alone = town.expected_deaths / (1 - reach * (1 - left))
        scale, avertable = town.at_risk * per_person, alone * reach * left
        found.append(Curve(town.name, avertable, scale, town.floor, most, alone, left))
    return found
