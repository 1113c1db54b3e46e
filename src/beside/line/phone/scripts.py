"""Scripts: what a person hears on the phone at each point of a session."""

from beside.line.core.session import State
from beside.line.models import Session
from beside.line.phone import links, numbers
from beside.line.phone.script import Ask, Bridge, Go, HangUp, Join, Pause, Say, Script, Step
from beside.line.phone.speech import said

INTAKE = ("zip", "door", "route", "naloxone", "address", "mode")
WATCHED_EVERY = 15  # seconds between two words while the clock runs
HELD_EVERY = 5
KEYS = {"zip": 0}
ENGLISH = Say("You are not alone. For English, press 1.")  # both are heard, before any is chosen
SPANISH = Say("No queda a solas. Para español, oprima el 2.", language="es")


def now(session: Session) -> Script:
    """What the person hears now, whatever happened before: read from the session alone."""
    state = State(session.state)
    if state is State.ENDED:
        return _end(session, "safe" if session.outcome == "safe" else "over")
    if session.talk == "room" and session.operator_id:
        return room(session)
    if state is State.WAITING:
        return waiting(session)
    if state in (State.CONNECTED, State.WATCHING):
        return watch(session)
    return loud(session)


def waiting(session: Session) -> Script:
    """The intake, question by question; then words until somebody is free."""
    if session.talk == "language":
        return greeting()
    if session.talk in INTAKE:
        return question(session, session.talk)
    return hold(session)


def greeting() -> Script:
    """The first words, in both languages."""
    ask = Ask((ENGLISH, SPANISH), links.turn("voice", "language"), seconds=5)
    return Script("en", (ask, Go(links.turn("voice", "now"))))


def question(session: Session, slug: str, *, before: str = "") -> Script:
    says = (before, slug) if before else (slug,)
    return _asking(session, says, slug, keys=KEYS.get(slug, 1), seconds=8)


def hold(session: Session, *, before: str = "") -> Script:
    """Words every few seconds. The timer is offered, and a partner line where there is one."""
    says = ["hold", "hold_keys", *(["hold_partner"] if numbers.partner() else []), "hold_stay"]
    return _asking(session, ([before] if before else []) + says, "hold", seconds=HELD_EVERY)


def watch(session: Session, *, before: str = "") -> Script:
    """The clock runs; any key is a check-in."""
    says = [before, "watch", "watch_keys"] if before else ["watch", "watch_keys"]
    return _asking(session, says, "watch", seconds=WATCHED_EVERY)


def sure(session: Session, slug: str) -> Script:
    return _asking(session, [slug], slug, seconds=6)


def loud(session: Session) -> Script:
    """To somebody who may be asleep, or for whom help has been called."""
    slug = LOUD.get(State(session.state), "prompt")
    words = Say(said(slug, session.language), loud=True)
    asks = [Ask((words,), links.turn("voice", "watch"), seconds=3) for _ in range(3)]
    return Script(session.language, (*asks, Go(links.turn("voice", "now"))))


LOUD = {
    State.PROMPTING: "prompt", State.UNRESPONSIVE: "veto", State.RELEASED: "help",
    State.DISPATCHED: "coming", State.HELPED: "helped",
}  # fmt: skip


def room(session: Session, *, begins: bool = False) -> Script:
    """Into the session's room; alone there, words are heard."""
    step = Join(
        room_of(session), links.here("wait", session.pk), links.here("room", session.pk),
        links.turn("voice", "left"), begins,
    )  # fmt: skip
    before = () if begins else (Say(said("joined", session.language)),)
    return Script(session.language, (*before, step))


def room_of(session: Session) -> str:
    return f"line-{session.pk}"


def wait_words(session: Session) -> Script:
    """What somebody hears who is alone in the room."""
    words = said("wait_room", session.language)
    return Script(session.language, (Say(words), Pause(3)))


def announced(session: Session) -> Script:
    """A prompt for somebody who is in a room."""
    slug = LOUD.get(State(session.state), "prompt")
    return Script(session.language, (Say(said(slug, session.language), loud=True),))


def to_partner(session: Session, number: str, attempt_id: int) -> Script:
    words = Say(said("partner", session.language))
    return Script(
        session.language, (words, Bridge(number, links.turn("bridged", attempt_id), seconds=25))
    )


def call_back(session: Session) -> Script:
    """The first words when we ring somebody whose leg was lost, or who does not check in."""
    is_calm = session.state in (State.WAITING, State.CONNECTED, State.WATCHING)
    slug = "call_back" if is_calm else LOUD.get(State(session.state), "prompt")
    words = Say(said(slug, session.language), loud=True)
    asks = [Ask((words,), links.turn("voice", "back"), seconds=4) for _ in range(4)]
    return Script(session.language, (*asks, Go(links.turn("voice", "now"))))


def _end(session: Session, slug: str) -> Script:
    return Script(session.language, (Say(said(slug, session.language)), HangUp()))


def _asking(
    session: Session, says: "list[str] | tuple[str, ...]", step: str, *, keys: int = 1, seconds: int
) -> Script:
    words = tuple(Say(said(slug, session.language)) for slug in says)
    ask = Ask(words, links.turn("voice", step), keys=keys, seconds=seconds)
    steps: tuple[Step, ...] = (ask, Go(links.turn("voice", "now")))
    return Script(session.language, steps)
