"""How far the kits of places may move before it matters.

The range of a place is chosen so that the ranges hold *together*: whoever moves kits between
places, each staying within its range and the sum being kept, loses no more than a stated share
(`slack`) of the averted deaths. Moving d kits to a place whose next kit averts m, while elsewhere
a kit averts l, costs m n (exp(-d / n) - 1) + l d; the terms l d cancel when the sum is kept. Each
place may cost in proportion to its size n. Own derivation; exact, not a linearization.

Another kind of range, over draws of published parameters, is `whatif.allocated`. A page says which
it shows. Method: docs/methods/allocation.md.
"""

import math
from collections.abc import Sequence

from beside.supply.core.need.towns import Curve

LONGEST = 64.0  # scales; a place that gave away so many would have had exp(64) kits' worth
MOST = 1e9  # a range is as wide as floors and capacities let it long before
Span = tuple[int, int]


def near_optimal(
    curves: Sequence[Curve], taken: Sequence[int], *, slack: float, pools: Sequence[str]
) -> list[Span]:
    """Least and most kits of each place, in their order.

    `pools` names, for each place, with whom it shares: the sum is kept within each pool.
    """
    if not 0 <= slack < 1:
        raise ValueError("a share is below 1")
    left = [curve.avertable * math.exp(-got / curve.scale)
            for curve, got in zip(curves, taken, strict=True)]  # fmt: skip
    slopes = [each / curve.scale for each, curve in zip(left, curves, strict=True)]
    levels = _levels(curves, taken, slopes, pools)
    averted = math.fsum(curve.avertable for curve in curves) - math.fsum(left)
    size = math.fsum(levels[pool] * curve.scale for curve, pool in zip(curves, pools, strict=True)
                     if curve.avertable > 0)  # fmt: skip
    if size == 0 or slack == 0:
        return [(got, got) for got in taken]
    may_cost = min(MOST, slack * averted / size)
    usual = _farthest(1.0, +1, may_cost), _farthest(1.0, -1, may_cost)
    return [
        _span(curve, got, slope / levels[pool], may_cost, usual)
        if curve.avertable > 0 and levels[pool] > 0
        else (got, got)
        for curve, got, slope, pool in zip(curves, taken, slopes, pools, strict=True)
    ]


def _levels(
    curves: Sequence[Curve], taken: Sequence[int], slopes: Sequence[float], pools: Sequence[str]
) -> dict[str, float]:
    """What a kit averts, per kit, in each pool: the mean of the places nothing holds, else the
    most that any place at its floor would get from one."""
    free: dict[str, list[float]] = {pool: [] for pool in pools}
    held: dict[str, list[float]] = {pool: [0.0] for pool in pools}
    for curve, got, slope, pool in zip(curves, taken, slopes, pools, strict=True):
        if curve.avertable > 0 and curve.least < got < curve.most:
            free[pool].append(slope)
        elif curve.avertable > 0 and got < curve.most:
            held[pool].append(slope)
    return {
        pool: math.fsum(those) / len(those) if those else max(held[pool])
        for pool, those in free.items()
    }


def _span(
    curve: Curve, got: int, ratio: float, may_cost: float, usual: tuple[float, float]
) -> Span:
    up, down = usual
    if not curve.least < got < curve.most:
        up = _from_floor(ratio, may_cost) if got < curve.most else 0.0
        down = _farthest(ratio, -1, may_cost) if got > curve.least else 0.0
    low = max(got - math.floor(down * curve.scale), min(curve.least, got))
    high = min(got + math.floor(up * curve.scale), max(curve.most, got))
    return low, high


def _from_floor(ratio: float, may_cost: float) -> float:
    """How far up from a floor, a little less than could be: exp(-u) is at most 1 - u + u u / 2."""
    apart = 1 - ratio
    root = math.sqrt(apart * apart + 2 * ratio * may_cost)
    return (root - apart) / ratio if apart <= 0 else 2 * may_cost / (root + apart)


def _farthest(ratio: float, way: int, may_cost: float) -> float:
    """The largest u with ratio (exp(-way u) - 1) + way u <= may_cost, by Newton from above.

    `ratio`: what a kit averts there against elsewhere; 1 where nothing holds the place. The cost
    is convex, so from above every step stays above.
    """
    u = _above(ratio, may_cost, way)
    for _ in range(60):
        fallen = ratio * math.expm1(-way * u)
        steepness = way * (1 - ratio - fallen)
        if steepness <= 0:
            break
        step = (fallen + way * u - may_cost) / steepness
        u -= step
        if step <= 1e-5 * u:  # the next one would be the square of it
            break
    return max(0.0, u * (1 - 1e-9))


def _above(ratio: float, may_cost: float, way: int) -> float:
    """Some u at which moving costs more than may be."""
    if way < 0:  # ratio exp(u) is above all else there, unless its kits avert nothing at all
        return min(LONGEST, math.log1p((may_cost + LONGEST) / ratio)) if ratio else LONGEST
    most = may_cost + ratio
    return min(most, may_cost / (1 - ratio)) if ratio < 1 else most
