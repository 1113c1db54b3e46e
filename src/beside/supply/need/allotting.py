"""One number of kits, three ways of dividing it: as now, by people, and where they avert most."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from beside.supply.core.need import allocation, towns, whatif
from beside.supply.core.need.allocation import Allocation, Share
from beside.supply.core.need.channels import Channels
from beside.supply.core.need.filling import FloorsTooHigh
from beside.supply.need.areas import Area
from beside.supply.need.numbers import Numbers, tree_drawn
from beside.supply.services.planning import Row

__all__ = ["Asked", "Divided", "FloorsTooHigh", "NothingThere", "divide", "rows"]

SLACK = 0.01  # of the averted deaths: what a place's range may cost
SEED = 20_221
LEAST_DRAWS, MOST_DRAWS, DRAWN_IN_ALL = 12, 40, 5_000


class NothingThere(ValueError):
    """No place with people at risk."""


@dataclass(frozen=True)
class Asked:
    """What a planner asks: so many kits a year, and the bounds."""

    kits: int
    floor_percent: int  # no place below this share of what its people alone would give it
    least: int  # kits at every place
    most: int | None  # kits at every place
    weights: Channels


@dataclass(frozen=True)
class Line:
    """One place under all three ways; `now` is None where nobody knows."""

    area: Area
    now: int | None
    proportional: int
    share: Share
    drawn: tuple[int, int]  # nine in ten of the plans under what nobody knows exactly

    @property
    def low(self) -> int:
        return min(self.share.low, self.drawn[0], self.share.kits)

    @property
    def high(self) -> int:
        return max(self.share.high, self.drawn[1], self.share.kits)


@dataclass(frozen=True)
class Divided:
    """All three side by side. `as_now` is None where nothing is given out yet."""

    asked: Asked
    lines: Sequence[Line]
    as_now: Allocation | None
    proportional: Allocation
    best: Allocation

    @property
    def over_proportional(self) -> float:
        """Deaths a year averted beyond dividing by people."""
        return self.proportional.forecast.deaths - self.best.forecast.deaths

    @property
    def over_now(self) -> float | None:
        """Deaths a year averted beyond dividing as now."""
        return self.as_now.forecast.deaths - self.best.forecast.deaths if self.as_now else None

    @property
    def moved_share(self) -> float:
        """Kits that stand elsewhere than by people, as a share of all."""
        apart = sum(abs(line.proportional - line.share.kits) for line in self.lines)
        return apart / 2 / self.asked.kits if self.asked.kits else 0.0

    def deaths(self) -> dict[str, float]:
        """For a plan to keep."""
        found = {
            "without": self.best.forecast.without_kits, "best": self.best.forecast.deaths,
            "proportional": self.proportional.forecast.deaths,
        }  # fmt: skip
        return found | ({"now": self.as_now.forecast.deaths} if self.as_now else {})


def divide(areas: Sequence[Area], asked: Asked, numbers: Numbers) -> Divided:
    """Raises NothingThere, FloorsTooHigh."""
    living = [area for area in areas if area.at_risk > 0]
    if not living:
        raise NothingThere
    effect = towns.effect(numbers.tree, weight=1.0)
    people = {area.code: area.people or area.at_risk for area in living}
    plain = [area.town(asked.weights, effect, floor=0) for area in living]
    by_people = allocation.proportional(plain, asked.kits, effect=effect, by=people)
    held = [
        _bounded(area, asked, share.kits, effect)
        for area, share in zip(living, by_people.shares, strict=True)
    ]
    best = allocation.water_fill(held, asked.kits, effect=effect, slack=SLACK)
    held_now = {area.code: area.own.total for area in living}
    as_now = (
        allocation.status_quo(plain, asked.kits, effect=effect, held=held_now)
        if any(held_now.values()) else None
    )  # fmt: skip
    drawn = _drawn(living, held, asked.kits, numbers)
    lines = [
        Line(area, as_now.shares[at].kits if as_now else None, by_people.shares[at].kits,
             best.shares[at], drawn[at])
        for at, area in enumerate(living)
    ]  # fmt: skip
    return Divided(asked, lines, as_now, by_people, best)


def _drawn(
    areas: Sequence[Area], held: Sequence[towns.Town], kits: int, numbers: Numbers
) -> list[tuple[int, int]]:
    """Each place's kits in nine of ten plans made anew, deaths and people at risk drawn."""
    rng = random.Random(SEED)  # noqa: S311 - a simulation, not a secret
    draws = max(LEAST_DRAWS, min(MOST_DRAWS, DRAWN_IN_ALL // len(areas)))
    effects = [towns.effect(tree_drawn(numbers, rng), weight=1.0) for _ in range(draws)]
    deaths = []
    for area, town in zip(areas, held, strict=True):
        scale = town.expected_deaths / area.deaths.count if area.deaths.count else 1.0
        deaths.append((scale * area.deaths.low, scale * area.deaths.high))
    return whatif.allocated(
        held, kits, effects=effects, at_risk=[(one.at_risk_low, one.at_risk_high) for one in areas],
        deaths=deaths, seed=SEED,
    )  # fmt: skip


def _bounded(area: Area, asked: Asked, by_people: int, effect: towns.Effect) -> towns.Town:
    """With the floor that is fair, the least, and the most of the place or of all."""
    tops = [top for top in (area.most, asked.most) if top is not None]
    most = min(tops) if tops else None
    floor = max(math.floor(by_people * asked.floor_percent / 100), asked.least, area.least)
    town = area.town(asked.weights, effect, floor=0)
    floor = floor if most is None else min(floor, most)
    return towns.Town(town.name, town.at_risk, town.expected_deaths, floor, most,
                      town.in_circulation)  # fmt: skip


def rows(divided: Divided) -> list[Row]:
    """As a plan keeps them."""
    return [
        Row(
            line.area.name, line.area.at_risk, line.area.deaths.count, line.proportional,
            line.low, line.share.kits, line.high, line.share.reason,
            line.share.saturation, line.share.next_1000_avert,
            code=line.area.code if line.area.code.isdigit() else "",
            place_id=line.area.place_id, is_shrunk=line.area.deaths.is_hidden,
            least=line.share.town.floor, most=line.share.town.capacity, now=line.now,
        )
        for line in divided.lines
    ]  # fmt: skip
