"""Nobody was free within 20 s: offer the timer or a partner line, by the way the person came."""

from beside.kernel import outbox
from beside.kernel.outbox import Delivery
from beside.line.core.session import State
from beside.line.effects.reread import MOVED_ON, Target, session_in
from beside.line.models import Session
from beside.line.services import calling


@outbox.handles("line.overflow", together=True)
def overflow(delivery: Delivery) -> str:
    """On the phone the words come round at once; by SMS once. Pages in a browser offer it."""
    session = session_in(delivery, [State.WAITING])
    if session is None or session.operator_id:
        return MOVED_ON
    if session.way == Session.Way.PHONE and session.talk == "hold" and session.line_up:
        said = session.attempts.filter(why="offer").exists()
        if not said:  # the words on hold make the offer themselves; this brings them at once
            _try(session, calling.VOICE, delivery)
        return "offered"
    if session.way == Session.Way.SMS and session.talk == "queued":
        if not session.attempts.filter(why="offer").exists():
            _try(session, calling.SMS, delivery)
        return "offered"
    return "by its page"


def _try(session: Session, way: str, delivery: Delivery) -> None:
    calling.ring(session=session, target=Target.CALLER, whom="caller", at=delivery.at, way=way,
                 why="offer")  # fmt: skip
