"""The person's leg into the room with their operator, and out of it when they are alone again."""

from uuid import UUID

from beside.kernel import outbox
from beside.kernel.outbox import Delivery
from beside.kernel.transports.messages import NotConfigured, Refused
from beside.line.core.session import State
from beside.line.effects.reread import MOVED_ON
from beside.line.models import Session
from beside.line.phone import dialling, placing, scripts
from beside.line.services import calling


@outbox.handles(calling.INTO_ROOM, attempts=5)
def into_room(delivery: Delivery) -> str:
    session = _there(delivery)
    if session is None or session.talk != "room" or session.operator_id is None:
        return MOVED_ON
    try:
        return "in" if placing.into_room(session) else "no leg"
    except (Refused, NotConfigured):  # the leg has gone: its own webhook starts a call-back
        return "no leg"


@outbox.handles("line.out_of_room", attempts=5)
def out_of_room(delivery: Delivery) -> str:
    session = _there(delivery)
    if session is None or session.talk == "room" or not session.call_id:
        return MOVED_ON
    try:
        provider, leg = dialling.holder(session.call_id)
        provider.say(leg, scripts.now(session))
    except (Refused, NotConfigured):
        return "no leg"
    return "out"


def _there(delivery: Delivery) -> Session | None:
    session_id = UUID(str(delivery.payload["session"]))
    return Session.objects.exclude(state=State.ENDED).filter(pk=session_id).first()
