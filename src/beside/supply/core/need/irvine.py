"""Saturation: the chance that naloxone is at hand when an overdose is witnessed.

    p = 1 - exp(-E / tau)        E = community + pharmacy + prescribed / 5 kits a year

One number for each state, tau, stands in for all 1,800 published points of the twelve states that
were modelled (largest error below 0.002; tests/published/test_irvine.py). tau is of 2017; fentanyl
has spread since, so it is a setting with its year. Method: docs/methods/saturation.md.
"""

import math
from dataclasses import dataclass

from beside.supply.core.need.channels import IRVINE_2022, Channels, Kits
from beside.supply.core.need.evidence import Source

TARGET = 0.8  # of witnessed overdoses; the share that the paper plans for


class NoSuchShare(ValueError):
    """A share that no number of kits reaches: it must be at least 0 and below 1."""


@dataclass(frozen=True)
class StateNeed:
    """A state's tau, in effective kits a year, and the kits it gave out in the year of it (None
    where the authors had no count and extrapolated from states like it)."""

    state: str
    tau: float
    of_year: int
    kits: Kits | None
    population: int
    epidemic: str  # as the authors call it
    modelled: bool  # else extrapolated
    source: Source = IRVINE_2022


def saturation(kits: Kits, tau: float, weights: Channels) -> float:
    """The share of witnessed overdoses with a kit at hand, 0 to 1.

    Illinois 2017: 37,900 community, 1,032 pharmacy, 2,666 prescribed, tau 99,367 give 0.328.
    """
    return -math.expm1(-weights.effective(kits) / _positive(tau))


def kits_for(share: float, tau: float) -> float:
    """Community kits a year that bring a place from none to this share. Raises NoSuchShare."""
    if not 0 <= share < 1:
        raise NoSuchShare(share)
    return -math.log1p(-share) * _positive(tau)


def more_kits(share: float, kits: Kits, tau: float, weights: Channels) -> int:
    """Whole community kits a year still missing to this share, given what goes out already."""
    missing = kits_for(share, tau) - weights.effective(kits)
    return max(0, math.ceil(missing - 1e-9))


def _positive(tau: float) -> float:
    if tau <= 0:
        raise ValueError("tau is above nought")
    return tau
