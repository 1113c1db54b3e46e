"""Where the next sites cover most: maximal covering, to proven optimality. In a worker only.

Of the candidates, `how_many` are chosen so that the weight of the demand points within reach of
some chosen or existing site is largest (Church & ReVelle 1974). Existing sites stay; what they
reach is covered already. The program handed to HiGHS is made small first: demand with the same
candidates in reach is one row, candidates whose reach lies within another's are left out.
Method: docs/methods/placement.md.
"""

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
    rows: int  # of the program that was solved
    columns: int


def cover(
    candidates: Sequence[Candidate],
    demand: Sequence[Demand],
    reach_miles: float,
    how_many: int,
    existing: Sequence[Candidate] = (),
    *,
    seconds: float = 30.0,
) -> Cover:
    """The best new sites within the time. Straight-line miles: a walk of half a mile is about ten
    minutes. Raises ValueError for a reach or number that is not above nought."""
    raise NotImplementedError
