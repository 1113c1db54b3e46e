"""The only door through which the line rings or texts anybody.

Nothing passes to an emergency number unless a person placed the try (`Attempt.placed_by`),
whatever the number's source; and to an emergency centre nothing passes but a call that puts
that person through. When one provider fails the next is asked, at once.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from beside.kernel.transports import many, optouts, sending
from beside.kernel.transports.messages import (
    Call,
    NotConfigured,
    OptedOut,
    Refused,
    Sent,
    Sms,
    Unavailable,
)
from beside.line.core import emergency
from beside.line.models import Attempt
from beside.line.phone import configured, links, numbers
from beside.line.phone.ports import Listens, Telephony
from beside.line.phone.script import Script

log = logging.getLogger(__name__)
RINGS_FOR = 25  # seconds; before most voice mail answers


class NotByMachine(PermissionError):
    """This is an emergency number, and no person placed the call."""


def ring(attempt: Attempt, number: str, script: Script, *, at: datetime) -> str:
    """Ring them with the first provider that can; "provider/leg".

    Raises NotByMachine, OptedOut, Refused, Unavailable, NotConfigured.
    """
    for each in (number, *script.numbers):
        _guard(attempt, each)
    if not attempt.placed_by_id and optouts.has_stopped(number):
        raise OptedOut
    trouble: Exception = NotConfigured("telephony")
    for provider in configured.providers():
        try:
            return _ring_by(provider, attempt, number, script)
        except Unavailable as error:
            log.warning("a provider failed", extra={"carrier": provider.name, "why": str(error)})
            trouble = error
    return _say_at_least(attempt, number, script, at, trouble)


@dataclass(frozen=True)
class Text:
    """What a try writes, and to which number."""

    attempt: Attempt
    number: str = field(repr=False)
    words: str = field(repr=False)


Answers = Mapping[int, "str | Exception"]  # by try: "carrier/id", or why not


def text_all(written: Sequence[Text], *, at: datetime) -> Iterator[Answers]:
    """Send an SMS for each try, side by side; what came of them as the carriers answer.

    Instead of raising, it answers with what `ring` raises.
    """
    refused: dict[int, str | Exception] = {}
    messages: dict[str, Sms] = {}
    for each in written:
        try:
            _guard(each.attempt, each.number)
        except (NotByMachine, Refused) as error:
            refused[each.attempt.pk] = error
        else:
            messages[f"line:{each.attempt.pk}"] = Sms(each.number, each.words)
    if refused:
        yield refused
    for told in many.sms(messages, at=at) if messages else ():
        yield {
            int(key.removeprefix("line:")): _leg_of(answer) if isinstance(answer, Sent) else answer
            for key, answer in told.items()
        }


def _leg_of(sent: Sent) -> str:
    """ "carrier/id"."""
    return f"{sent.carrier}/{sent.carrier_id}"[:64]


def write(number: str, words: str, *, key: str, at: datetime) -> str:
    """Send an SMS that is no try of a session's ladder; the carrier's id. Raises as `text`."""
    if not numbers.is_usable(number):
        raise Refused("no such number")
    return sending.sms(Sms(number, words), key=key, at=at).carrier_id


def on_leg_for(attempt: Attempt, leg: str, script: Script) -> None:
    """Say something on a leg that is up, or put it through. Raises as `ring`."""
    for number in script.numbers:
        _guard(attempt, number)
    provider, name = holder(leg)
    provider.say(name, script)


def holder(leg: str) -> tuple[Telephony, str]:
    """The provider of a leg, and what it calls it. Raises NotConfigured."""
    carrier, _slash, name = leg.partition("/")
    provider = configured.named(carrier)
    if provider is None:
        raise NotConfigured(carrier)
    return provider, name


def _ring_by(provider: Telephony, attempt: Attempt, number: str, script: Script) -> str:
    listens = Listens(links.here("called", attempt.pk))
    leg = provider.call_out(number, script, listens=listens, seconds=RINGS_FOR)
    return f"{provider.name}/{leg}"


def _say_at_least(
    attempt: Attempt, number: str, script: Script, at: datetime, trouble: Exception
) -> str:
    """Without a keypad, by the house's own voice carriers; they may not be those that failed."""
    if script.numbers:
        raise trouble
    call = Call(number, script.first_words, script.language)
    try:
        sent = sending.voice(call, key=f"line:voice:{attempt.pk}", at=at)
    except NotConfigured:
        raise trouble from None
    return _leg_of(sent)


def _guard(attempt: Attempt, number: str) -> None:
    if numbers.is_forbidden(number):
        if attempt.placed_by_id is None or attempt.target not in _PLACED_BY_PEOPLE:
            raise NotByMachine(f"attempt {attempt.pk}")
    elif not emergency.is_dialable(number):
        raise Refused("no such number")


_PLACED_BY_PEOPLE = {Attempt.Target.PSAP, Attempt.Target.SERVICE}
__all__ = [
    "NotByMachine", "Text", "holder", "on_leg_for", "ring", "text_all", "write",
]  # fmt: skip
