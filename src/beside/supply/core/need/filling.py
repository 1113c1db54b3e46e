"""Water-filling: the whole kits that avert most deaths, exactly. Own derivation.

Deaths averted by k kits in a town are A (1 - exp(-k / n)). At the best allocation the next kit
averts the same everywhere, but where a floor or a capacity holds:

    k = n (ln(A / n) + x), held between floor and capacity

The sum of these is piecewise linear in x, so the level x is found by one sweep over 2 breakpoints
a town: O(n log n), no solver. The whole kits: the (k+1)-th kit of a town averts
(A / n) exp(-(k + t) / n) with the same t = -n ln(n (1 - exp(-1 / n))) for every k, so the kits
worth at least the level are counted without a loop; the few that the sum is then off are taken or
given one by one, the least worth first. Each town's kits are worth less one after the other, so
this is the best integer allocation, not a rounded one. Method: docs/methods/allocation.md.
"""

import heapq
import math
from collections.abc import Mapping, Sequence

from beside.supply.core.need.towns import Curve

LARGE = 50  # kits; above, t is its series to 1e-14


class FloorsTooHigh(ValueError):
    """The floors ask for more kits than there are, or than the towns can take."""

    def __init__(self, needed: int, kits: int) -> None:
        super().__init__(f"the floors need {needed} kits; there are {kits}")
        self.needed, self.kits = needed, kits


def fill(curves: Sequence[Curve], kits: int) -> list[int]:
    """Whole kits for each curve, in their order.

    They sum to `kits`, or to less when every town where a kit averts anything is at its capacity.
    Raises FloorsTooHigh.
    """
    needed = sum(curve.least for curve in curves)
    if needed > kits:
        raise FloorsTooHigh(needed, kits)
    # What one kit averts, and not only all of them: the smallest deaths divide to nought.
    useful = [at for at, curve in enumerate(curves) if curve.avertable / curve.scale > 0]
    taken = [curve.least for curve in curves]
    room = sum(curves[at].most - curves[at].least for at in useful)
    spare = min(kits - needed, room)
    if spare:
        heights = {at: math.log(curves[at].avertable / curves[at].scale) for at in useful}
        level = _level(curves, heights, spare)
        for at, height in heights.items():
            taken[at] = _worth(curves[at], height + level)
        _mend(curves, useful, taken, needed + spare)
    return taken


def _level(curves: Sequence[Curve], heights: Mapping[int, float], spare: int) -> float:
    """The x at which the towns above their floors take `spare` kits in all, fractions allowed.

    `heights`: ln(A / n) of each town where a kit averts anything.
    """
    events = []
    for at, height in heights.items():
        curve = curves[at]
        if curve.most > curve.least:
            events.append((curve.least / curve.scale - height, curve.scale))
            events.append((curve.most / curve.scale - height, -curve.scale))
    events.sort()
    slope, filled, here = 0.0, 0.0, events[0][0]
    for x, change in events:
        more = slope * (x - here)
        if filled + more >= spare:
            return here + (spare - filled) / slope
        filled, here, slope = filled + more, x, slope + change
    return here


def _worth(curve: Curve, above: float) -> int:
    """How many of the town's kits are worth at least the level; `above`: ln(A / n) + x."""
    n = curve.scale
    if n > LARGE:
        t = 0.5 - 1 / (24 * n) + 1 / (2880 * n**3)
    else:
        t = -n * math.log(-n * math.expm1(-1 / n))
    count = math.floor(n * above - t) + 1
    return min(max(count, curve.least), curve.most)


def _mend(curves: Sequence[Curve], useful: Sequence[int], taken: list[int], wanted: int) -> None:
    """Give the best next kits, or take the least worth back, until the sum is as wanted."""
    off = wanted - sum(taken)
    if off > 0:
        ahead = [(-curves[at].gain(taken[at]), curves[at].name, at)
                 for at in useful if taken[at] < curves[at].most]  # fmt: skip
        heapq.heapify(ahead)
        for _ in range(off):
            _, name, at = ahead[0]
            taken[at] += 1
            if taken[at] < curves[at].most:
                heapq.heapreplace(ahead, (-curves[at].gain(taken[at]), name, at))
            else:
                heapq.heappop(ahead)
    elif off < 0:
        behind = [(curves[at].gain(taken[at] - 1), curves[at].name, at)
                  for at in useful if taken[at] > curves[at].least]  # fmt: skip
        heapq.heapify(behind)
        for _ in range(-off):
            _, name, at = behind[0]
            taken[at] -= 1
            if taken[at] > curves[at].least:
                heapq.heapreplace(behind, (curves[at].gain(taken[at] - 1), name, at))
            else:
                heapq.heappop(behind)
