"""What carriers tell us afterwards. Reports repeat, come late and out of order; a fate is final."""

from datetime import datetime
from uuid import UUID

from beside.kernel.transports.models import Message

State = Message.State

FATES = {
    "twilio": {
        "delivered": State.DELIVERED,
        "completed": State.DELIVERED,
        "undelivered": State.FAILED,
        "failed": State.FAILED,
        "busy": State.FAILED,
        "no-answer": State.FAILED,
        "canceled": State.FAILED,
    },
    "telnyx": {
        "delivered": State.DELIVERED,
        "completed": State.DELIVERED,
        "sending_failed": State.FAILED,
        "delivery_failed": State.FAILED,
        "delivery_unconfirmed": State.FAILED,
        "busy": State.FAILED,
        "no-answer": State.FAILED,
        "failed": State.FAILED,
        "canceled": State.FAILED,
    },
}


def take(carrier: str, message_id: UUID, status: str, *, why: str, at: datetime) -> bool:
    """Move the message to its fate; whether this report was the one that did.

    Statuses on the way (queued, sending, ringing) and messages we do not know
    change nothing.
    """
    fate = FATES[carrier].get(status)
    if fate is None:
        return False
    open_states = (State.GIVEN, State.TAKEN)
    moved = Message.objects.filter(pk=message_id, state__in=open_states).update(
        state=fate, why=why[:40], moved_at=at
    )
    return bool(moved)
