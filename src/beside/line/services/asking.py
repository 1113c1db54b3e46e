"""The person asks for help by themselves, or says by phone or SMS that it is over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.kernel.steps import Step
from beside.line.core.session import Event, Outcome, State
from beside.line.models import Session
from beside.line.moving import move
from beside.line.services import ending
from beside.line.turns import due_of_rung

ASKED = "asked"  # the talk of somebody who asked for help: their words stand nobody down


@transaction.atomic
def ask_for_help(*, session_id: UUID, at: datetime) -> Step[State]:
    """Help goes at once, without a veto: they are awake and want it.

    What they say afterwards is not taken for a check-in. Raises NotAllowed when help was
    called already, or the session has ended.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state == State.WAITING:
        move(session, Event.TIMER_TAKEN, at=at, prompts=0, heard_at=at)
    position, due = due_of_rung(session, at)
    return move(
        session, Event.DECLARED, at=at, due=due, rung=position,
        released_at=session.released_at or at, heard_at=at, talk=ASKED,
    )  # fmt: skip


@transaction.atomic
def finish(*, session_id: UUID, at: datetime) -> Step[State]:
    """They are safe, and it is over; help that was called and has not set out stands down.

    Raises NotAllowed once somebody is on the way: then a person calls them off.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state == State.RELEASED:
        move(session, Event.CHECKED_IN, at=at, prompts=0, heard_at=at, rung=0)
    return ending.end(session=session, event=Event.SAFE, at=at, outcome=Outcome.SAFE)
