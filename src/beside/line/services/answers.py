"""What became of calls: of those we made, and of those who were put through to each other."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from beside.kernel import outbox
from beside.kernel.steps import NotAllowed
from beside.line.core.session import State
from beside.line.models import Attempt, Session
from beside.line.moving import note
from beside.line.phone.ports import Leg
from beside.line.services import calling, ending, legs

CALL_AGAIN = timedelta(seconds=8)
FAILED = (Leg.BUSY, Leg.NO_ANSWER, Leg.FAILED)


@transaction.atomic
def note_leg_status(*, attempt_id: int, leg: str, status: Leg, at: datetime) -> bool:
    """A leg of ours rings, is up, or is over; whether that is news. Unknown tries are let be."""
    attempt = Attempt.objects.select_related("session").filter(pk=attempt_id).first()
    if attempt is None:
        return False
    if not attempt.carrier_id:  # the webhook overtook the provider's own answer
        calling.note_taken(attempt=attempt, leg=leg, at=at)
    is_new = calling.note_result(
        attempt_id=attempt_id, result=status.value, at=at, is_final=status.is_final
    )
    if attempt.target == Attempt.Target.CALLER and attempt.placed_by_id is None:
        _of_the_person(attempt, leg, status, is_new, at)
    elif status.is_final and attempt.why == "talk":
        _operator_gone(attempt.session_id, attempt, at)
    return is_new


@transaction.atomic
def note_bridge(*, attempt_id: int, status: Leg, at: datetime) -> bool:
    """Whom somebody was put through to took it, or not. A partner line that did has them now."""
    attempt = Attempt.objects.select_related("session").get(pk=attempt_id)
    result = "talked" if status is Leg.OVER else status.value
    is_new = calling.note_result(attempt_id=attempt_id, result=result, at=at)
    if attempt.whom == "partner" and status is Leg.OVER:
        try:
            ending.leave(session_id=attempt.session_id, at=at)
        except NotAllowed:
            note(attempt.session, "partner_left", at=at)
    return is_new


@transaction.atomic
def note_left_room(*, session_id: UUID, leg: str, at: datetime) -> bool:
    """Somebody hung up, or was cut off, in the session's room; whether that was somebody of it."""
    session = Session.objects.filter(pk=session_id).first()
    if session is None:
        return False
    if session.call_id == leg:
        return legs.lose(session_id=session_id, leg=leg, at=at)
    theirs = session.attempts.filter(carrier_id=leg, target=Attempt.Target.ON_CALL).first()
    if theirs is None:
        return False
    calling.note_result(attempt_id=theirs.pk, result=Leg.OVER.value, at=at)
    return _operator_gone(session_id, theirs, at)


def _of_the_person(attempt: Attempt, leg: str, status: Leg, is_new: bool, at: datetime) -> None:
    """They took our call: that is their leg now. Not taken, or lost again: once more."""
    session_id = attempt.session_id
    if status is Leg.UP and is_new:
        try:
            legs.attach(session_id=session_id, leg=leg, at=at)
        except NotAllowed:
            return
    elif status is Leg.OVER:
        legs.lose(session_id=session_id, leg=leg, at=at)
    elif status in FAILED and is_new and attempt.why == "call_back":
        legs.try_again(session_id=session_id, at=at, due_at=at + CALL_AGAIN)


def _operator_gone(session_id: UUID, attempt: Attempt, at: datetime) -> bool:
    """The operator's phone has hung up: the person hears words again, others are offered them.

    Who answered at a console and is still there keeps the session; the call alone is over.
    """
    from beside.line.models import Presence
    from beside.line.services import queue

    session = Session.objects.select_for_update().get(pk=session_id)
    user_id = attempt.whom.partition(":")[2]
    if session.state == State.ENDED or str(session.operator_id) != user_id:
        return False
    Session.objects.filter(pk=session_id, talk="room").update(talk="hold")
    outbox.put("line.out_of_room", {"session": str(session_id)}, due_at=at, urgent=True,
               about=("line.session", str(session_id)))  # fmt: skip
    at_console = Presence.objects.filter(user_id=user_id, until_at=None, on_call_only=False)
    if not at_console.exists():
        queue.lose_operator(session_id=session_id, at=at)
    note(session, "operator_phone_down", at=at)
    return True
