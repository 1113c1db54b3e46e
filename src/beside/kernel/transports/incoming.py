"""What people text to us: STOP and START are heard here, everything else by the rooms.

A text that no room takes goes to `otherwise`, so that nobody who writes to us is met with silence.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.functional import Promise

from beside.kernel.transports import optouts
from beside.kernel.transports.messages import e164

Hear = Callable[[str, str, datetime], bool]
Otherwise = Callable[[str, str, datetime], None]
Words = str | Promise

HearStop = Callable[[str, datetime], None]

_listeners: list[Hear] = []
_along: list[Hear] = []
_stops: list[HearStop] = []
_otherwise: list[Otherwise] = []
_offers: dict[str, tuple[int, Words]] = {}
_languages: list[Callable[[str], str]] = []


def listen(hear: Hear) -> None:
    """Call `hear(number, text, at)` for an SMS that is not STOP or START. In AppConfig.ready.

    It says whether the text was meant for it; then the rooms after it do not hear it.
    """
    _listeners.append(hear)


def listen_along(hear: Hear) -> None:
    """As `listen`, for a room to which every text is a sign of life: it keeps it from nobody."""
    _along.append(hear)


def otherwise(hear: Otherwise) -> None:
    """Call this for a text that nobody took, and for HELP. The last one that asks for it has it."""
    _otherwise[:] = [hear]


def offer(name: str, words: Words, *, order: int) -> None:
    """What can be texted to a room, in a few words without accents: "KITS: free naloxone"."""
    _offers[name] = (order, words)


def offers() -> list[str]:
    """All of it, in order, in the language that is active."""
    return [str(words) for _, words in sorted(_offers.values(), key=lambda one: one[0])]


def offered(name: str) -> str:
    """One of them, or "" when no room offers it."""
    return str(_offers[name][1]) if name in _offers else ""


def knows_language(ask: Callable[[str], str]) -> None:
    """Ask this room in which language somebody with a number wrote; "" when it does not know."""
    _languages.append(ask)


def language_of(number: str) -> str:
    """The language in which somebody wrote to us of late, or ""."""
    return next((known for ask in _languages if (known := ask(number))), "")


def listen_to_stops(hear: HearStop) -> None:
    """Call `hear(number, at)` when somebody said STOP, for what runs and can no longer reach them.

    Nothing may be sent to them any more; people may still be told.
    """
    _stops.append(hear)


def hear(number: str, text: str, at: datetime) -> None:
    """Raises BadAddress for a sender that is no number."""
    number = e164(number)
    said = optouts.hear(number, text, at)
    if said == "stop":
        for told in _stops:
            told(number, at)
    if said:
        return
    along = [listener(number, text, at) for listener in _along]
    if not any(listener(number, text, at) for listener in _listeners) and not any(along):
        for answer in _otherwise:
            answer(number, text, at)
