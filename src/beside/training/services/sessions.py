"""Group sessions: planned, held and counted, called off, taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import facts, house, record, steps
from beside.partners.models import Partner
from beside.training import queries, telling
from beside.training.core.audiences import Audience
from beside.training.core.rows import MOST_KITS, MOST_PEOPLE
from beside.training.core.sessions import STEPS, Event, State
from beside.training.models import GroupSession, Version


class NotForThem(ValueError):
    """The course has no lessons for this audience."""


class NotHeldYet(ValueError):
    """People cannot have been counted before the day."""


class NotACount(ValueError):
    """At least one person, and no more than a session can hold."""


class Overtaken(ValueError):
    """Somebody else moved it first: look again."""


@dataclass(frozen=True)
class Plan:
    """What a session is to be."""

    on_date: date
    partner: Partner
    version: Version
    audience: Audience
    language: str


@transaction.atomic
def plan(*, plan: Plan, by: User | None, at: datetime) -> GroupSession:
    """Set a session; it has its code at once, so that the sheet can be printed.

    Raises NotForThem.
    """
    if plan.audience not in queries.content_of(plan.version).tracks:
        raise NotForThem(plan.audience)
    session = GroupSession.objects.create(
        on_date=plan.on_date, partner=plan.partner, version=plan.version, created_at=at,
        audience=plan.audience, language=plan.language, state=State.PLANNED,
        code=telling.new_code(),
    )  # fmt: skip
    record.act("session_planned", on=session, by=by, at=at, detail={"on": plan.on_date})
    return session


@transaction.atomic
def count(
    *, session: GroupSession, people: int, kits: int | None, by: User | None, at: datetime
) -> GroupSession:
    """It was held: how many were trained, and kits handed out if counted. Again corrects it.

    Raises steps.NotAllowed, NotHeldYet, NotACount, Overtaken.
    """
    if session.on_date > house.today(at):
        raise NotHeldYet(session.pk)
    if not 1 <= people <= MOST_PEOPLE or not 0 <= (kits or 0) <= MOST_KITS:
        raise NotACount(people)
    _move(session, Event.COUNTED, people=people, kits=kits)
    detail = {"people": people, "kits": kits}
    record.act("session_counted", on=session, by=by, at=at, detail=detail)
    facts.publish(telling.of_session(session), about=session, at=at)
    return session


@transaction.atomic
def call_off(*, session: GroupSession, by: User | None, at: datetime) -> GroupSession:
    """It does not take place; its code is good for nothing. Raises steps.NotAllowed, Overtaken."""
    _move(session, Event.CALLED_OFF)
    record.act("session_called_off", on=session, by=by, at=at)
    return session


@transaction.atomic
def take_back(*, session: GroupSession, by: User | None, at: datetime) -> GroupSession:
    """Undo the count or the calling off: planned again. Raises steps.NotAllowed, Overtaken."""
    was_counted = session.state == State.HELD
    _move(session, Event.TAKEN_BACK, people=None, kits=None)
    if was_counted:
        facts.publish(telling.of_session(session), about=session, at=at)
    record.act("session_taken_back", on=session, by=by, at=at)
    return session


def _move(session: GroupSession, event: Event, **counted: int | None) -> None:
    """Move the row only from the state it was read in."""
    step = steps.take(STEPS, State(session.state), event)
    unmoved = GroupSession.objects.filter(pk=session.pk, state=session.state)
    if not unmoved.update(state=step.to, **counted):
        raise Overtaken(session.pk)
    session.refresh_from_db()
