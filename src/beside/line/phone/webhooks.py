"""What the provider tells us: a call comes, keys were pressed, a leg ended, somebody left a room.

What repeats or comes late changes nothing. A repeated question is answered with the address
at which things are said as they stand.
"""

from uuid import UUID

from django.http import HttpResponse

from beside.kernel.transports.messages import BadAddress, e164
from beside.line.core.session import State
from beside.line.models import Attempt, Session
from beside.line.particulars import Particulars
from beside.line.phone import asked, links, numbers, scripts, talking
from beside.line.phone.adapters.twilio import STATUS
from beside.line.phone.ports import Leg
from beside.line.phone.script import Bridge, Go, HangUp, Say, Script
from beside.line.phone.signed import Heard, noted, signed, spoken
from beside.line.phone.speech import said
from beside.line.services import answers, legs, opening

OURS = {"participant_updated_via_api", "participant_updated_via_ui", "moderator_kicked",
        "moderator_ended_conference"}  # fmt: skip


@signed
def incoming(heard: Heard, is_news: bool) -> HttpResponse:
    """Somebody calls the line. Who has a session already is back in it; its clock ran on."""
    if is_news:
        _let_in(heard)
    session = _on(heard)
    return spoken(_now(session))


@signed
def voice(heard: Heard, is_news: bool, step: str) -> HttpResponse:
    """The person's keys, or their silence."""
    session = _on(heard)
    if session is None:
        return spoken(_now(None))
    if not is_news:
        return spoken(_again())
    return spoken(talking.heard(session, step, heard.pressed, heard.at))


@signed
def leg(heard: Heard, is_news: bool) -> HttpResponse:
    """A call that came to us has changed its status."""
    status = STATUS.get(heard.get("CallStatus", ""), Leg.RINGING)
    session = _on(heard)
    if is_news and session is not None and status.is_final:
        legs.lose(session_id=session.pk, leg=heard.leg, at=heard.at)
    return noted()


@signed
def called(heard: Heard, is_news: bool, attempt_id: int) -> HttpResponse:
    """A call that we made has changed its status."""
    if is_news:
        status = STATUS.get(heard.get("CallStatus", ""), Leg.RINGING)
        answers.note_leg_status(attempt_id=attempt_id, leg=heard.leg, status=status, at=heard.at)
    return noted()


@signed
def called_key(heard: Heard, is_news: bool, attempt_id: int, step: str) -> HttpResponse:
    """Somebody we rang presses a key. A repeat says nothing: the place is told to one ear."""
    attempt = Attempt.objects.select_related("session", "rung").filter(pk=attempt_id).first()
    if attempt is None or not is_news:
        return spoken(Script("en", (HangUp(),)) if attempt is None else _goodbye("over"))
    return spoken(asked.heard(attempt, step, heard.pressed, heard.at))


@signed
def bridged(heard: Heard, is_news: bool, attempt_id: int) -> HttpResponse:
    """Two were put through, and one of them has hung up, or nobody took it."""
    attempt = Attempt.objects.select_related("session").filter(pk=attempt_id).first()
    if attempt is None:
        return spoken(_goodbye("over"))
    status = STATUS.get(heard.get("DialCallStatus", ""), Leg.FAILED)
    if is_news:
        answers.note_bridge(attempt_id=attempt_id, status=status, at=heard.at)
    attempt.session.refresh_from_db()
    if attempt.whom != "partner":
        return spoken(_goodbye("over"))
    if status is Leg.OVER or attempt.session.state != State.WAITING:
        return spoken(scripts.now(attempt.session))
    return spoken(scripts.hold(attempt.session, before="partner_gone"))


@signed
def room(heard: Heard, is_news: bool, session_id: UUID) -> HttpResponse:
    """Somebody came into a session's room, or left it."""
    left = heard.get("StatusCallbackEvent") == "participant-leave"
    is_ours = heard.get("ReasonParticipantLeft", "") in OURS
    if is_news and left and not is_ours:
        answers.note_left_room(session_id=session_id, leg=heard.leg, at=heard.at)
    return noted()


@signed
def wait(heard: Heard, is_news: bool, session_id: UUID) -> HttpResponse:
    """Words for somebody who is alone in a room."""
    session = Session.objects.filter(pk=session_id).first()
    return spoken(scripts.wait_words(session) if session else _goodbye("over"))


@signed
def announced(heard: Heard, is_news: bool, session_id: UUID) -> HttpResponse:
    """A prompt for somebody in a room."""
    session = Session.objects.filter(pk=session_id).first()
    return spoken(scripts.announced(session) if session else _goodbye("over"))


@signed
def fallback(heard: Heard, is_news: bool) -> HttpResponse:
    """Another webhook of ours failed: a person, at once, by the number kept for that."""
    number = numbers.fallback()
    words = Say(said("reminder", "en"))
    if not number:
        return spoken(Script("en", (words, Go(links.turn("voice", "now")))))
    return spoken(Script("en", (words, Bridge(number, links.turn("voice", "now")))))


def _let_in(heard: Heard) -> None:
    """Open a session for this call, or bring the call to the one that runs."""
    number = _number(heard)
    try:
        opened = opening.open_session(
            way=Session.Way.PHONE, language="en", at=heard.at,
            particulars=Particulars(callback=number), number=number,
        )  # fmt: skip
        session = legs.turn_talk(session_id=opened.session.pk, talk="language", at=heard.at)
    except opening.AlreadyOpen as there:
        session = Session.objects.get(pk=str(there.session_id))
    legs.attach(session_id=session.pk, leg=heard.leg, at=heard.at)


def _number(heard: Heard) -> str:
    """Who calls; "" when their number is withheld. Everybody may call."""
    try:
        number = e164(heard.get("From", ""))
    except BadAddress:
        return ""
    return number if numbers.is_usable(number) else ""


def _on(heard: Heard) -> Session | None:
    """The session of this leg."""
    if not heard.get("CallSid"):
        return None
    return Session.objects.filter(call_id=heard.leg).order_by("-opened_at").first()


def _now(session: Session | None) -> Script:
    return _goodbye("over") if session is None else scripts.now(session)


def _again() -> Script:
    return Script("en", (Go(links.turn("voice", "now")),))


def _goodbye(slug: str) -> Script:
    return Script("en", (Say(said(slug, "en")), HangUp()))
