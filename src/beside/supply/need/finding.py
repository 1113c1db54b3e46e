"""The worker's side of a placement: look at it, solve it, keep what was found."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from beside.kernel import progress
from beside.places import queries as places
from beside.places.core.place import Point
from beside.supply.core.need import placement as core
from beside.supply.core.need.placement import Candidate, Cover, Demand
from beside.supply.models import Placement
from beside.supply.services import placing

log = logging.getLogger(__name__)
STEPS = ("reading", "solving", "drawing", "kept")


def find(placement_id: UUID, at: datetime) -> None:
    """Find the best places; repeated, it finds the search ended and does nothing."""
    asked = Placement.objects.get(pk=placement_id)
    if asked.state != Placement.State.WAITING or asked.demand is None:
        return
    State = Placement.State
    try:
        with progress.resume(asked.progress_id) as work:
            work.step(of=len(STEPS), message=STEPS[0])
            demand = [Demand(str(n), lat, lon, weight)
                      for n, (_, lat, lon, weight) in enumerate(asked.demand)]  # fmt: skip
            candidates, existing = _named(asked.candidates), _named(asked.existing)
            work.step(message=STEPS[1])
            cover = core.cover(candidates, demand, asked.reach_miles, asked.how_many, existing)
            work.step(message=STEPS[2])
            answer = _answer(cover, asked, demand)
            work.step(message=STEPS[3])
    except progress.Cancelled:
        placing.end_placement(placement_id=asked.pk, state=State.STOPPED, answer=None, at=at)
        return
    except Exception:
        placing.end_placement(placement_id=asked.pk, state=State.FAILED, answer=None, at=at)
        raise
    state = State.FOUND if cover.chosen else State.NONE
    placing.end_placement(placement_id=asked.pk, state=state, answer=answer, at=at)


def _named(spots: Sequence[Sequence[Any]]) -> list[Candidate]:
    """Known by their number: two places may have one name."""
    return [Candidate(str(n), lat, lon) for n, (_, lat, lon) in enumerate(spots)]


def _answer(cover: Cover, asked: Placement, demand: Sequence[Demand]) -> dict[str, Any]:
    """In plain values; which ZIP areas are reached, but never whose own points."""
    chosen = [int(one.candidate.name) for one in cover.chosen]
    sites = [Point(one.candidate.lat, one.candidate.lon) for one in cover.chosen]
    sites += [Point(lat, lon) for _, lat, lon in asked.existing]
    reached = [
        n for n, point in enumerate(demand) if _is_near(point, sites, asked.reach_miles)
    ]  # fmt: skip
    return {
        "chosen": chosen, "adds": [one.adds for one in cover.chosen],
        "points": [one.points for one in cover.chosen], "before": cover.covered_before,
        "after": cover.covered, "most": cover.most, "all": cover.all_weight,
        "proven": cover.proven, "reached": None if asked.demand_is_own else reached,
        "points_in_all": len(demand),
    }  # fmt: skip


def _is_near(point: Demand, sites: Sequence[Point], reach: float) -> bool:
    here = Point(point.lat, point.lon)
    return any(places.distance_miles(here, site) <= reach * (1 + 1e-9) for site in sites)
