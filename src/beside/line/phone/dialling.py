"""The only door through which the line rings or texts anybody.

Nothing passes to an emergency number unless a person placed the try (`guard.py`); and to an
emergency centre nothing passes but a call that puts that person through. When one provider
fails the next is asked, at once. Many go side by side: one that hangs holds up no other.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from beside.kernel.transports import many, sending
from beside.kernel.transports.messages import (
    Call,
    NotConfigured,
    Refused,
    Sent,
    Sms,
    Unavailable,
    Way,
)
from beside.line.models import Attempt
from beside.line.phone import configured, links, numbers
from beside.line.phone.guard import Guard, NotByMachine
from beside.line.phone.ports import Listens, Telephony
from beside.line.phone.script import Script

__all__ = [
    "Answers", "NotByMachine", "OnLeg", "Plan", "Ring", "Text", "holder", "ring_all", "text_all",
    "write",
]  # fmt: skip

log = logging.getLogger(__name__)
RINGS_FOR = 25  # seconds; before most voice mail answers
Answers = Mapping[int, "str | Exception"]  # by try: "carrier/id", or why not


class _NoProvider(Exception):
    """None could ring them; `why` is the trouble of the last."""

    def __init__(self, why: Exception) -> None:
        super().__init__(str(why))
        self.why = why


class _LegGone(Exception):
    """The leg was to hear words, and has gone without our being told."""


@dataclass(frozen=True)
class Ring:
    """A try that rings a number; `script` is what is heard when they answer."""

    attempt: Attempt
    number: str = field(repr=False)
    script: Script

    @property
    def numbers(self) -> list[str]:
        return [self.number, *self.script.numbers]


@dataclass(frozen=True)
class OnLeg:
    """A try that is made on a leg that is up, with a script that `say` gives it.

    `say` touches no database. `otherwise`: whom to ring when the leg has gone, read only then.
    """

    attempt: Attempt
    leg: str  # "provider/its own name"
    say: Callable[[Telephony, str], None]
    numbers: Sequence[str] = ()  # to whom the script puts them through
    otherwise: Callable[[], Ring] | None = None


Plan = Ring | OnLeg
Asked = many.SideBySide[int, "str | many.Handed"]


def ring_all(plans: Sequence[Plan], *, at: datetime) -> Iterator[Answers]:
    """Make voice tries, side by side, each with the first provider that can; answers as they come.

    An answer may be NotByMachine, OptedOut, Refused, Unavailable or NotConfigured. Where no
    provider can, a carrier without a keypad says the first words.
    """
    known = {each.attempt.pk: each for each in plans}
    with Asked() as asked:
        if refused := _ask(asked, plans):
            yield refused
        for answers in asked.answers():
            told = _legs(answers)
            told |= _rung_instead(asked, known, answers)
            told |= _spoken(asked, known, answers, at)
            if told:
                yield told


def _ask(asked: Asked, plans: Sequence[Plan]) -> dict[int, "str | Exception"]:
    """Ask for what may be done; why the others may not."""
    refused: dict[int, str | Exception] = {}
    guard = Guard.over([number for each in plans for number in each.numbers])
    providers = configured.providers()
    for each in plans:
        rings = each.number if isinstance(each, Ring) else ""
        if why := guard.against(each.attempt, each.numbers, rings=rings):
            refused[each.attempt.pk] = why
        elif isinstance(each, Ring):
            asked.ask(each.attempt.pk, partial(_rung, each, providers))
        else:
            asked.ask(each.attempt.pk, partial(_on_leg, each))
    return refused


def _on_leg(plan: OnLeg) -> str:
    provider, name = holder(plan.leg)
    try:
        plan.say(provider, name)
    except Refused:
        if plan.otherwise:
            raise _LegGone from None
        raise
    return plan.leg


def _rung(ring: Ring, providers: Sequence[Telephony]) -> str:
    trouble: Exception = NotConfigured("telephony")
    listens = Listens(links.here("called", ring.attempt.pk))
    for provider in providers:
        try:
            leg = provider.call_out(ring.number, ring.script, listens=listens, seconds=RINGS_FOR)
        except Unavailable as error:
            log.warning("a provider failed", extra={"carrier": provider.name, "why": str(error)})
            trouble = error
        else:
            return f"{provider.name}/{leg}"
    if ring.script.numbers:
        raise trouble
    raise _NoProvider(trouble)


def _legs(answers: Mapping[int, object]) -> dict[int, "str | Exception"]:
    """Those that are final; what the house's own voice carriers did is written down."""
    handed = {str(key): each for key, each in answers.items() if isinstance(each, many.Handed)}
    told = many.note(handed) if handed else {}
    spoken = {int(key): _leg_of(each) for key, each in told.items()}
    return spoken | {
        key: each
        for key, each in answers.items()
        if isinstance(each, str | Exception) and not isinstance(each, _LegGone | _NoProvider)
    }


def _rung_instead(
    asked: Asked, known: dict[int, Plan], answers: Mapping[int, object]
) -> dict[int, "str | Exception"]:
    """Ring those whose leg has gone; why that cannot be."""
    told: dict[int, str | Exception] = {}
    rings: list[Ring] = []
    for key in [key for key, why in answers.items() if isinstance(why, _LegGone)]:
        plan = known[key]
        assert isinstance(plan, OnLeg)
        assert plan.otherwise
        try:
            known[key] = ring = plan.otherwise()
        except Exception as error:
            told[key] = error
        else:
            rings.append(ring)
    return told | (_ask(asked, rings) if rings else {})


def _spoken(
    asked: Asked, known: Mapping[int, Plan], answers: Mapping[int, object], at: datetime
) -> dict[int, "str | Exception"]:
    """The house's own voice carriers say it: without a keypad, but perhaps not those that failed.

    What is known of them at once.
    """
    silent = {key: why.why for key, why in answers.items() if isinstance(why, _NoProvider)}
    if not silent:
        return {}
    calls = {f"line:voice:{key}": _words_of(known[key]) for key in silent}
    told, handing = many.hand_over(Way.VOICE, calls, at=at)
    for name, hand_over in handing.items():
        asked.ask(_try_of(name), hand_over)
    found = {_try_of(name): _leg_of(each) for name, each in told.items()}
    none = {key: silent[key] for key, why in found.items() if isinstance(why, NotConfigured)}
    return found | none


def _words_of(plan: Plan) -> Call:
    assert isinstance(plan, Ring)
    return Call(plan.number, plan.script.first_words, plan.script.language)


@dataclass(frozen=True)
class Text:
    """What a try writes, and to which number."""

    attempt: Attempt
    number: str = field(repr=False)
    words: str = field(repr=False)


def text_all(written: Sequence[Text], *, at: datetime) -> Iterator[Answers]:
    """Send an SMS for each try, side by side; answers as `ring_all` gives them."""
    guard = Guard.over([each.number for each in written])
    refused: dict[int, str | Exception] = {}
    messages: dict[str, Sms] = {}
    for each in written:
        if why := guard.against(each.attempt, [each.number]):
            refused[each.attempt.pk] = why
        else:
            messages[f"line:{each.attempt.pk}"] = Sms(each.number, each.words)
    if refused:
        yield refused
    for told in many.sms(messages, at=at) if messages else ():
        yield {_try_of(key): _leg_of(answer) for key, answer in told.items()}


def _try_of(key: str) -> int:
    return int(key.rpartition(":")[2])


def _leg_of(answer: Sent | Exception) -> "str | Exception":
    """ "carrier/id", or why not."""
    if isinstance(answer, Exception):
        return answer
    return f"{answer.carrier}/{answer.carrier_id}"[:64]


def write(number: str, words: str, *, key: str, at: datetime) -> str:
    """Send an SMS that is no try of a session's ladder; the carrier's id.

    Raises as `sending.sms`.
    """
    if not numbers.is_usable(number):
        raise Refused("no such number")
    return sending.sms(Sms(number, words), key=key, at=at).carrier_id


def holder(leg: str) -> tuple[Telephony, str]:
    """The provider of a leg, and what it calls it. Raises NotConfigured."""
    carrier, _slash, name = leg.partition("/")
    provider = configured.named(carrier)
    if provider is None:
        raise NotConfigured(carrier)
    return provider, name
