"""The session as it is now, not as it was when the effect was put."""

from collections.abc import Collection
from uuid import UUID

from beside.kernel.outbox import Delivery
from beside.line.core.session import State
from beside.line.models import Attempt, Session

MOVED_ON = "moved on"
Target = Attempt.Target


def session_in(delivery: Delivery, states: Collection[State]) -> Session | None:
    """The session, if it still stands in one of these states and is no practice."""
    found = Session.objects.filter(pk=UUID(str(delivery.payload["session"])), is_practice=False)
    session = found.select_for_update().first()
    return session if session is not None and session.state in states else None
