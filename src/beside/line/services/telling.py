"""What the person tells of themselves in the middle of a session, and by which way they stay."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from beside.kernel.steps import NotAllowed
from beside.line.core import ladder
from beside.line.core.rhythm import Route
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.moving import note
from beside.line.particulars import (
    KEPT,
    KEPT_AFTER_RELEASE,
    Particulars,
    county_of,
    leads_to_them,
    seal,
)
from beside.line.services.ladders import lay_ladder
from beside.privacy import vault

OFTEN = timedelta(seconds=20)


@transaction.atomic
def tell(
    *,
    session_id: UUID,
    particulars: Particulars,
    chosen: Sequence[ladder.Kind],
    route: Route,
    language: str,
    at: datetime,
) -> None:
    """Where they are, whom to call, how they use: said anew. What was sealed before is destroyed.

    The ladder stays as it is once it is being climbed. Raises NotAllowed once it has ended,
    ladder.BadLadder.
    """
    session = _running(session_id, "tell")
    before = session.particulars_id
    kept = KEPT if session.released_at is None else KEPT_AFTER_RELEASE
    _set(session, particulars_id=seal(particulars, at=at, kept=kept),
         county_fips=county_of(particulars), told_where=leads_to_them(particulars),
         route=route, language=language)  # fmt: skip
    if before:
        vault.destroy(before, at=at)
    if not session.rung:
        lay_ladder(session=session, chosen=chosen, at=at)
    note(session, "told", at=at)


@transaction.atomic
def change_way(*, session_id: UUID, way: str, at: datetime) -> None:
    """Stay by another way. The clock is not touched; who wants a person waits for one.

    Raises NotAllowed once it has ended.
    """
    session = _running(session_id, "change_way")
    changes: dict[str, Any] = {"way": way}
    if way != Session.Way.TIMER and not session.wants_operator:
        changes |= {"wants_operator": True, "queued_at": at}
    _set(session, **changes)
    note(session, "way_changed", at=at, detail={"way": way})


def stay_in_line(*, session_id: UUID, at: datetime) -> None:
    """The page of somebody who waits asked for news: they are still there. Starts no clock."""
    waiting = Session.objects.filter(pk=session_id, state=State.WAITING)
    waiting.filter(heard_at__lt=at - OFTEN).update(heard_at=at)


def _running(session_id: UUID, event: str) -> Session:
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state == State.ENDED:
        raise NotAllowed(State.ENDED, event)
    return session


def _set(session: Session, **changes: Any) -> None:
    """Columns beside the state and its deadline, which `moving` alone may touch."""
    Session.objects.filter(pk=session.pk).update(**changes)
    for name, value in changes.items():
        setattr(session, name, value)
