"""The person was heard: whoever was called for them is told, and telephones stop ringing."""

from beside.kernel import outbox
from beside.kernel.outbox import Delivery
from beside.line.core.results import NEVER_REACHED
from beside.line.core.session import ACTIVE, State
from beside.line.effects.reread import MOVED_ON, Target, session_in
from beside.line.models import Attempt, Session
from beside.line.services import calling

TOLD_BY_TEXT = (Target.PERSON, Target.RESPONDER, Target.ON_CALL)
CALM = (*(state for state in ACTIVE if state != State.RELEASED), State.ENDED)


@outbox.handles("line.stand_down", together=True)
def stand_down(delivery: Delivery) -> str:
    """Tell everybody who was called, once. An emergency centre is told by a person."""
    session = session_in(delivery, CALM)
    if session is None:
        return MOVED_ON
    called = list(session.attempts.filter(why__in=["going", "page"]))
    calling.stop_ringing(session=session, at=delivery.at)
    told = {(each.target, each.whom): each for each in called if _was_told(session, each)}
    for (target, whom), attempt in told.items():
        way = calling.SMS if target in TOLD_BY_TEXT else calling.VOICE
        calling.ring(session=session, target=target, whom=whom, at=delivery.at, way=way,
                     rung=attempt.rung, why="stand_down")  # fmt: skip
    return str(len(told))


def _was_told(session: Session, attempt: Attempt) -> bool:
    """Somebody who may have heard of it since the release, and has not been told already."""
    if attempt.target == Target.ON_CALL and attempt.rung_id is None:
        return False
    if attempt.result in NEVER_REACHED:
        return False
    done = session.attempts.filter(whom=attempt.whom, why="stand_down", at__gte=attempt.at)
    return not done.exists()
