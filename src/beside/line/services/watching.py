"""Keep the clock of a session: check in, begin, miss, declare, end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel.steps import Step
from beside.line.core.rhythm import Route
from beside.line.core.session import Event, Outcome, State
from beside.line.models import Session
from beside.line.moving import Overtaken, move
from beside.line.services import ending
from beside.line.turns import due_of_rung

TRIES = 5  # a person's own tap is worth trying again when the clock moved at that instant
LAST_PROMPT = 2


@transaction.atomic
def miss_deadline(*, session_id: UUID, missed: datetime, at: datetime) -> Step[State]:
    """The deadline `missed` passed. Raises Overtaken if the session moved before we could."""
    session = Session.objects.get(pk=session_id)
    if session.deadline_at != missed:
        raise Overtaken(session_id)
    state = State(session.state)
    if state in (State.CONNECTED, State.WATCHING):
        return move(session, Event.DEADLINE_PASSED, at=at, prompts=1)
    if state is State.PROMPTING and session.prompts >= LAST_PROMPT:
        return move(session, Event.PROMPTS_RAN_OUT, at=at)
    if state is State.PROMPTING:
        return move(session, Event.DEADLINE_PASSED, at=at, prompts=session.prompts + 1)
    if state is State.HELPED:
        return ending.end(
            session=session, event=Event.DEADLINE_PASSED, at=at, outcome=Outcome.HELPED
        )
    if state in (State.UNRESPONSIVE, State.RELEASED, State.DISPATCHED):
        return _climb(session, at)
    return ending.wait_longer(session=session, at=at)


def _climb(session: Session, at: datetime) -> Step[State]:
    """The place is released, or the next rung's turn has come: whatever the last one answered."""
    position, due = due_of_rung(session, at)
    released = session.released_at or at
    return move(session, Event.DEADLINE_PASSED, at=at, due=due, rung=position, released_at=released)


def check_in(*, session_id: UUID, at: datetime, by: User | None = None) -> Step[State]:
    """The person was heard: the clock starts anew. Raises NotAllowed once it has ended."""
    return _tapped(session_id, Event.CHECKED_IN, at, by, prompts=0, heard_at=at)


def begin_use(
    *, session_id: UUID, at: datetime, by: User | None = None, route: Route | None = None
) -> Step[State]:
    """The person uses now. `route` changes how often the line asks from here on."""
    for_good: dict[str, Any] = {"route": route} if route else {}
    return _tapped(
        session_id, Event.USE_BEGAN, at, by, prompts=0, heard_at=at, began_at=at, **for_good
    )


@transaction.atomic
def take_timer(*, session_id: UUID, at: datetime) -> Step[State]:
    """The machine watches; a place in the queue, if there was one, is kept."""
    session = Session.objects.select_for_update().get(pk=session_id)
    by_phone = (Session.Way.PHONE, Session.Way.SMS)
    way = session.way if session.way in by_phone else Session.Way.TIMER
    return move(session, Event.TIMER_TAKEN, at=at, prompts=0, heard_at=at, began_at=at, way=way)


@transaction.atomic
def declare_emergency(*, session_id: UUID, by: User, at: datetime) -> Step[State]:
    """An operator says that the person does not respond. No veto: help goes at once."""
    session = Session.objects.select_for_update().get(pk=session_id)
    position, due = due_of_rung(session, at)
    return move(
        session, Event.DECLARED, at=at, by=by, due=due,
        rung=position, released_at=at, declared_by=by,
    )  # fmt: skip


@transaction.atomic
def drop_line(*, session_id: UUID, at: datetime) -> Step[State]:
    """The person's leg is gone: neither a check-in nor an end. Somebody calls back."""
    session = Session.objects.select_for_update().get(pk=session_id)
    return move(session, Event.LINE_DROPPED, at=at, line_up=False, dropped_at=at)


def _tapped(
    session_id: UUID, event: Event, at: datetime, by: User | None, **changes: Any
) -> Step[State]:
    for _ in range(TRIES - 1):
        try:
            return _tap_once(session_id, event, at, by, changes)
        except Overtaken:
            continue
    return _tap_once(session_id, event, at, by, changes)


@transaction.atomic
def _tap_once(
    session_id: UUID, event: Event, at: datetime, by: User | None, changes: dict[str, Any]
) -> Step[State]:
    session = Session.objects.select_for_update().get(pk=session_id)
    return move(session, event, at=at, by=by, **changes)
