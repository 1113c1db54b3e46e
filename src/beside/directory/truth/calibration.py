"""How fast a directory goes out of date: a survival curve fitted to real yearly lists.

Source of the counts: SAMHSA's directories of opioid treatment programmes
offering methadone, 2009 to 2012 (public domain), linked by `linkage.py`.
"""

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "shipped" / "methadone_survival.csv"
FIELD_PLACE = {"address": 0, "phone": 1, "found": 2}


@dataclass(frozen=True)
class Group:
    """Listings of one first year that share a pattern over the later years."""

    first_year: int
    kept: tuple[str, ...]
    listings: int


@dataclass(frozen=True)
class Observed:
    """Of `listed` entries of `first_year`, `held` were still right `years` later."""

    first_year: int
    years: int
    listed: float
    held: float

    @property
    def share(self) -> float:
        return self.held / self.listed


@dataclass(frozen=True)
class Curve:
    """`right_at_first` of a list is right when it appears; the rest of it leaves at `per_year`."""

    right_at_first: float
    per_year: float

    def at(self, years: float) -> float:
        """The share still right after that many years."""
        return self.right_at_first * math.exp(-self.per_year * years)


@cache
def groups(path: Path = SHIPPED) -> tuple[Group, ...]:
    """The shipped counts."""
    with path.open(encoding="utf-8") as lines:
        return tuple(
            Group(
                int(r["first_year"]), tuple(r["kept_in_later_years"].split("-")), int(r["listings"])
            )
            for r in csv.DictReader(lines)
        )


def observed(
    field: str, weights: Sequence[float] | None = None, *, seen_by: int = 2012
) -> list[Observed]:
    """Survival of a field for every pair of years up to `seen_by`; weights for a bootstrap."""
    counts: dict[tuple[int, int], list[float]] = {}
    for place, group in enumerate(groups()):
        weight = group.listings if weights is None else weights[place]
        for years, kept in enumerate(group.kept, start=1):
            if group.first_year + years <= seen_by:
                cell = counts.setdefault((group.first_year, years), [0.0, 0.0])
                cell[0] += weight
                cell[1] += weight * (kept[FIELD_PLACE[field]] == "1")
    return [Observed(first, years, *cell) for (first, years), cell in sorted(counts.items())]


def fit(seen: Sequence[Observed]) -> Curve:
    """Maximum likelihood (binomial), by Newton steps on log survival = a - b * years.

    Raises NotEnoughYears when all pairs lie equally far apart.
    """
    if len({pair.years for pair in seen}) < 2:
        raise NotEnoughYears
    years = np.array([pair.years for pair in seen], dtype=float)
    listed = np.array([pair.listed for pair in seen])
    held = np.array([pair.held for pair in seen])
    return _newton(years, listed, held)


class NotEnoughYears(ValueError):
    """One step cannot tell a wrong start from a fast decline; give lists two years apart."""


def _newton(
    years: NDArray[np.float64], listed: NDArray[np.float64], held: NDArray[np.float64]
) -> Curve:
    design = np.stack([np.ones_like(years), -years], axis=1)
    beta, *_ = np.linalg.lstsq(design, np.log(held / listed), rcond=None)
    for _step in range(50):
        share = np.minimum(np.exp(design @ beta), 1 - 1e-9)
        gradient = design.T @ (held - (listed - held) * share / (1 - share))
        weight = listed * share / (1 - share)
        move = np.linalg.solve(design.T @ (design * weight[:, None]), gradient)
        beta = beta + move
        if np.abs(move).max() < 1e-12:
            break
    return Curve(min(1.0, math.exp(beta[0])), max(0.0, float(beta[1])))


def exponential(seen: Sequence[Observed]) -> Callable[[float], float]:
    """The curve most people would draw: a constant yearly loss from a list that began right."""
    loss = -math.log(np.mean([pair.share for pair in seen if pair.years == 1]))
    return lambda years: math.exp(-loss * years)


def intervals(field: str, *, seen_by: int, draws: int, seed: int) -> list[Curve]:
    """Curves refitted to resampled listings: how unsure the fit is."""
    random = np.random.default_rng(seed)
    found = []
    for _draw in range(draws):
        weights = _resample(random)
        found.append(fit(observed(field, weights, seen_by=seen_by)))
    return found


def _resample(random: np.random.Generator) -> list[float]:
    """Draw each first year's listings anew, with replacement."""
    weights = [0.0] * len(groups())
    for year in {group.first_year for group in groups()}:
        places = [n for n, group in enumerate(groups()) if group.first_year == year]
        sizes = np.array([groups()[n].listings for n in places])
        for n, count in zip(
            places, random.multinomial(sizes.sum(), sizes / sizes.sum()), strict=True
        ):
            weights[n] = float(count)
    return weights
