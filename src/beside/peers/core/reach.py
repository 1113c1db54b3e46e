"""How far peers reach, from sums alone. See docs/methods/peers-reach.md.

The unit that is sampled is an answer of one peer; kits within an answer are no independent
draws. So shares and rates are ratio estimators, with the variance of their residuals.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

LEAST = 5  # peers, or answers: nothing is said of fewer
ALIKE = 1e-9


@dataclass(frozen=True)
class Sums:
    """Of n answers (x, y): the sums, and the sums of squares and products."""

    n: int
    x: int
    y: int
    xx: int
    xy: int
    yy: int


@dataclass(frozen=True)
class Estimate:
    """A ratio with its central 95 % interval, and the standard error of its logarithm."""

    value: float
    low: float
    high: float
    n: int
    log_error: float

    @property
    def percent(self) -> int:
        return round(100 * self.value)

    @property
    def percent_low(self) -> int:
        return math.floor(100 * self.low)

    @property
    def percent_high(self) -> int:
        return math.ceil(100 * self.high)


@dataclass(frozen=True)
class People:
    """People reached: from `low`, if each was reached by several peers, to `high`, if by one."""

    low: float
    likely: float
    high: float
    shared_by: float


@dataclass(frozen=True)
class Cost:
    """Dollars a kit: stipends alone, and with what the kit itself costs (None: nobody said)."""

    stipends: float
    whole: float | None

    @property
    def cents(self) -> int:
        return round(100 * self.stipends)

    @property
    def cents_whole(self) -> int | None:
        return None if self.whole is None else round(100 * self.whole)


def ratio(sums: Sums, *, most: float | None) -> Estimate | None:
    """y over x, all answers together. None with fewer than five answers or nothing in them.

    `most` is what it cannot exceed: 1 for a share, None for a rate. Linearized variance
    n·s²/x² with s² that of the residuals y - r·x over n - 1, and Student's t with n - 1 degrees
    of freedom. When every answer has the same ratio the residuals say nothing of doubt: a share
    then has Wilson's interval for n answers, a rate that of a count.
    Source: Cochran 1977, Sampling Techniques, 3rd ed., sections 2.11 and 6.4.
    """
    if sums.n < LEAST or sums.x <= 0:
        return None
    value = sums.y / sums.x
    residuals = max(0.0, sums.yy - 2 * value * sums.xy + value * value * sums.xx)
    if residuals < ALIKE * max(1, sums.yy):
        return _all_alike(value, sums, most)
    error = math.sqrt(sums.n * residuals / (sums.n - 1)) / sums.x
    reach = student(sums.n - 1) * error
    high = value + reach if most is None else min(most, value + reach)
    return Estimate(value, max(0.0, value - reach), high, sums.n, error / value)


def _all_alike(value: float, sums: Sums, most: float | None) -> Estimate:
    """Every answer has the same ratio: a share as n draws, a rate as a count of y."""
    if most is not None:
        low, high = (most * bound for bound in wilson(value / most, sums.n))
    else:
        reach = student(sums.n - 1) * math.sqrt(max(1, sums.y)) / sums.x
        low, high = max(0.0, value - reach), value + reach
    half = (high - low) / 2 / student(sums.n - 1)
    return Estimate(value, low, high, sums.n, half / value if value else math.inf)


def people(
    kits: int, share: Estimate | None, for_each: Estimate | None, *, shared_by: float
) -> People | None:
    """People who got a kit from a peer: kits, times the share handed on, times people a kit.

    The interval is that of a product of two estimates on the scale of logarithms. How many
    peers reached the same person cannot be known without drawing who knows whom, which we do
    not; the lower end allows for `shared_by` of them, the upper end for one.
    """
    if share is None or for_each is None or not share.value or not for_each.value:
        return None
    likely = kits * share.value * for_each.value
    error = math.hypot(share.log_error, for_each.log_error)
    spread = math.exp(student(min(share.n, for_each.n) - 1) * error)
    return People(likely / spread / shared_by, likely, likely * spread, shared_by)


def cost(stipend_cents: int, kits: int, kit_cents: int | None) -> Cost | None:
    """What a kit cost that reached a peer. None when none did.

    Paid peers in a trial: $9.52 a kit, $10,510 for 1,104 (doi 10.1186/s12954-024-00947-6).
    """
    if kits <= 0:
        return None
    stipends = stipend_cents / kits / 100
    return Cost(stipends, None if kit_cents is None else stipends + kit_cents / 100)


def student(degrees: int) -> float:
    """The 97.5 % quantile of Student's t, by Cornish and Fisher's expansion of the normal one.

    Within 0.01 of the tables from 4 degrees on (2.776), which is the fewest we take.
    Source: Abramowitz and Stegun 1964, 26.7.5.
    """
    z, v = NormalDist().inv_cdf(0.975), degrees
    terms = (
        z,
        (z**3 + z) / (4 * v),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3),
    )
    return sum(terms)


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of n. Source: Wilson 1927, JASA 22:209-212."""
    z = NormalDist().inv_cdf(0.975)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def to_hide(peers: Mapping[str, int], hidden: Sequence[str], *, least: int) -> frozenset[str]:
    """The groups whose kits are not shown: those whose peers are hidden, and as many more, the
    smallest first, until those that are hidden are together at least `least` peers.

    So what is left when all that shows is taken from a total is never that of a few.
    """
    gone = set(hidden)
    while 0 < sum(peers[one] for one in gone) < least and len(gone) < len(peers):
        gone.add(min(peers.keys() - gone, key=lambda one: (peers[one], one)))
    return frozenset(gone)
