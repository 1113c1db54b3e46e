"""How a program works with peers: its terms, and where bags wait."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.peers.core.points import BagState
from beside.peers.models import Point, Terms
from beside.supply.models import Place, Program


class AnotherProgram(ValueError):
    """The shelf belongs to another program."""


class StillWaits(Exception):
    """A bag waits there still."""


@transaction.atomic
def change_terms(*, program: Program, facts: Mapping[str, Any], by: User, at: datetime) -> Terms:
    """Set these, from now on."""
    row, _ = Terms.objects.get_or_create(program=program)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
    record.act("peer_terms_changed", on=program, by=by, at=at, detail={"fields": sorted(facts)})
    return row


@transaction.atomic
def keep_point(
    *, program: Program, point: Point | None, facts: Mapping[str, Any], by: User, at: datetime
) -> Point:
    """Add a point, or change one. Raises AnotherProgram."""
    shelf = facts.get("shelf")
    if isinstance(shelf, Place) and shelf.program_id != program.pk:
        raise AnotherProgram
    if point is None:
        point = Point.objects.create(program=program, **facts)
        record.act("peer_point_added", on=point, by=by, at=at)
        return point
    for name, value in facts.items():
        setattr(point, name, value)
    point.save(update_fields=list(facts))
    record.act("peer_point_changed", on=point, by=by, at=at, detail={"fields": sorted(facts)})
    return point


@transaction.atomic
def close_point(*, point: Point, by: User, at: datetime) -> None:
    """Nobody is sent there any more. Raises StillWaits."""
    if point.bags.exclude(state=BagState.HANDED).exists():
        raise StillWaits
    Point.objects.filter(pk=point.pk).update(closed_at=at)
    record.act("peer_point_closed", on=point, by=by, at=at)


@transaction.atomic
def reopen_point(*, point: Point, by: User, at: datetime) -> None:
    """People are sent there again."""
    Point.objects.filter(pk=point.pk).update(closed_at=None)
    record.act("peer_point_reopened", on=point, by=by, at=at)
