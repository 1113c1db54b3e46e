"""Planners say a number with its source, bring a table of places, keep and adopt a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.core.need.allocation import Reason
from beside.supply.models import (
    AllocatedPlace,
    Allocation,
    PlanningNumber,
    PlanningTable,
    Program,
    TablePlace,
)
from beside.supply.need.sheets import OwnPlace


class NotNow(Exception):
    """The plan is not in the state in which this can be done."""


class NameTaken(ValueError):
    """There is a table of that name."""


@dataclass(frozen=True)
class Whence:
    """Where a number comes from."""

    source: str
    year: int


@dataclass(frozen=True)
class Row:
    """One place of a plan, as it was reckoned."""

    name: str
    at_risk: float
    deaths: float
    proportional: int
    low: int
    kits: int
    high: int
    reason: Reason
    saturation: float
    next_1000_avert: float
    code: str = ""
    place_id: UUID | None = None
    is_shrunk: bool = False
    least: int = 0
    most: int | None = None
    now: int | None = None


@dataclass(frozen=True)
class Reckoned:
    """A whole plan before it is kept."""

    name: str
    over: str
    kits: int
    floor_percent: int
    rows: Sequence[Row]
    rests_on: Sequence[Mapping[str, Any]]
    deaths: Mapping[str, float] = field(default_factory=dict)
    left_over: int = 0


@transaction.atomic
def put_number(
    *, program: Program | None, name: str, value: float, low: float | None, high: float | None,
    whence: Whence, at: datetime, by: User, area: str = "",
) -> PlanningNumber:  # fmt: skip
    """From now on this number stands in place of the published one."""
    facts = {"value": value, "low": low, "high": high, "source": whence.source,
             "year": whence.year, "at": at, "by": by}  # fmt: skip
    row, _new = PlanningNumber.objects.update_or_create(
        program=program, name=name, area=area, defaults=facts
    )
    record.act("planning_number_put", on=row, by=by, at=at,
               detail={"number": name, "year": whence.year})  # fmt: skip
    return row


@transaction.atomic
def take_back_number(
    *, program: Program | None, name: str, at: datetime, by: User, area: str = ""
) -> bool:
    """The published number holds again; whether another stood in its place."""
    gone, _each = PlanningNumber.objects.filter(program=program, name=name, area=area).delete()
    if gone:
        record.act("planning_number_taken_back", on=("supply.planning_number", name), by=by, at=at)
    return bool(gone)


@transaction.atomic
def keep_table(
    *, program: Program, name: str, whence: Whence, rows: Sequence[OwnPlace], at: datetime, by: User
) -> PlanningTable:
    """A planner's own places, whole. Raises NameTaken."""
    try:
        with transaction.atomic():
            made = PlanningTable.objects.create(
                program=program, name=name, source=whence.source, year=whence.year, at=at, by=by
            )
    except IntegrityError:
        raise NameTaken(name) from None
    TablePlace.objects.bulk_create(
        TablePlace(table=made, position=position, name=one.name, at_risk=one.at_risk,
                   deaths=one.deaths, least=one.least, most=one.most, now=one.now)
        for position, one in enumerate(rows, start=1)
    )  # fmt: skip
    record.act("planning_table_kept", on=made, by=by, at=at, detail={"rows": len(rows)})
    return made


@transaction.atomic
def drop_table(*, table: PlanningTable, at: datetime, by: User) -> None:
    """It goes with its rows; plans made from it keep their own."""
    record.act("planning_table_dropped", on=table, by=by, at=at)
    table.delete()


@transaction.atomic
def keep_allocation(*, program: Program, reckoned: Reckoned, at: datetime, by: User) -> Allocation:
    """A plan as it was reckoned, with all it rested on; a draft until somebody adopts it."""
    made = Allocation.objects.create(
        program=program, name=reckoned.name, over=reckoned.over, kits=reckoned.kits,
        floor_percent=reckoned.floor_percent, rests_on=list(reckoned.rests_on),
        deaths=dict(reckoned.deaths), left_over=reckoned.left_over, at=at, by=by,
    )  # fmt: skip
    AllocatedPlace.objects.bulk_create(
        AllocatedPlace(
            allocation=made, position=position, name=row.name[:80], code=row.code,
            place_id=row.place_id, at_risk=row.at_risk, deaths=row.deaths,
            is_shrunk=row.is_shrunk, least=row.least, most=row.most, now=row.now,
            proportional=row.proportional, low=row.low, kits=row.kits, high=row.high,
            reason=row.reason.value, saturation=row.saturation,
            next_1000_avert=row.next_1000_avert,
        )
        for position, row in enumerate(reckoned.rows, start=1)
    )  # fmt: skip
    record.act("allocation_kept", on=made, by=by, at=at,
               detail={"places": len(reckoned.rows), "kits": reckoned.kits})  # fmt: skip
    return made


@transaction.atomic
def adopt_allocation(*, allocation: Allocation, at: datetime, by: User) -> Allocation:
    """The program goes by it from now on; the one before ends. Raises NotNow."""
    State = Allocation.State
    Program.objects.select_for_update().get(pk=allocation.program_id)
    before = Allocation.objects.filter(program=allocation.program_id, state=State.ADOPTED)
    before.exclude(pk=allocation.pk).update(state=State.ENDED, ended_at=at)
    unmoved = Allocation.objects.filter(pk=allocation.pk, state=State.DRAFT)
    if not unmoved.update(state=State.ADOPTED, adopted_at=at, adopted_by=by):
        raise NotNow(str(allocation.pk))
    record.act("allocation_adopted", on=allocation, by=by, at=at)
    return Allocation.objects.select_related("program").get(pk=allocation.pk)


@transaction.atomic
def end_allocation(*, allocation: Allocation, at: datetime, by: User) -> Allocation:
    """The program no longer goes by it. Raises NotNow."""
    standing = Allocation.objects.filter(pk=allocation.pk, state=Allocation.State.ADOPTED)
    if not standing.update(state=Allocation.State.ENDED, ended_at=at):
        raise NotNow(str(allocation.pk))
    record.act("allocation_ended", on=allocation, by=by, at=at)
    return Allocation.objects.select_related("program").get(pk=allocation.pk)


@transaction.atomic
def drop_allocation(*, allocation: Allocation, at: datetime, by: User) -> None:
    """A draft nobody adopted goes. Raises NotNow."""
    if not Allocation.objects.filter(pk=allocation.pk, state=Allocation.State.DRAFT).exists():
        raise NotNow(str(allocation.pk))
    record.act("allocation_dropped", on=allocation, by=by, at=at)
    allocation.places.all().delete()
    allocation.delete()
