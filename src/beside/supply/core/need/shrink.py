"""Deaths of counties whose counts are hidden, shrunk to their state.

The national office hides a county's count of one to nine deaths in a year. What the state counted
beyond its shown counties is shared among the hidden ones: each is taken as Poisson at one common
rate, cut off at the most that would be hidden, and the rate is the one at which they sum to what
is missing. A hidden count is never taken for nought and never shown as known.
Method: docs/methods/shrinkage.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

HIDDEN_BELOW = 10  # counts from 1 to 9 are hidden (NCHS); nought may be hidden as well
MOST_OF_CUT = 0.9  # nearer than this to nine everywhere, the sums speak of different things
ABSURD = 0.005  # deaths for each person a year; no state comes near


class How(StrEnum):
    """How a county's deaths are known. Labels are in templates; a page always shows it."""

    COUNTED = "counted"
    HIDDEN = "hidden"  # suppressed at the source, shrunk to the state
    ABSENT = "absent"  # the source has no such county; the state's rate


@dataclass(frozen=True)
class County:
    """A county of one state. `deaths`: a year's count, None when hidden or `absent`."""

    fips: str
    population: int
    deaths: float | None
    absent: bool = False


@dataclass(frozen=True)
class Estimate:
    """Deaths a year with a 90 % range, and how they are known."""

    fips: str
    low: float
    deaths: float
    high: float
    how: How


@dataclass(frozen=True)
class StateEstimate:
    """All counties of a state. `reconciled`: False when the hidden counts cannot make up what is
    missing (occurrence against residence, other months); they then stand at the state's rate."""

    counties: tuple[Estimate, ...]
    state_per_100k: float
    hidden_per_100k: float  # before the cut
    reconciled: bool


def shrink(counties: Sequence[County], state_deaths: float) -> StateEstimate:
    """Deaths of each county, in their order; the hidden ones share what the state has beyond."""
    people = sum(county.population for county in counties)
    usual = state_deaths / people if people else 0.0
    hidden = [each.population for each in counties if each.deaths is None and not each.absent]
    others = math.fsum(
        usual * each.population if each.deaths is None else each.deaths
        for each in counties
        if each.deaths is not None or each.absent
    )
    rate = _rate(hidden, state_deaths - others)
    found = tuple(_estimate(each, usual, usual if rate is None else rate) for each in counties)
    return StateEstimate(
        found, usual * 100_000, (usual if rate is None else rate) * 100_000, rate is not None
    )


def _estimate(county: County, usual: float, rate: float) -> Estimate:
    if county.deaths is not None:
        return _counted(county, county.deaths, How.COUNTED)
    if county.absent:
        return _counted(county, usual * county.population, How.ABSENT)
    return _hidden(county, rate)


def _counted(county: County, deaths: float, how: How) -> Estimate:
    low, high = byar(deaths)
    return Estimate(county.fips, low, deaths, high, how)


def _hidden(county: County, rate: float) -> Estimate:
    mean = rate * county.population
    chances = _cut_poisson(mean)
    return Estimate(
        county.fips, _quantile(chances, 0.05), _cut_mean(mean), _quantile(chances, 0.95), How.HIDDEN
    )


def byar(deaths: float) -> tuple[float, float]:
    """A 90 % interval of a count: Byar's approximation (Breslow & Day 1987). 10: 5.4 to 17.0."""
    z = 1.6448536269514722
    low = deaths * (1 - 1 / (9 * deaths) - z / (3 * math.sqrt(deaths))) ** 3 if deaths else 0.0
    more = deaths + 1
    return max(0.0, low), more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3


def _rate(populations: Sequence[int], missing: float) -> float | None:
    """The common rate at which the hidden counties sum to what is missing; None: there is none."""
    most = (HIDDEN_BELOW - 1) * sum(each > 0 for each in populations)
    if not populations:
        return 0.0
    if not 0 < missing < MOST_OF_CUT * most:
        return None

    def expected(rate: float) -> float:
        return math.fsum(_cut_mean(rate * each) for each in populations)

    low, high = 0.0, 1e-6
    while expected(high) < missing:
        low, high = high, 2 * high
        if high > ABSURD:
            return None
    for _ in range(45):
        middle = (low + high) / 2
        low, high = (middle, high) if expected(middle) < missing else (low, middle)
    return (low + high) / 2


def _cut_mean(mean: float) -> float:
    """The mean of a Poisson that is known to be below 10."""
    weight, whole, counted = 1.0, 1.0, 0.0
    for count in range(1, HIDDEN_BELOW):
        weight *= mean / count
        whole += weight
        counted += count * weight
    return counted / whole


def _cut_poisson(mean: float) -> list[float]:
    """The chances of 0 to 9 for a Poisson that is known to be below 10."""
    weights = [1.0]
    for count in range(1, HIDDEN_BELOW):
        weights.append(weights[-1] * mean / count)
    whole = sum(weights)
    return [weight / whole for weight in weights]


def _quantile(chances: Sequence[float], share: float) -> int:
    """The smallest count that is not exceeded with this chance."""
    so_far = 0.0
    for count, chance in enumerate(chances):
        so_far += chance
        if so_far >= share - 1e-12:
            return count
    return len(chances) - 1
