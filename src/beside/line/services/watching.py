"""Keep the clock of a session: check in, begin, miss, declare, end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from beside.accounts.models import User
from beside.kernel import statements
from beside.kernel.deadlines import Due
from beside.kernel.steps import Step
from beside.line.core.rhythm import Route
from beside.line.core.session import Event, Outcome, State
from beside.line.models import Session
from beside.line.moving import Move, Overtaken, move, move_all
from beside.line.services import ending
from beside.line.turns import due_of_rung

TRIES = 5  # a person's own tap is worth trying again when the clock moved at that instant
LAST_PROMPT = 2
CLIMBING = (State.UNRESPONSIVE, State.RELEASED, State.DISPATCHED)


@transaction.atomic
def miss_deadline(*, session_id: UUID, missed: datetime, at: datetime) -> Step[State]:
    """The deadline `missed` passed. Raises Overtaken if the session moved before we could."""
    session = Session.objects.get(pk=session_id)
    if session.deadline_at != missed:
        raise Overtaken(session_id)
    found = _move_by_clock(session, at)
    if found is None:
        return _wait_or_end(session, at)
    return move(session, found.event, at=at, due=found.due, **found.changes)


@transaction.atomic
def miss_deadlines(*, due: Sequence[Due], at: datetime) -> None:
    """As `miss_deadline` for each, all or none. Their rows are locked by whoever found them."""
    missed = {row.id: row.missed for row in due}
    sessions = statements.rows(Session, "WHERE id = ANY(%s) ORDER BY id", [list(missed)])
    moved_on = set(missed) - {each.pk for each in sessions if each.deadline_at == missed[each.pk]}
    if moved_on:
        raise Overtaken(*moved_on)
    climbing = [session for session in sessions if session.state in CLIMBING]
    prefetch_related_objects(climbing, "rungs")
    found = {session.pk: _move_by_clock(session, at) for session in sessions}
    move_all([each for each in found.values() if each], at=at)
    for session in sessions:
        if found[session.pk] is None:
            _wait_or_end(session, at)


def _move_by_clock(session: Session, at: datetime) -> Move | None:
    """What silence leads to; None where more than the clock decides."""
    state = State(session.state)
    if state in (State.CONNECTED, State.WATCHING):
        return Move(session, Event.DEADLINE_PASSED, changes={"prompts": 1})
    if state is State.PROMPTING and session.prompts >= LAST_PROMPT:
        return Move(session, Event.PROMPTS_RAN_OUT)
    if state is State.PROMPTING:
        return Move(session, Event.DEADLINE_PASSED, changes={"prompts": session.prompts + 1})
    return _climb(session, at) if state in CLIMBING else None


def _climb(session: Session, at: datetime) -> Move:
    """The place is released, or the next rung's turn has come: whatever the last one answered."""
    position, due = due_of_rung(session, at)
    changes = {"rung": position, "released_at": session.released_at or at}
    return Move(session, Event.DEADLINE_PASSED, due, changes)


def _wait_or_end(session: Session, at: datetime) -> Step[State]:
    """Help is there and nobody closed it; or nobody has answered yet."""
    if session.state == State.HELPED:
        return ending.end(
            session=session, event=Event.DEADLINE_PASSED, at=at, outcome=Outcome.HELPED
        )
    return ending.wait_longer(session=session, at=at)


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
