"""The person's own end of a call: found, lost, found again. And where the talk by keypad stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from beside.kernel import outbox
from beside.kernel.steps import NotAllowed
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.moving import note
from beside.line.services import watching

CALL_BACK = "line.call_back"


@transaction.atomic
def attach(*, session_id: UUID, leg: str, at: datetime) -> Session:
    """A call of the person is up: the session may change its way, and its clock runs on."""
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state == State.ENDED:
        raise NotAllowed(session.state, "attach")
    talk = session.talk if session.came_by == Session.Way.PHONE and session.talk else "hold"
    talk = talk if session.way == Session.Way.PHONE else "hold"
    _set(session, call_id=leg, line_up=True, dropped_at=None, way=Session.Way.PHONE, talk=talk)
    note(session, "leg_up", at=at)
    return session


@transaction.atomic
def lose(*, session_id: UUID, leg: str, at: datetime) -> bool:
    """That leg is gone, and not by us: somebody calls back. Whether it was still theirs."""
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.call_id != leg or not session.line_up:
        return False
    try:
        watching.drop_line(session_id=session_id, at=at)
    except NotAllowed:  # somebody is with them, or it has ended
        _set(session, line_up=False)
        note(session, "leg_down", at=at)
    return True


@transaction.atomic
def try_again(*, session_id: UUID, at: datetime, due_at: datetime) -> bool:
    """Call back once more at `due_at`, while the clock runs; whether that is still wanted."""
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state in (State.ENDED, State.HELPED) or session.line_up:
        return False
    outbox.put(CALL_BACK, {"session": str(session_id)}, about=("line.session", str(session_id)),
               due_at=due_at, at=at, urgent=True)  # fmt: skip
    note(session, "call_back_set", at=at)
    return True


@transaction.atomic
def turn_talk(*, session_id: UUID, talk: str, at: datetime, **changes: Any) -> Session:
    """Where the talk stands now; with it a language, or a wish for a person."""
    session = Session.objects.select_for_update().get(pk=session_id)
    _set(session, talk=talk, **changes)
    note(session, "talk_turned", at=at, detail={"to": talk})
    return session


def _set(session: Session, **changes: Any) -> None:
    Session.objects.filter(pk=session.pk).update(**changes)
    for name, value in changes.items():
        setattr(session, name, value)
