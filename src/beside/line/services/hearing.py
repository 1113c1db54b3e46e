"""A tap that reached us late is heard for the moment it was made."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from beside.kernel.steps import Step
from beside.line.core.rhythm import Route, rhythm_of
from beside.line.core.session import Event, State
from beside.line.models import Session
from beside.line.moving import move
from beside.line.services import watching

AT_ONCE = timedelta(seconds=3)


class TooOld(Exception):
    """The tap is older than the person's own rhythm: it says nothing about now."""


def hear(*, session_id: UUID, at: datetime, tapped: datetime) -> Step[State]:
    """The person tapped at `tapped`, and the network brought it at `at`.

    The clock starts from the tap, not from its arrival: somebody may have fallen silent
    between the two. Raises TooOld, and NotAllowed once the session has ended.
    """
    late = at - tapped
    if late <= AT_ONCE:
        return watching.check_in(session_id=session_id, at=at)
    return _hear_late(session_id, at, tapped)


@transaction.atomic
def _hear_late(session_id: UUID, at: datetime, tapped: datetime) -> Step[State]:
    session = Session.objects.select_for_update().get(pk=session_id)
    due = tapped + rhythm_of(session.rhythm).check_in(Route(session.route))
    if due <= at:
        raise TooOld
    return move(
        session, Event.CHECKED_IN, at=at, due=_due(session, due), prompts=0, heard_at=tapped
    )


def _due(session: Session, due: datetime) -> datetime | None:
    """Help that is under way keeps its own clock."""
    return session.deadline_at if session.state == State.DISPATCHED else due
