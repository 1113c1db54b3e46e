"""What two browsers tell each other so that they can speak, and that a leg came or went.

The rows live as long as the call needs them: the next negotiation takes the last one's
place, and none outlives the session. Sound itself never passes here.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import live, record
from beside.kernel.steps import NotAllowed
from beside.line.core import relayed
from beside.line.core.session import State
from beside.line.models import Message, Session, Signal
from beside.line.moving import note
from beside.line.services import watching
from beside.line.topics import of_signals

CALLER, OPERATOR = Message.Side.CALLER, Message.Side.OPERATOR
READY, OFFER, ANSWER, CANDIDATE, BYE = "ready", "offer", "answer", "candidate", "bye"
KINDS = {CALLER: {READY, ANSWER, CANDIDATE, BYE}, OPERATOR: {OFFER, ANSWER, CANDIDATE, BYE}}
BEGINS_ANEW = {CALLER: {READY}, OPERATOR: {OFFER, ANSWER}}
LONGEST_NAME = 24
MOST = 120  # rows of one side; a negotiation takes fewer than ten


class NotASignal(ValueError):
    """Browsers do not say this, or not this side."""


class Over(Exception):
    """The session has ended, so there is nobody to speak with."""


@transaction.atomic
def send(
    *,
    session_id: UUID,
    side: str,
    kind: str,
    body: Mapping[str, Any],
    at: datetime,
    by: User | None = None,
) -> Signal:
    """Keep it for the other side and nudge their page.

    Raises NotASignal, relayed.NotRelayed, Over.
    """
    kept = _checked(side, kind, body)
    session = _running(session_id)
    ours = session.signals.filter(side=side)
    if kind in BEGINS_ANEW[Message.Side(side)]:
        ours.filter(body__from=kept["from"]).delete()
    if kind == READY:
        ours.delete()
        _come_by_voice(session, at)
    elif ours.count() >= MOST:
        raise NotASignal("too many")
    if kind == ANSWER and side == OPERATOR:
        _taken_up(session, kept["offer"])
    signal = Signal.objects.create(session=session, side=side, kind=kind, body=kept, at=at)
    if kind != CANDIDATE:
        record.act(f"line_voice_{kind}_sent", on=("line.session", str(session_id)), by=by, at=at)
    live.publish(of_signals(session, _other(side)), {"signal": signal.pk}, at)
    return signal


@transaction.atomic
def lose_leg(*, session_id: UUID, at: datetime) -> bool:
    """Nothing is heard of the caller's browser any more; whether that was news.

    The clock runs on, and the line calls back where it can. Raises Over.
    """
    session = _running(session_id)
    if not session.line_up:
        return False
    try:
        watching.drop_line(session_id=session_id, at=at)
    except NotAllowed:
        Session.objects.filter(pk=session_id).update(line_up=False, dropped_at=at)
        record.act("line_voice_lost", on=("line.session", str(session_id)), at=at)
    return True


@transaction.atomic
def find_leg(*, session_id: UUID, at: datetime) -> bool:
    """Both hear each other again; whether the leg had been lost. Not a check-in. Raises Over."""
    session = _running(session_id)
    if session.line_up:
        return False
    Session.objects.filter(pk=session_id).update(line_up=True, dropped_at=None)
    note(session, "voice_found", at=at)
    record.act("line_voice_found", on=("line.session", str(session_id)), at=at)
    return True


def _running(session_id: UUID) -> Session:
    """The session, held: so no signal is written after its end, and they come in order."""
    session = Session.objects.select_for_update(no_key=True).get(pk=session_id)
    if session.state == State.ENDED:
        raise Over(session_id)
    return session


def _checked(side: str, kind: str, body: Mapping[str, Any]) -> dict[str, str]:
    if kind not in KINDS.get(Message.Side(side), ()):
        raise NotASignal(kind)
    kept = {name: _name(body.get(name)) for name in ("from", "to", "offer")}
    if kind in (OFFER, ANSWER) or (kind == READY and body.get("sdp")):
        kept["sdp"] = relayed.description(_text(body.get("sdp")))
    if kind == CANDIDATE:
        kept["candidate"] = relayed.candidate(_text(body.get("candidate")))
        kept["mid"] = _name(body.get("mid"))
    return kept


def _taken_up(session: Session, offer: str) -> None:
    """The caller's waiting offer was answered: whoever comes next makes one of their own."""
    for ready in session.signals.filter(side=CALLER, kind=READY, body__offer=offer):
        ready.body = {name: "" if name in ("offer", "sdp") else each
                      for name, each in ready.body.items()}  # fmt: skip
        ready.save(update_fields=["body"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotASignal("text")
    return value


def _name(value: object) -> str:
    """A random name that a browser gave itself, or nothing."""
    text = _text("" if value is None else value)
    if len(text) > LONGEST_NAME or not re.fullmatch("[A-Za-z0-9-]*", text):
        raise NotASignal("name")
    return text


def _come_by_voice(session: Session, at: datetime) -> None:
    """Somebody who had the timer or the chat speaks now: nothing about the clock changes."""
    if session.way == Session.Way.BROWSER:
        return
    changes: dict[str, Any] = {"way": Session.Way.BROWSER, "wants_operator": True}
    if session.queued_at is None:
        changes["queued_at"] = at
    Session.objects.filter(pk=session.pk).update(**changes)
    note(session, "voice_taken", at=at)


def _other(side: str) -> str:
    return OPERATOR if side == CALLER else CALLER
