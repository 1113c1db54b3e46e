"""A session's end, and what it leaves: when it is purged, who follows up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import facts, outbox
from beside.kernel.steps import Step
from beside.line.core.session import Event, Outcome, State
from beside.line.facts import CallEnded, HelpWasSent
from beside.line.models import FollowUp, Session
from beside.line.moving import move
from beside.line.rota import settings

LONGEST_WAIT = timedelta(minutes=30)  # in the queue, with nobody there any more
SILENT_PAGE = timedelta(minutes=10)  # of somebody who waits by chat
OF_EMERGENCY = (Outcome.HELPED, Outcome.FALSE_DISPATCH, Outcome.NOT_FOUND, Outcome.DIED)


def end(
    *,
    session: Session,
    event: Event,
    at: datetime,
    outcome: Outcome,
    by: User | None = None,
    reason: str = "",
) -> Step[State]:
    """End it by this event: say when it is purged, tell the house. Inside a transaction."""
    was_emergency = session.released_at is not None
    numbers = settings.current()
    keep = numbers.emergency if was_emergency else numbers.quiet
    step = move(
        session, event, at=at, by=by, ended_at=at, outcome=outcome, purge_at=at + keep,
        reason=reason or session.reason, line_up=False,
    )  # fmt: skip
    session.signals.all().delete()
    outbox.call_off(about=("line.session", str(session.pk)), at=at,
                    kinds=("line.prompt", "line.veto", "line.climb", "line.overflow",
                           "line.call_back"))  # fmt: skip
    if was_emergency and not session.is_practice:
        _promise_to_follow_up(session, at, at + numbers.follow_up)
    if not session.is_practice:
        facts.publish(_ended(session), about=("line.session", str(session.pk)), at=at)
    return step


def _promise_to_follow_up(session: Session, at: datetime, due_at: datetime) -> None:
    FollowUp.objects.bulk_create(
        FollowUp(session_id=session.pk, kind=kind, due_at=due_at, operator=session.operator)
        for kind in FollowUp.Kind
    )
    sent = HelpWasSent(
        session_id=session.pk, county_fips=session.county_fips, outcome=session.outcome,
        wants_kits=session.wants_kits, wants_referral=session.wants_referral,
    )  # fmt: skip
    facts.publish(sent, about=("line.session", str(session.pk)), at=at)


def _ended(session: Session) -> CallEnded:
    return CallEnded(
        session_id=session.pk, county_fips=session.county_fips, way=session.way,
        outcome=session.outcome, wants_kits=session.wants_kits,
        wants_referral=session.wants_referral,
    )  # fmt: skip


@transaction.atomic
def say_safe(*, session_id: UUID, at: datetime, by: User | None = None) -> Step[State]:
    """The person says that it is over. Raises NotAllowed when help is already on its way."""
    session = Session.objects.select_for_update().get(pk=session_id)
    return end(session=session, event=Event.SAFE, at=at, outcome=Outcome.SAFE, by=by)


@transaction.atomic
def close(
    *, session_id: UUID, outcome: Outcome, by: User, at: datetime, reason: str = ""
) -> Step[State]:
    """An operator closes a session and says how it ended."""
    session = Session.objects.select_for_update().get(pk=session_id)
    return end(session=session, event=Event.CLOSED, at=at, outcome=outcome, by=by, reason=reason)


@transaction.atomic
def leave(*, session_id: UUID, at: datetime) -> Step[State]:
    """The person leaves the queue before anybody answered."""
    session = Session.objects.select_for_update().get(pk=session_id)
    return end(session=session, event=Event.LEFT, at=at, outcome=Outcome.LEFT)


@transaction.atomic
def call_off(*, session_id: UUID, by: User, at: datetime) -> Step[State]:
    """A person stops the help that was called; the clock starts anew."""
    session = Session.objects.select_for_update().get(pk=session_id)
    return move(session, Event.CALLED_OFF, at=at, by=by, prompts=0, rung=0, heard_at=at)


def wait_longer(*, session: Session, at: datetime) -> Step[State]:
    """Nobody has answered yet: offer the timer again, until the person is surely gone."""
    since = session.queued_at or session.opened_at
    if _has_gone(session, at) or (at - since > LONGEST_WAIT and not session.line_up):
        return end(session=session, event=Event.LEFT, at=at, outcome=Outcome.LEFT)
    return move(session, Event.DEADLINE_PASSED, at=at)


def _has_gone(session: Session, at: datetime) -> bool:
    """An open chat page asks for news every few seconds; a closed one would page all night."""
    seen = session.heard_at or session.opened_at
    return session.way == Session.Way.CHAT and at - seen > SILENT_PAGE
