"""A whole session by keypad: what each key does, and what is heard next.

`heard(session, step, keys, at)` takes the answer to the question `step`. Whatever cannot
be done any more (`NotAllowed`) is no fault of the person's: they hear how things stand.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from beside.kernel.deadlines import Overtaken
from beside.kernel.steps import NotAllowed
from beside.line.core.rhythm import Route
from beside.line.core.session import State
from beside.line.models import Attempt, Session
from beside.line.phone import asides, numbers, scripts
from beside.line.phone.script import Script
from beside.line.services import asking, calling, ending, legs, planning, watching

Take = Callable[[Session, str, datetime], "Script | None"]
NEXT = dict(zip(scripts.INTAKE, scripts.INTAKE[1:], strict=False))
BEFORE_USE = (State.WAITING, State.CONNECTED)


def heard(session: Session, step: str, keys: str, at: datetime) -> Script:
    """Act on the keys; what is said then. Without keys: how things stand."""
    take = _TAKES.get(step)
    said = None
    if take and keys:
        try:
            said = take(session, keys, at)
        except (NotAllowed, Overtaken):
            said = None
        session.refresh_from_db()
    return said or scripts.now(session)


def _language(session: Session, keys: str, at: datetime) -> Script:
    language = "es" if keys == "2" else "en"
    session = legs.turn_talk(session_id=session.pk, talk="zip", at=at, language=language)
    return scripts.question(session, "zip", before="promise")


def _zip(session: Session, keys: str, at: datetime) -> Script | None:
    digits = keys.strip("#*")
    if len(digits) == 10:
        return _plan(session, int(digits), at)
    if digits and len(digits) != 5:
        return scripts.question(session, "zip")
    if digits:
        asides.add(session, at, zip=digits)
    return _go_on(session, "zip", at)


def _plan(session: Session, number: int, at: datetime) -> Script | None:
    try:
        asides.use_plan(session, number, at)
    except planning.NoSuchPlan:
        return scripts.question(session, "zip")
    legs.turn_talk(session_id=session.pk, talk="mode", at=at)
    return None


def _door(session: Session, keys: str, at: datetime) -> Script | None:
    if keys in ("1", "2"):
        asides.add(session, at, door_unlocked=keys == "1")
    return _go_on(session, "door", at)


def _route(session: Session, keys: str, at: datetime) -> Script | None:
    asides.add(session, at, route=asides.ROUTES.get(keys, Route.OTHER))
    return _go_on(session, "route", at)


def _naloxone(session: Session, keys: str, at: datetime) -> Script | None:
    if keys in ("1", "2"):
        asides.add(session, at, naloxone="here" if keys == "1" else "none")
    return _go_on(session, "naloxone", at)


def _address(session: Session, keys: str, at: datetime) -> Script | None:
    if keys == "1":
        calling.ring(session=session, target=Attempt.Target.CALLER, whom="caller", at=at,
                     way=calling.SMS, why="address")  # fmt: skip
    return _go_on(session, "address", at)


def _mode(session: Session, keys: str, at: datetime) -> Script | None:
    legs.turn_talk(session_id=session.pk, talk="hold", at=at)
    if keys == "2":
        watching.take_timer(session_id=session.pk, at=at)
    return None


def _hold(session: Session, keys: str, at: datetime) -> Script | None:
    if keys == "1":
        watching.take_timer(session_id=session.pk, at=at)
    elif keys == "2" and (number := numbers.partner()):
        attempt = calling.bridged(session=session, target=Attempt.Target.SERVICE, whom="partner",
                                  at=at)  # fmt: skip
        return scripts.to_partner(session, number, attempt.pk)
    elif keys == "*":
        ending.leave(session_id=session.pk, at=at)
    return None


def _watch(session: Session, keys: str, at: datetime) -> Script | None:
    if session.talk != asking.ASKED:
        watching.check_in(session_id=session.pk, at=at)
        session.refresh_from_db()
    if keys == "*":
        return scripts.sure(session, "sure_end")
    if keys == "0" and session.talk != asking.ASKED:
        return scripts.sure(session, "sure_help")
    return None


def _sure_end(session: Session, keys: str, at: datetime) -> Script | None:
    if keys == "*":
        asking.finish(session_id=session.pk, at=at)
    return None


def _sure_help(session: Session, keys: str, at: datetime) -> Script | None:
    if keys == "0":
        asking.ask_for_help(session_id=session.pk, at=at)
    return None


def _back(session: Session, keys: str, at: datetime) -> Script | None:
    """They took the call-back: whoever waited waits on, for all others it is a check-in."""
    if session.state == State.WAITING:
        return None
    return _watch(session, "1", at)


def _go_on(session: Session, step: str, at: datetime) -> Script | None:
    """The next question; one about an address only when there is a number to text to."""
    then = NEXT.get(step, "hold")
    if then == "address" and not numbers.is_known(session, at):
        then = NEXT[then]
    legs.turn_talk(session_id=session.pk, talk=then, at=at)
    return None


_TAKES: Mapping[str, Take] = {
    "language": _language, "zip": _zip, "door": _door, "route": _route, "naloxone": _naloxone,
    "address": _address, "mode": _mode, "hold": _hold, "watch": _watch, "sure_end": _sure_end,
    "sure_help": _sure_help, "back": _back,
}  # fmt: skip
