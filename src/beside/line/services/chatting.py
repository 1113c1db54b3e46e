"""Words between a person and whoever answers; sealed, and gone with the session."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from beside.accounts.models import User
from beside.kernel import outbox
from beside.kernel.steps import NotAllowed
from beside.line.core.session import WATCHED, Event, State
from beside.line.models import Message, Session
from beside.line.moving import move, note
from beside.privacy import vault

KIND, READ = "line.words", "line.talk"
KEPT = timedelta(hours=12)
LONGEST = 1000
Side = Message.Side


class NothingSaid(ValueError):
    """The words are empty."""


@dataclass(frozen=True)
class Line:
    """One line of the talk. `slug` names the machine's own fixed words."""

    number: int
    side: str
    at: datetime
    words: str = field(default="", repr=False)
    slug: str = ""


@transaction.atomic
def say(*, session_id: UUID, side: str, text: str, at: datetime, by: User | None = None) -> Message:
    """Add one line. What the person writes is a check-in while the clock runs.

    Raises NothingSaid, and NotAllowed once the session has ended.
    """
    words = text.strip()[:LONGEST]
    if not words:
        raise NothingSaid
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state == State.ENDED:
        raise NotAllowed(session.state, "say")
    sealed = vault.seal(
        json.dumps({"words": words}).encode(), kind=KIND, retain_until=at + KEPT, at=at
    )
    message = _add(session, side, at, sealed_id=sealed)
    note(session, f"said_by_{side}", at=at, by=by)
    if side == Side.OPERATOR and session.way == Session.Way.SMS:
        outbox.put("line.say_by_sms", {"message": message.pk}, about=("line.session",
                   str(session_id)), due_at=at, urgent=True)  # fmt: skip
    if side == Side.CALLER and _is_a_check_in(session):
        move(session, Event.CHECKED_IN, at=at, prompts=0, heard_at=at)
    return message


@transaction.atomic
def say_fixed(*, session_id: UUID, slug: str, at: datetime) -> Message:
    """The machine says one of its fixed sentences; `slug` names it."""
    session = Session.objects.select_for_update().get(pk=session_id)
    message = _add(session, Side.LINE, at, slug=slug)
    note(session, "said_by_line", at=at)
    return message


@transaction.atomic
def read(*, session_id: UUID, at: datetime, by: User | None = None, after: int = 0) -> list[Line]:
    """The lines after `after`. Opened for `by`, or for the person themselves. Each is recorded."""
    kept = list(Message.objects.filter(session_id=session_id, number__gt=after))
    sealed = [each.sealed_id for each in kept if each.sealed_id]
    opened = (
        vault.open_many(sealed, by=by or vault.Worker("line"), purpose=READ, at=at)
        if sealed
        else {}
    )
    return [_line(each, opened) for each in kept]


def _add(
    session: Session, side: str, at: datetime, *, sealed_id: UUID | None = None, slug: str = ""
) -> Message:
    last = session.messages.aggregate(last=Max("number"))["last"] or 0
    return Message.objects.create(
        session=session, number=last + 1, side=side, at=at, sealed_id=sealed_id, slug=slug
    )


def _line(message: Message, opened: dict[UUID, bytes]) -> Line:
    words = json.loads(opened[message.sealed_id])["words"] if message.sealed_id else ""
    return Line(message.number, message.side, message.at, words, message.slug)


def _is_a_check_in(session: Session) -> bool:
    """Whoever writes is awake. Once somebody set out, a tap is asked for and a person decides.

    Who asked for help themselves, by phone or SMS, stands nobody down by writing.
    """
    return session.state in (*WATCHED, State.RELEASED) and session.talk != "asked"
