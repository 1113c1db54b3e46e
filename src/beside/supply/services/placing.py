"""The search for the best new places: asked by a planner, found by a worker, stopped any time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import progress, record
from beside.supply.models import Placement, Program
from beside.supply.need.sheets import Spot

KIND = "supply.placement"


class Ended(Exception):
    """That search has ended."""


@dataclass(frozen=True)
class Search:
    """What is asked: so many of the candidates, to reach most of what is not reached."""

    name: str
    by_way: str
    minutes: int
    reach_miles: float
    how_many: int
    candidates: Sequence[Spot]
    existing: Sequence[Spot]
    demand: Sequence[Spot]
    demand_is_own: bool
    rests_on: Sequence[Mapping[str, Any]]


@transaction.atomic
def ask_placement(*, program: Program, search: Search, at: datetime, by: User) -> Placement:
    """Queue it; a worker takes it up within seconds."""
    from beside.supply.jobs import find_places

    work = progress.start(KIND, of=4, by=by, at=at)
    made = Placement.objects.create(
        program=program, name=search.name, by_way=search.by_way, minutes=search.minutes,
        reach_miles=search.reach_miles, how_many=search.how_many,
        candidates=[[one.name, one.lat, one.lon] for one in search.candidates],
        existing=[[one.name, one.lat, one.lon] for one in search.existing],
        demand=[[one.name, one.lat, one.lon, one.weight] for one in search.demand],
        demand_is_own=search.demand_is_own, rests_on=list(search.rests_on),
        progress_id=work.id, at=at, by=by,
    )  # fmt: skip
    find_places.defer(placement_id=str(made.pk))
    record.act("placement_asked", on=made, by=by, at=at,
               detail={"candidates": len(search.candidates), "demand": len(search.demand),
                       "how_many": search.how_many})  # fmt: skip
    return made


@transaction.atomic
def end_placement(
    *, placement_id: UUID, state: str, answer: Mapping[str, Any] | None, at: datetime
) -> bool:
    """What the worker found, or that it ended without; whether the search still stood.

    Points of need that came in a file are not kept beyond it.
    """
    unmoved = Placement.objects.filter(pk=placement_id, state=Placement.State.WAITING)
    changes: dict[str, Any] = {"state": state, "answer": answer, "ended_at": at}
    if Placement.objects.filter(pk=placement_id, demand_is_own=True).exists():
        changes["demand"] = None
    if not unmoved.update(**changes):
        return False
    record.act("placement_ended", on=("supply.placement", str(placement_id)), at=at,
               detail={"state": state})  # fmt: skip
    return True


@transaction.atomic
def stop_placement(*, placement: Placement, at: datetime, by: User) -> None:
    """Nobody needs it any more. Raises Ended."""
    is_running = progress.cancel(placement.progress_id)
    ended = end_placement(
        placement_id=placement.pk, state=Placement.State.STOPPED, answer=None, at=at
    )
    if not ended and not is_running:
        raise Ended(str(placement.pk))
    record.act("placement_stopped", on=placement, by=by, at=at)


@transaction.atomic
def drop_placement(*, placement: Placement, at: datetime, by: User) -> None:
    """It goes with what it found. Raises Ended while it still runs."""
    if placement.state == Placement.State.WAITING:
        raise Ended(str(placement.pk))
    record.act("placement_dropped", on=placement, by=by, at=at)
    placement.delete()
