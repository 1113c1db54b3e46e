"""The person's leg is gone: ring them, and again, while their clock runs."""

from datetime import timedelta

from beside.kernel import outbox
from beside.kernel.outbox import Delivery
from beside.line.core.session import ACTIVE, State
from beside.line.effects.reread import MOVED_ON, Target, session_in
from beside.line.models import Attempt
from beside.line.services import calling

RINGING = timedelta(seconds=40)  # a try of ours that has no end yet
BEFORE_USE = 3  # somebody who left the queue is not rung for ever
CLOCKS = [state for state in ACTIVE if state != State.HELPED]


@outbox.handles("line.call_back", together=True)
def call_back(delivery: Delivery) -> str:
    """One try; when it comes to nothing the next is put (`reaching.py`)."""
    session = session_in(delivery, CLOCKS)
    if session is None or session.line_up:
        return MOVED_ON
    tries = session.attempts.filter(target=Target.CALLER, way=calling.VOICE)
    if tries.filter(ended_at=None, at__gt=delivery.at - RINGING).exists():
        return "rings already"
    mine = Attempt.objects.filter(session=session, why="call_back")
    if session.state == State.WAITING and mine.count() >= BEFORE_USE:
        return "left"
    calling.ring(session=session, target=Target.CALLER, whom="caller", at=delivery.at,
                 why="call_back")  # fmt: skip
    return "ringing"
