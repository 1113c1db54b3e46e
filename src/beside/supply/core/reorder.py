"""When to order again, and how much: simulated from daily demand and lead times, seeded.

Each day somebody looks. When what is usable and what is on its way together are at or
below the *reorder point*, whole cases are ordered up to the *order-up-to level*. The point
is the demand between an order and its arrival that is not exceeded in `service` of the
simulated runs. A run draws a lead time, then days of demand in blocks of a week as they
happened (so that surges stay surges and weekdays weekdays), or from a Poisson distribution
of the expected rate while there is too little history. A history that saw no surge does not
mean that none comes: the point is never below `SURGE` times the usual demand of the longest
lead time. Kits last for years; somebody who finds none may not. Method: docs/methods/reorder.md.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

BLOCK = 7  # days drawn together
LEAST_HISTORY = 56  # days; with fewer, what was expected is believed
RUNS = 4000
REVIEW = 1  # days until somebody looks again
SURGE = 2.0  # times the usual demand that is stood for the longest lead time, whatever was seen

Numbers = NDArray[np.int64]
Days = Callable[[Generator, Numbers], Numbers]
"""For each number of days, what goes out in them."""


class NoDemand(ValueError):
    """Neither a history nor an expectation says how much is given out."""


@dataclass(frozen=True)
class LeadTime:
    """Days from an order to its arrival: at least, usually, at most (a triangle)."""

    least: int
    usual: int
    most: int

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.usual <= self.most:
            raise ValueError("lead times go up")

    def draw(self, rng: Generator, runs: int) -> Numbers:
        """Lead times, in whole days."""
        if self.least == self.most:
            return np.full(runs, self.least)
        return np.rint(rng.triangular(self.least, self.usual, self.most, runs)).astype(np.int64)


@dataclass(frozen=True)
class Policy:
    """What the simulation says, in units."""

    reorder_units: int
    up_to_units: int
    daily_units: float


def sampled(history: Sequence[int]) -> Days:
    """Demand of so many days, in blocks of a week as they happened; the history is a ring."""
    size = len(history)
    sums = np.concatenate([[0], np.cumsum([*history, *history[:BLOCK]])])

    def days(rng: Generator, number: Numbers) -> Numbers:
        total, left = np.zeros_like(number), number.copy()
        while left.any():
            start, length = rng.integers(size, size=len(left)), np.minimum(BLOCK, left)
            total += sums[start + length] - sums[start]
            left -= length
        return total

    return days


def poisson(daily: float) -> Days:
    """Demand of so many days when people come singly and independently."""
    return lambda rng, number: rng.poisson(daily * number)


def quantile(values: Numbers, share: float) -> int:
    """The smallest value that at least `share` of them do not exceed."""
    return int(np.sort(values)[max(0, math.ceil(share * len(values)) - 1)])


def reorder_point(
    days: Days, lead: LeadTime, *, service: float, seed: int, runs: int = RUNS
) -> int:
    """Demand of a lead time and the day until somebody looks, not exceeded in `service` of runs."""
    rng = np.random.default_rng(seed)
    return quantile(days(rng, lead.draw(rng, runs) + REVIEW), service)


def policy(
    history: Sequence[int],
    *,
    expected_daily: float,
    unit: int,
    lead: LeadTime,
    covers_days: int,
    service: float,
    seed: int,
    life_days: int | None = None,
    runs: int = RUNS,
) -> Policy:
    """Reorder point and order-up-to level.

    `history`: units a day, oldest first, of days on which there was something to give.
    `unit`: the units one person takes (a kit), so that a Poisson draws people, not doses.
    `life_days`: what a fresh lot has left when it comes; no more is held than 80 % of what
    goes out in that time. Raises NoDemand.
    """
    daily = _daily(history, expected_daily)
    if daily <= 0:
        raise NoDemand
    if len(history) >= LEAST_HISTORY and any(history):
        point = reorder_point(sampled(history), lead, service=service, seed=seed, runs=runs)
    else:
        people = poisson(daily / unit)
        point = unit * reorder_point(people, lead, service=service, seed=seed, runs=runs)
    point = max(point, math.ceil(SURGE * daily * (lead.most + REVIEW)))
    up_to = point + math.ceil(daily * covers_days)
    if life_days is not None:
        up_to = min(up_to, max(unit, int(0.8 * life_days * daily)))
    return Policy(min(point, up_to), up_to, daily)


def _daily(history: Sequence[int], expected: float) -> float:
    """What goes out a day now: the mean of the last half year, or what was expected before."""
    if len(history) < LEAST_HISTORY:
        return max(expected, sum(history) / len(history) if history else 0.0)
    recent = list(history[-182:])
    return sum(recent) / len(recent)


def order(position: int, found: Policy, *, case: int) -> int:
    """Units to order, in whole cases: nought while the position is above the point.

    `position` is what is usable and what is on its way.
    """
    if position > found.reorder_units:
        return 0
    missing = max(1, found.up_to_units - position)
    return -(-missing // case) * case


def cover_days(usable: int, daily: float) -> float | None:
    """How long it lasts as things go; None when nothing goes out."""
    return usable / daily if daily > 0 else None
