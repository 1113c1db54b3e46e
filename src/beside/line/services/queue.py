"""Who is with whom: answer, join, take over, hand on, and what happens when an operator is lost."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel.steps import NotAllowed, Step
from beside.line.core.session import Event, State
from beside.line.models import Company, Presence, Session
from beside.line.moving import move, note
from beside.line.queries import EMERGENCIES, has_hands_full

HELP_CALLED = (State.RELEASED, State.DISPATCHED)


class AlreadyAnswered(Exception):
    """A colleague was quicker. `operator_id` is who stays with the person."""

    def __init__(self, session_id: UUID, operator_id: object) -> None:
        super().__init__(str(session_id))
        self.session_id, self.operator_id = session_id, operator_id


class AlreadyOver(Exception):
    """The session ended before anybody answered."""


class HandsFull(Exception):
    """They stay with as many people as they may already. An emergency is never refused."""


class NotOnShift(Exception):
    """Nobody can be handed a call who is not at their console."""


@transaction.atomic
def answer(*, session_id: UUID, by: User, at: datetime) -> Step[State]:
    """Stay with somebody who waits. Answering again what is one's own changes nothing.

    Raises AlreadyAnswered, AlreadyOver, HandsFull.
    """
    session = _locked(session_id)
    if session.operator_id == by.pk:
        return Step(State(session.state), keeps_clock=True)
    if session.operator_id is not None:
        raise AlreadyAnswered(session_id, session.operator_id)
    if session.state not in EMERGENCIES and not session.is_practice and has_hands_full(by):
        raise HandsFull(by.pk)
    return _stay(session, by=by, at=at)


@transaction.atomic
def take_over(*, session_id: UUID, by: User, at: datetime) -> Step[State]:
    """A supervisor takes a session from whoever has it, who stays beside them until they leave."""
    session = _locked(session_id)
    before = session.operator_id
    step = _stay(session, by=by, at=at)
    if before is not None and before != by.pk:
        Company.objects.get_or_create(session=session, user_id=before, defaults={"at": at})
    Company.objects.filter(session=session, user=by).delete()
    note(session, "taken_over", at=at, by=by, detail={"from": str(before or "")})
    return step


@transaction.atomic
def join(*, session_id: UUID, by: User, at: datetime) -> bool:
    """Listen and write beside the operator, whose session it remains; whether that is new."""
    session = _locked(session_id)
    _, new = Company.objects.get_or_create(session=session, user=by, defaults={"at": at})
    if new:
        note(session, "joined", at=at, by=by)
    return new


@transaction.atomic
def part(*, session_id: UUID, by: User, at: datetime) -> bool:
    """Leave a session one had joined; whether one was there."""
    session = _locked(session_id)
    gone, _ = Company.objects.filter(session=session, user=by).delete()
    if gone:
        note(session, "parted", at=at, by=by)
    return bool(gone)


@transaction.atomic
def transfer(*, session_id: UUID, to: User, by: User, at: datetime) -> Step[State]:
    """Hand somebody to a colleague who is there. Raises NotOnShift, HandsFull, AlreadyOver."""
    session = _locked(session_id)
    if not Presence.objects.filter(user=to, until_at=None, on_call_only=False).exists():
        raise NotOnShift(to.pk)
    if has_hands_full(to):
        raise HandsFull(to.pk)
    step = _stay(session, by=to, at=at)
    note(session, "transferred", at=at, by=by, detail={"to": str(to.pk)})
    return step


@transaction.atomic
def lose_operator(*, session_id: UUID, at: datetime, by: User | None = None) -> Step[State]:
    """Whoever stayed with the person is gone: offer them to everybody, ahead of all who wait.

    With `by`, the operator hands them back on purpose. Doing so twice changes nothing.
    """
    session = _locked(session_id)
    if session.operator_id is None:
        return Step(State(session.state), keeps_clock=True)
    return move(
        session, Event.OPERATOR_LOST, at=at, by=by, operator=None, is_ahead=True,
        wants_operator=True, queued_at=session.queued_at or at,
    )  # fmt: skip


def _locked(session_id: UUID) -> Session:
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state == State.ENDED:
        raise AlreadyOver(session_id)
    return session


def _stay(session: Session, *, by: User, at: datetime) -> Step[State]:
    first = {} if session.answered_at else {"answered_at": at}
    try:
        return move(session, Event.ANSWERED, at=at, by=by, operator=by, is_ahead=False, **first)
    except NotAllowed:
        raise AlreadyOver(session.pk) from None
