"""How a voice try is made: on a leg that is up, by ringing, or by putting a person through.

All that is needed is read here; what is then asked of a provider touches no database.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from beside.line.models import Attempt, Session
from beside.line.phone import asked, configured, dialling, links, numbers, scripts
from beside.line.phone.dialling import OnLeg, Plan, Ring
from beside.line.phone.script import Bridge, Say, Script
from beside.line.phone.speech import said

Target = Attempt.Target
Numbers = Mapping[int, "str | Exception"]


def planned(attempts: Sequence[Attempt], at: datetime) -> "dict[int, Plan | Exception]":
    """How each is made, by try, or why it cannot be. The numbers are read together."""
    found = numbers.of_all([each for each in attempts if not _is_on_leg(each)], at)
    plans: dict[int, Plan | Exception] = {}
    for attempt in attempts:
        try:
            plans[attempt.pk] = _planned(attempt, found, at)
        except Exception as error:
            plans[attempt.pk] = error
    return plans


def _planned(attempt: Attempt, found: Numbers, at: datetime) -> Plan:
    if _is_on_leg(attempt):
        return _on_their_leg(attempt, at)
    number = found[attempt.pk]
    if isinstance(number, Exception):
        raise number
    if attempt.why == "talk":
        return _to_room(attempt, number)
    if attempt.placed_by_id:
        return _put_through(attempt, number, at)
    if attempt.target == Target.CALLER:
        return Ring(attempt, number, scripts.call_back(attempt.session))
    return Ring(attempt, number, asked.first(attempt))


def _is_on_leg(attempt: Attempt) -> bool:
    """Whether the machine speaks with the person, who is on the line already."""
    is_ours = attempt.target == Target.CALLER and not attempt.placed_by_id
    return is_ours and bool(attempt.session.line_up and attempt.session.call_id)


def _on_their_leg(attempt: Attempt, at: datetime) -> OnLeg:
    """In a room beside an operator, without taking them out; the number is not read."""
    session = attempt.session

    def ring() -> Ring:
        return Ring(attempt, numbers.of(attempt, at), scripts.call_back(session))

    if session.talk == "room":
        room, address = scripts.room_of(session), links.here("announced", session.pk)
        return OnLeg(attempt, session.call_id, lambda by, leg: by.announce(leg, room, address),
                     otherwise=ring)  # fmt: skip
    if attempt.why == "offer":
        hold = scripts.hold(session)
        return OnLeg(attempt, session.call_id, lambda by, leg: by.hold(leg, hold), otherwise=ring)
    now = scripts.now(session)
    return OnLeg(attempt, session.call_id, lambda by, leg: by.ask(leg, now), otherwise=ring)


def _to_room(attempt: Attempt, number: str) -> Ring:
    """The operator's own phone; when they answer they are in the session's room."""
    script = scripts.room(attempt.session, begins=True)
    words = Say(said("talk", "en"))
    return Ring(attempt, number, Script("en", (words, *script.steps)))


def _put_through(attempt: Attempt, number: str, at: datetime) -> Plan:
    """For a person, who is on the line first: on the leg they have, or on their phone, rung now."""
    theirs = _leg_of(attempt)
    if theirs is not None and theirs.why == "talk":
        return Ring(attempt, number, scripts.room(attempt.session, begins=True))
    is_center = attempt.target == Target.PSAP
    words = Say(said("to_center" if is_center else "talk", "en"))
    bridge = Bridge(number, links.turn("bridged", attempt.pk), seconds=60)
    script = Script("en", (words, bridge))
    if theirs is not None:
        return OnLeg(attempt, theirs.carrier_id, lambda by, leg: by.say(leg, script),
                     script.numbers)  # fmt: skip
    operator = Attempt(session=attempt.session, whom=f"operator:{attempt.placed_by_id}")
    return Ring(attempt, numbers.of(operator, at), script)


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
