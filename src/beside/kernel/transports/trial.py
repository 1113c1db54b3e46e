"""Try every configured carrier with a few words that say nothing."""

from typing import Any

from beside.kernel import ids
from beside.kernel.transports import configured
from beside.kernel.transports.messages import (
    BadAddress,
    Call,
    Mail,
    Message,
    Refused,
    Sms,
    Unavailable,
    Way,
    e164,
)

WORDS = "This is a test. Nothing is needed from you."


def each_carrier(way: str, to: str) -> list[tuple[str, str]]:
    """Each carrier's name, and why it did not take the message ("" if it did)."""
    return [(carrier.name, _try(carrier, way, to)) for carrier in configured.carriers(Way(way))]


def _try(carrier: Any, way: str, to: str) -> str:
    try:
        carrier.send(_words(Way(way), to), key=str(ids.uuid7()))
    except BadAddress:
        return "that is not an address or number it could send to"
    except (Refused, Unavailable) as error:
        return f"{type(error).__name__.lower()}: {error}"
    return ""


def _words(way: Way, to: str) -> Message:
    if way is Way.MAIL:
        return Mail(to, "Test", WORDS)
    return Sms(e164(to), WORDS) if way is Way.SMS else Call(e164(to), WORDS)
