"""How a voice try is made: on a leg that is up, by ringing, or by putting a person through."""

from datetime import datetime

from beside.kernel.transports.messages import Refused
from beside.line.models import Attempt, Session
from beside.line.phone import asked, configured, dialling, links, numbers, scripts
from beside.line.phone.script import Bridge, Say, Script
from beside.line.phone.speech import said

Target = Attempt.Target


def place(attempt: Attempt, *, at: datetime) -> str:
    """Make it; "provider/leg". Raises what `dialling.ring` raises."""
    if attempt.why == "talk":
        return _to_room(attempt, at)
    if attempt.placed_by_id:
        return _put_through(attempt, at)
    if attempt.target == Target.CALLER:
        return _the_person(attempt, at)
    number = numbers.of(attempt, at)
    return dialling.ring(attempt, number, asked.first(attempt), at=at)


def _the_person(attempt: Attempt, at: datetime) -> str:
    """On their leg, if it is there: in a room beside an operator, without taking them out."""
    session = attempt.session
    if session.line_up and session.call_id:
        try:
            _on_their_leg(session, attempt, at)
        except Refused:  # the leg has gone, and nobody told us yet
            pass
        else:
            return session.call_id
    number = numbers.of(attempt, at)
    return dialling.ring(attempt, number, scripts.call_back(session), at=at)


def _on_their_leg(session: Session, attempt: Attempt, at: datetime) -> None:
    provider, leg = dialling.holder(session.call_id)
    if session.talk == "room":
        provider.announce(leg, scripts.room_of(session), links.here("announced", session.pk))
    elif attempt.why == "offer":
        provider.hold(leg, scripts.hold(session))
    else:
        provider.ask(leg, scripts.now(session))


def _to_room(attempt: Attempt, at: datetime) -> str:
    """The operator's own phone; when they answer they are in the session's room."""
    script = scripts.room(attempt.session, begins=True)
    words = Say(said("talk", "en"))
    return dialling.ring(
        attempt, numbers.of(attempt, at), Script("en", (words, *script.steps)), at=at
    )


def _put_through(attempt: Attempt, at: datetime) -> str:
    """For a person, who is on the line first: on the leg they have, or on their phone, rung now."""
    number = numbers.of(attempt, at)
    theirs = _leg_of(attempt)
    if theirs is not None and theirs.why == "talk":
        return dialling.ring(attempt, number, scripts.room(attempt.session, begins=True), at=at)
    is_center = attempt.target == Target.PSAP
    words = Say(said("to_center" if is_center else "talk", "en"))
    bridge = Bridge(number, links.turn("bridged", attempt.pk), seconds=60)
    script = Script("en", (words, bridge))
    if theirs is not None:
        dialling.on_leg_for(attempt, theirs.carrier_id, script)
        return theirs.carrier_id
    operator = Attempt(session=attempt.session, whom=f"operator:{attempt.placed_by_id}")
    return dialling.ring(attempt, numbers.of(operator, at), script, at=at)


def _leg_of(attempt: Attempt) -> Attempt | None:
    """A leg on which that person is now, for this session."""
    whom = f"operator:{attempt.placed_by_id}"
    up = Attempt.objects.filter(
        session_id=attempt.session_id, whom=whom, way="voice", result="up", ended_at=None
    ).exclude(pk=attempt.pk)
    return up.exclude(carrier_id="").order_by("-pk").first()


def into_room(session: Session) -> bool:
    """The person's leg goes to the room where their operator will be; whether there was a leg."""
    if not (session.line_up and session.call_id) or not configured.providers():
        return False
    provider, leg = dialling.holder(session.call_id)
    provider.join(leg, scripts.room(session))
    return True
