"""Where the next sites cover most: maximal covering, to proven optimality. In a worker only.

Of the candidates, `how_many` are chosen so that the weight of the demand points within reach of
some chosen or existing site is largest (Church & ReVelle 1974). Existing sites stay; what they
reach is covered already. `covering` does the work.
Method: docs/methods/placement.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Demand:
    """A point with a weight: people, uncovered need, past overdoses."""

    name: str
    lat: float
    lon: float
    weight: float


@dataclass(frozen=True)
class Candidate:
    """A place where a box, machine or site could stand, or stands."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Chosen:
    """One chosen candidate: what it adds, in the order in which each adds most."""

    candidate: Candidate
    adds: float
    points: int


@dataclass(frozen=True)
class Cover:
    """What was chosen. `covered`: all weight in reach, existing sites included; `most`: the
    proven upper bound of it; `proven`: nothing better exists."""

    chosen: tuple[Chosen, ...]
    covered_before: float
    covered: float
    most: float
    all_weight: float
    proven: bool
    rows: int  # of the program, once made small
    columns: int
    nodes: int  # relaxations that HiGHS solved


def cover(
    candidates: Sequence[Candidate],
    demand: Sequence[Demand],
    reach_miles: float,
    how_many: int,
    existing: Sequence[Candidate] = (),
    *,
    seconds: float = 30.0,
) -> Cover:
    """The best new sites within the time; fewer than asked when more would add nothing.

    Straight-line miles: a walk of half a mile takes some ten minutes, roads make it longer.
    `proven` is False when the time ran out: then `most` says how much better it could be.
    """
    if how_many < 0 or reach_miles <= 0 or not math.isfinite(reach_miles):
        raise ValueError("a reach above nought, and no fewer sites than none")
    if any(point.weight < 0 for point in demand):
        raise ValueError("a weight is not below nought")
    from beside.supply.core.need import covering, covering_rows  # NumPy, SciPy: when asked

    stand = covering_rows.within(existing, demand, reach_miles)
    reached = {point for points in stand for point in points}
    open_points = [at for at in range(len(demand)) if at not in reached]
    before = math.fsum(demand[at].weight for at in reached)
    weights = [demand[at].weight for at in open_points]
    within = covering_rows.within(candidates, [demand[at] for at in open_points], reach_miles)
    found = covering.solve(within, weights, how_many, seconds=seconds)
    chosen = _in_order(candidates, found.columns, within, weights)
    covered = before + math.fsum(each.adds for each in chosen)
    return Cover(
        chosen,
        before,
        covered,
        covered if found.proven else before + found.bound,
        math.fsum(point.weight for point in demand),
        found.proven,
        *found.size,
        found.nodes,
    )


def _in_order(
    candidates: Sequence[Candidate],
    columns: Sequence[int],
    within: Sequence[Sequence[int]],
    weights: Sequence[float],
) -> tuple[Chosen, ...]:
    """The chosen ones, the one that adds most first; what adds nothing is left out."""
    left, seen, chosen = set(columns), set[int](), []
    while left:
        adds = {
            at: math.fsum(weights[point] for point in within[at] if point not in seen)
            for at in left
        }
        best = min(left, key=lambda at: (-adds[at], candidates[at].name, at))
        if adds[best] <= 0:
            break
        new = [point for point in within[best] if point not in seen]
        chosen.append(Chosen(candidates[best], adds[best], len(new)))
        seen.update(new)
        left.remove(best)
    return tuple(chosen)
