"""A whole session by SMS: a keyword opens it, short questions follow, any text is a check-in.

STOP is heard by the kernel and forbids every further text and call by machine. It is not
SAFE: the clock of a session that runs goes on, and people are told at once.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from beside.kernel.deadlines import Overtaken
from beside.kernel.steps import NotAllowed
from beside.line import digests
from beside.line.core.rhythm import Route
from beside.line.core.session import State
from beside.line.models import Attempt, Session
from beside.line.particulars import Particulars
from beside.line.phone import asides
from beside.line.services import asking, calling, legs, opening, planning, stops, watching

OPENS = {"line": "en", "alone": "en", "linea": "es", "sola": "es", "solo": "es"}
SAFE = frozenset({"safe", "im safe", "i am safe", "fin", "a salvo", "estoy bien fin"})
HELP = frozenset({"help me", "help now", "sos", "ayuda", "ayudeme", "auxilio"})
GO = frozenset({"go", "ya", "start timer", "timer", "reloj"})
PERSON = frozenset({"person", "persona", "call me", "llame"})
YES, NO = frozenset({"yes", "y", "si", "s", "1"}), frozenset({"no", "n", "0", "2"})
LOOKING = ("place", "door", "route", "contact", "ready")


def hear(number: str, text: str, at: datetime) -> bool:
    """An SMS that is not STOP or START; whether it concerned the line."""
    word = plain(text)
    session = running(number)
    if session is None and word in OPENS:
        _open(number, OPENS[word], at)
    elif session is not None and text.strip():
        _answer(session, word, text, at)
    else:
        return session is not None
    return True


def hear_stop(number: str, at: datetime) -> None:
    """We can no longer text or ring them by machine. Their clock is not stopped by it."""
    if session := running(number):
        stops.note_stop(session_id=session.pk, at=at)


def running(number: str) -> Session | None:
    """The session of who texts or calls from this number."""
    digest = digests.digest_of_number(number)
    return Session.objects.exclude(state=State.ENDED).filter(number_digest=digest).first()


def language_of(number: str) -> str:
    """In which language somebody was with us of late, as long as anything of it is kept."""
    digest = digests.digest_of_number(number)
    last = Session.objects.filter(number_digest=digest).order_by("-opened_at").first()
    return last.language if last else ""


def plain(text: str) -> str:
    """ "¡Línea!" as "linea": small letters without marks."""
    bare = unicodedata.normalize("NFD", text.lower())
    return " ".join(re.sub(r"[^a-z0-9 ]", "", bare).split())


def _open(number: str, language: str, at: datetime) -> None:
    opened = opening.open_session(
        way=Session.Way.SMS, language=language, at=at, particulars=Particulars(callback=number),
        wants_operator=False, number=number,
    )  # fmt: skip
    session = legs.turn_talk(session_id=opened.session.pk, talk="place", at=at, line_up=False)
    _reply(session, "promise", at)


def _answer(session: Session, word: str, text: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            slug = _taken(session, word, text, at)
    except (NotAllowed, Overtaken):
        slug = _how_it_stands(session)
    if slug:
        _reply(session, slug, at)


def _taken(session: Session, word: str, text: str, at: datetime) -> str:
    """Act on a text; the slug of what is answered."""
    if word in SAFE:
        asking.finish(session_id=session.pk, at=at)
        return "safe"
    if word in HELP:
        asking.ask_for_help(session_id=session.pk, at=at)
        return "help"
    if session.state == State.WAITING:
        return _before_use(session, word, text, at)
    return _while_watched(session, text, at)


def _before_use(session: Session, word: str, text: str, at: datetime) -> str:
    if word in GO:
        return _begin(session, at)
    if word in PERSON:
        legs.turn_talk(session_id=session.pk, talk="queued", at=at, wants_operator=True,
                       queued_at=at)  # fmt: skip
        return "queued"
    take = _TAKES.get(session.talk)
    return take(session, text, at) if take else _note_place(session, text, at)


def _begin(session: Session, at: datetime) -> str:
    """The clock runs; who gave no place is asked for it at once, for nobody could find them."""
    watching.take_timer(session_id=session.pk, at=at)
    if session.told_where:
        return "armed"
    _reply(session, "armed", at)
    return "address"


def _while_watched(session: Session, text: str, at: datetime) -> str:
    """Any text is a check-in; of somebody without a place, one with many letters is the place."""
    if session.talk == asking.ASKED:
        _pass_on(session, text, at)
        return ""
    was_unheard = session.state != State.WATCHING
    watching.check_in(session_id=session.pk, at=at)
    said_place = _looks_like_place(text) and (
        session.way == Session.Way.PHONE
        or (not session.told_where and bool(re.search(r"\d", text)))  # "still here" is no street
    )
    if said_place:
        asides.add_place(session, text, at)
    elif session.operator_id:
        _pass_on(session, text, at)
        return ""
    if session.state == State.DISPATCHED:
        return "coming"
    return "noted" if said_place and not was_unheard else "heard"


def _note_place(session: Session, text: str, at: datetime) -> str:
    """Somebody on the phone answers with their address."""
    asides.add_place(session, text, at)
    return "noted"


def _place(session: Session, text: str, at: datetime) -> str:
    if _use_plan(session, text, at):
        return _go_on(session, "ready", at)
    asides.add_place(session, text, at)
    return _go_on(session, "door", at)


def _use_plan(session: Session, text: str, at: datetime) -> bool:
    """Whether these are the four words of a plan."""
    from beside.kernel.codes import NotACode
    from beside.line.core import plan_code

    try:
        asides.use_plan(session, plan_code.parse(text), at)
    except (NotACode, planning.NoSuchPlan):
        return False
    return True


def _door(session: Session, text: str, at: datetime) -> str:
    word = plain(text)
    if word in YES | NO:
        asides.add(session, at, door_unlocked=word in YES)
    elif _looks_like_place(text):
        asides.add_to_place(session, text, at)
        return "door"
    return _go_on(session, "route", at)


def _route(session: Session, text: str, at: datetime) -> str:
    asides.add(session, at, route=asides.ROUTES.get(plain(text), Route.OTHER))
    return _go_on(session, "contact", at)


def _contact(session: Session, text: str, at: datetime) -> str:
    if plain(text) in NO:
        return _go_on(session, "ready", at)
    try:
        asides.add_contact(session, text, at)
    except asides.NotUsable:
        return "number"
    return _go_on(session, "ready", at)


def _ready(session: Session, text: str, at: datetime) -> str:
    return "ready"


def _go_on(session: Session, talk: str, at: datetime) -> str:
    legs.turn_talk(session_id=session.pk, talk=talk, at=at)
    return talk


def _how_it_stands(session: Session) -> str:
    session.refresh_from_db()
    return {State.DISPATCHED: "coming", State.RELEASED: "help"}.get(State(session.state), "")


def _pass_on(session: Session, text: str, at: datetime) -> None:
    """The operator reads what they write."""
    from beside.line.services import chatting

    chatting.say(session_id=session.pk, side="caller", text=text, at=at)


def _looks_like_place(text: str) -> bool:
    return len(re.findall(r"[^\W\d_]", text)) >= 5 and bool(re.search(r"\d|\s", text.strip()))


def _reply(session: Session, slug: str, at: datetime) -> None:
    session.refresh_from_db()
    calling.ring(session=session, target=Attempt.Target.CALLER, whom="caller", at=at,
                 way=calling.SMS, why=slug)  # fmt: skip


_TAKES: Mapping[str, Callable[[Session, str, datetime], str]] = {
    "place": _place, "door": _door, "route": _route, "contact": _contact, "ready": _ready,
}  # fmt: skip
