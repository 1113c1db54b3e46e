"""Those who are asked to come, or to answer, on the phone: what they hear, and what their keys do.

The place is said after a key, so that no voice mail keeps it, and after release alone.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from beside.accounts.models import User
from beside.kernel.deadlines import Overtaken
from beside.kernel.steps import NotAllowed
from beside.line import particulars
from beside.line.core.session import State
from beside.line.models import Attempt, Psap, Session
from beside.line.particulars import Particulars
from beside.line.phone import links, numbers, scripts
from beside.line.phone.script import Ask, Go, HangUp, Pause, Say, Script
from beside.line.phone.speech import in_digits, said
from beside.line.services import calling, going, ladders

Target = Attempt.Target
HELLO = {
    Target.PERSON: "called", Target.RESPONDER: "called_responder", Target.RELAY: "called_relay",
}  # fmt: skip
CALLED = (State.RELEASED, State.DISPATCHED)


def first(attempt: Attempt) -> Script:
    """What is heard when they answer."""
    language = language_of(attempt)
    if attempt.why == "stand_down":
        return Script(language, (Say(said("not_needed", language)), HangUp()))
    if attempt.target == Target.ON_CALL:
        return _asking(attempt, "take", ["page"], times=4)
    return _asking(attempt, "hello", [HELLO[Target(attempt.target)], "hear_place"], times=4)


def heard(attempt: Attempt, step: str, keys: str, at: datetime) -> Script:
    """Act on a key; what is said then."""
    take = _TAKES.get(step)
    try:
        script = take(attempt, keys[:1], at) if take else None
    except (NotAllowed, Overtaken):
        script = None
    return script or _bye(attempt, "not_needed")


def language_of(attempt: Attempt) -> str:
    """People who answer the line, and the relay, are spoken to in English."""
    official = attempt.target in (Target.ON_CALL, Target.RELAY)
    return "en" if official else attempt.session.language


def _hello(attempt: Attempt, keys: str, at: datetime) -> Script | None:
    if attempt.session.state not in CALLED:
        return None
    return _place(attempt, at)


def _place(attempt: Attempt, at: datetime) -> Script:
    """Where they are, twice over, and the keys. Opening it is recorded."""
    keys = "relay_keys" if attempt.target == Target.RELAY else "going_keys"
    return _telling(attempt, "going", keys, at)


def _going(attempt: Attempt, keys: str, at: datetime) -> Script | None:
    if keys == "1" and attempt.rung_id:
        ladders.accept_rung(rung_id=attempt.rung_id, at=at)
        calling.note_result(attempt_id=attempt.pk, result="accepted", at=at)
        calling.stop_ringing(session=attempt.session, at=at, but=attempt.pk)
        return _bye(attempt, "going_yes")
    if keys == "2" and attempt.rung_id and attempt.target != Target.RELAY:
        calling.note_result(attempt_id=attempt.pk, result="declined", at=at)
        if attempt.target == Target.PERSON:  # of several responders another may go
            going.decline_rung(rung_id=attempt.rung_id, at=at)
        return _bye(attempt, "going_no")
    return _hello(attempt, keys, at)


def _take(attempt: Attempt, keys: str, at: datetime) -> Script | None:
    """An operator on call takes the session; the place is read to them once it is released."""
    from beside.line.services import queue

    user = operator_of(attempt)
    if user is None or keys != "1":
        return _asking(attempt, "take", ["page"], times=2) if user else None
    try:
        queue.answer(session_id=attempt.session_id, by=user, at=at)
    except queue.AlreadyAnswered:
        calling.note_result(attempt_id=attempt.pk, result="too_late", at=at)
        return _bye(attempt, "page_taken")
    except (queue.AlreadyOver, queue.HandsFull):
        return None
    calling.stop_ringing(session=attempt.session, at=at, but=attempt.pk)
    attempt.session.refresh_from_db()
    return _beside(attempt, at)


def _beside(attempt: Attempt, at: datetime) -> Script:
    """Into the room with who is on the phone; else the place, and whom to be put through to."""
    session = attempt.session
    if session.line_up and session.call_id and session.state not in CALLED:
        calling.bring_in(session=session, at=at)
        return scripts.room(session, begins=True)
    return _telling(attempt, "beside", "page_keys", at)


def _beside_keys(attempt: Attempt, keys: str, at: datetime) -> Script | None:
    user = operator_of(attempt)
    if user is None:
        return None
    if keys == "1":
        return _to_center(attempt, user, at)
    if keys == "2":
        calling.ring(session=attempt.session, target=Target.CALLER, whom="caller", at=at, by=user)
        return _stay(attempt)
    if keys == "3":
        ladders.note_arrival(session_id=attempt.session_id, at=at, by=user)
        return _bye(attempt, "going_no")
    return _telling(attempt, "beside", "page_keys", at)


def _to_center(attempt: Attempt, by: User, at: datetime) -> Script:
    """The operator is put through to the centre for that place, from the phone in their hand."""
    from beside.line.services import dispatching

    center = _center(attempt.session, at)
    if center is None or attempt.session.state not in CALLED:
        return _telling(attempt, "beside", "no_center", at)
    dispatching.place_dispatch(
        session_id=attempt.session_id, by=by, to=dispatching.Line.PSAP, psap=center, at=at
    )
    return _stay(attempt)


def _center(session: Session, at: datetime) -> Psap | None:
    from beside.line.dispatch import lookup

    here = numbers.opened(session, particulars.RELEASE, at)
    where = lookup.where_is(here, session.county_fips)
    found = lookup.centers_for(point=where.point, counties=where.counties, at=at)
    return found[0].psap if found else None


def _stay(attempt: Attempt) -> Script:
    """Their leg is put through in a moment, by `placing`."""
    words = Say(said("talk", "en"))
    again = Go(links.turn("called_key", attempt.pk, "again"))
    return Script("en", (words, Pause(10), again))


def _again(attempt: Attempt, keys: str, at: datetime) -> Script | None:
    return _telling(attempt, "beside", "page_keys", at)


def operator_of(attempt: Attempt) -> User | None:
    kind, _colon, key = attempt.whom.partition(":")
    return User.objects.filter(pk=key, is_active=True).first() if kind == "operator" else None


def _telling(attempt: Attempt, step: str, keys: str, at: datetime) -> Script:
    language = language_of(attempt)
    if attempt.session.state in CALLED:
        here = numbers.opened(attempt.session, particulars.RELEASE, at)
        words = where_words(here, language)
    else:
        here = numbers.opened(attempt.session, particulars.ANSWER, at)
        words = _number_words(here, language)
    says = tuple(Say(each) for each in (*words, said(keys, language)))
    ask = Ask(says, links.turn("called_key", attempt.pk, step), seconds=6)
    repeat = Ask(says, links.turn("called_key", attempt.pk, step), seconds=6)
    return Script(language, (ask, repeat, HangUp()))


def where_words(here: Particulars, language: str) -> list[str]:
    """The place as it is said, then the number of the person's phone."""
    parts = [here.place, here.zip, here.unit, here.floor, here.door, here.landmark]
    place = ", ".join(part for part in parts if part)
    number = _number_words(here, language)
    if here.place:
        return [said("place", language, place=place), *number]
    told = [said("place", language, place=" ".join(here.zip))] if here.zip else []
    return [*told, said("no_place", language, callback=in_digits(here.callback))]


def _number_words(here: Particulars, language: str) -> list[str]:
    if not here.callback:
        return []
    return [said("call_them", language, callback=in_digits(here.callback))]


def _asking(attempt: Attempt, step: str, slugs: list[str], *, times: int) -> Script:
    language = language_of(attempt)
    says = tuple(Say(said(slug, language)) for slug in slugs)
    asks = tuple(
        Ask(says, links.turn("called_key", attempt.pk, step), seconds=4) for _ in range(times)
    )
    return Script(language, (*asks, HangUp()))


def _bye(attempt: Attempt, slug: str) -> Script:
    language = language_of(attempt)
    return Script(language, (Say(said(slug, language)), HangUp()))


_TAKES: Mapping[str, Callable[[Attempt, str, datetime], "Script | None"]] = {
    "hello": _hello, "going": _going, "take": _take, "beside": _beside_keys, "again": _again,
}  # fmt: skip
