"""When one channel fails: the next one, at once. And what is no longer worth trying."""

from datetime import datetime, timedelta

from django.db import transaction

from beside.kernel import outbox
from beside.line.core.results import FAULTS, NO_WAY_OUT
from beside.line.core.session import State
from beside.line.effects import paging
from beside.line.models import Attempt
from beside.line.services import calling, contacts, legs

TO_THE_PERSON = ("prompt", "veto")
CALL_AGAIN = timedelta(seconds=8)
TOGETHER = timedelta(seconds=20)  # tries of one prompt lie no further apart
PAST = {
    "prompt": (State.PROMPTING, State.UNRESPONSIVE), "veto": (State.UNRESPONSIVE, State.RELEASED),
    "going": (State.RELEASED, State.DISPATCHED), "offer": (State.WAITING,),
}  # fmt: skip


def is_past(attempt: Attempt) -> bool:
    """Whether the session has moved on from what this try is for."""
    states = PAST.get(attempt.why)
    return states is not None and attempt.session.state not in states


@transaction.atomic
def after(attempt: Attempt, result: str, at: datetime) -> None:
    """This channel failed, or does so now. Another way, another call, or a fault on the page."""
    if attempt.target == Attempt.Target.CALLER:
        _the_person(attempt, result, at)
    elif attempt.rung_id and attempt.target == Attempt.Target.PERSON:
        if result in FAULTS or (result in NO_WAY_OUT and attempt.why == "test"):
            contacts.note_fault(rung_id=attempt.rung_id, fault=result, at=at)
    elif attempt.target == Attempt.Target.ON_CALL and result != "failing":
        paging.write_if_nobody(attempt.session, at)


def _the_person(attempt: Attempt, result: str, at: datetime) -> None:
    session = attempt.session
    if attempt.why in TO_THE_PERSON:
        other = calling.VOICE if attempt.way == calling.SMS else calling.SMS
        lately = attempt.at - TOGETHER
        since = session.attempts.filter(why=attempt.why, way=other, at__gte=lately)
        if not since.exists():
            calling.ring(session=session, target=attempt.target, whom="caller", at=at, way=other,
                         why=attempt.why)  # fmt: skip
        if result == "opted_out":  # no machine can ask them: people must
            outbox.put("line.page", {"session": str(session.pk)}, due_at=at, urgent=True,
                       about=("line.session", str(session.pk)),
                       key=f"opted_out:{session.pk}:{attempt.pk}")  # fmt: skip
    if attempt.why == "call_back" and result != "failing" and result not in FAULTS:
        legs.try_again(session_id=session.pk, at=at, due_at=at + CALL_AGAIN)
