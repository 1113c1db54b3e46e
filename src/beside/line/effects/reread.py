"""The session as it is now, not as it was when the effect was put."""

from collections.abc import Collection, Sequence
from uuid import UUID

from beside.kernel import statements
from beside.kernel.outbox import Delivery
from beside.line.core.session import State
from beside.line.models import Attempt, Session

MOVED_ON = "moved on"
_LOCKED = "WHERE id = ANY(%s) AND NOT is_practice ORDER BY id FOR NO KEY UPDATE"
Target = Attempt.Target


def session_in(delivery: Delivery, states: Collection[State]) -> Session | None:
    """The session, if it still stands in one of these states and is no practice."""
    return sessions_in([delivery], states)[0]


def sessions_in(deliveries: Sequence[Delivery], states: Collection[State]) -> list[Session | None]:
    """As `session_in` for each, in order; all are locked, in the order of their ids."""
    wanted = [UUID(str(delivery.payload["session"])) for delivery in deliveries]
    found = {session.pk: session for session in statements.rows(Session, _LOCKED, [wanted])}
    standing = [found.get(each) for each in wanted]
    return [each if each is not None and each.state in states else None for each in standing]
