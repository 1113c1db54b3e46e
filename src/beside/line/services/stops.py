"""Somebody whose clock runs texted STOP: no machine may reach them any more, so people must."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce

from beside.kernel import outbox
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.moving import note

PAGE = "line.page"


@transaction.atomic
def note_stop(*, session_id: UUID, at: datetime) -> bool:
    """Page people and offer the session ahead of the queue; the clock and its steps stay.

    STOP may mean "I am fine", and it may be a slip: only SAFE ends a session. Whether one ran.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state == State.ENDED:
        return False
    Session.objects.filter(pk=session_id).update(
        wants_operator=True, is_ahead=session.operator_id is None,
        queued_at=Coalesce("queued_at", at),
    )  # fmt: skip
    session.refresh_from_db()
    outbox.put(PAGE, {"session": str(session_id)}, about=("line.session", str(session_id)),
               due_at=at, urgent=True)  # fmt: skip
    note(session, "stopped_texts", at=at)
    return True
