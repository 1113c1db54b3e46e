"""Make tries real, many at once: ring or text, and write down what came of it.

What is read and written is shared; each try is asked for by itself, side by side. A carrier
that hangs for one number holds back no other's, and a session's clock waits for none of this.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from beside.kernel import outbox, statements
from beside.kernel.outbox import Delivery, GiveUp, Outcome
from beside.kernel.transports.messages import (
    BadAddress,
    NotConfigured,
    OptedOut,
    Refused,
    Unavailable,
)
from beside.line.core.session import State
from beside.line.effects import falling_over
from beside.line.effects.reread import MOVED_ON
from beside.line.models import Attempt, Session
from beside.line.phone import dialling, numbers, placing, texts
from beside.line.services import calling

Plan = TypeVar("Plan")
Tries = Mapping[int, tuple[Delivery, Attempt]]
TRIES = 4
STALE = timedelta(minutes=10)
AFTERWARDS = {"safe", "stand_down", "heard", "noted"}  # still said when the session has ended
OPTED_OUT_CODES, BAD_CODES = ("21610",), ("21211", "21214", "21217", "21614", "13224")
HOW = {
    "lease": timedelta(seconds=40), "attempts": TRIES, "pause": timedelta(seconds=1),
    "longest_pause": timedelta(seconds=4),
}  # fmt: skip


@outbox.handles_many(calling.RING, **HOW)
def ring(deliveries: Sequence[Delivery]) -> Iterator[list[Outcome]]:
    """Ring them, or speak on their leg if it is up."""
    return _made(deliveries, placing.planned, dialling.ring_all)


@outbox.handles_many(calling.TEXT, **HOW)
def text(deliveries: Sequence[Delivery]) -> Iterator[list[Outcome]]:
    """Text them; the carrier's word that it took a text is its result."""
    return _made(deliveries, texts.planned, dialling.text_all, result="taken")


@outbox.handles(calling.HANG_UP, attempts=3)
def hang_up(delivery: Delivery) -> str:
    """Stop a telephone that still rings."""
    try:
        provider, leg = dialling.holder(str(delivery.payload["leg"]))
        provider.hang_up(leg)
    except (Refused, NotConfigured):
        return "was over"
    return "hung up"


def _made(
    deliveries: Sequence[Delivery],
    planned: Callable[[Sequence[Attempt], datetime], Mapping[int, Plan | Exception]],
    ask_all: Callable[..., Iterator[dialling.Answers]],
    result: str = "",
) -> Iterator[list[Outcome]]:
    """Outcomes as the carriers answer; first of those for whom nothing is asked."""
    found = list(zip(deliveries, wanted(deliveries), strict=True))
    if moved_on := [Outcome(delivery, MOVED_ON) for delivery, attempt in found if attempt is None]:
        yield moved_on
    tries = {attempt.pk: (delivery, attempt) for delivery, attempt in found if attempt}
    if not tries:
        return
    at = deliveries[0].at
    plans = planned([attempt for _, attempt in tries.values()], at)
    if failed := {key: why for key, why in plans.items() if isinstance(why, Exception)}:
        yield _noted(tries, failed, at)
    ready = [each for each in plans.values() if not isinstance(each, Exception)]
    for answers in ask_all(ready, at=at):
        yield _noted(tries, answers, at, result)


def _noted(
    tries: Tries, answers: Mapping[int, object], at: datetime, result: str = ""
) -> list[Outcome]:
    """Write down what came of them, those that were taken together."""
    taken = [(tries[key][1], leg) for key, leg in answers.items() if isinstance(leg, str)]
    if taken:
        calling.note_all_taken(taken=taken, at=at, result=result)
    outcomes = [Outcome(tries[attempt.pk][0], "taken") for attempt, _ in taken]
    failed = [(tries[key], why) for key, why in answers.items() if isinstance(why, Exception)]
    return outcomes + [_failed(delivery, attempt, why) for (delivery, attempt), why in failed]


def _failed(delivery: Delivery, attempt: Attempt, why: Exception) -> Outcome:
    """Noted as final, or to be tried again."""
    try:
        return Outcome(delivery, came_to_nothing(attempt, why, delivery))
    except Exception as error:
        return Outcome(delivery, why=error)


def wanted(deliveries: Sequence[Delivery]) -> list[Attempt | None]:
    """The tries that still make sense: not answered, not purged, not about what is over."""
    numbers = [int(delivery.payload["attempt"]) for delivery in deliveries]
    rows = statements.rows(Attempt, "WHERE id = ANY(%s)", [numbers])
    of_tries = [attempt.session_id for attempt in rows]
    sessions = statements.rows(Session, "WHERE id = ANY(%s)", [of_tries])
    by_id = {session.pk: session for session in sessions}
    found = {attempt.pk: attempt for attempt in rows if attempt.session_id in by_id}
    for attempt in found.values():
        attempt.session = by_id[attempt.session_id]
    return [
        _if_wanted(found.get(number), delivery)
        for number, delivery in zip(numbers, deliveries, strict=True)
    ]


def _if_wanted(attempt: Attempt | None, delivery: Delivery) -> Attempt | None:
    if attempt is None or attempt.ended_at is not None or attempt.carrier_id:
        return None
    is_over = attempt.session.state == State.ENDED and attempt.why not in AFTERWARDS
    is_late = delivery.at - attempt.at > STALE
    if is_over or is_late or falling_over.is_past(attempt):
        calling.note_result(attempt_id=attempt.pk, result="called_off", at=delivery.at)
        return None
    return attempt


def came_to_nothing(attempt: Attempt, error: Exception, delivery: Delivery) -> str:
    """What is noted of a try that failed, and what is tried instead. Raises what is tried again."""
    if isinstance(error, Unavailable):
        _failing(attempt, delivery)
        raise error
    if not isinstance(error, tuple(FINAL)):
        raise error
    result = _why(error)
    calling.note_result(attempt_id=attempt.pk, result=result, at=delivery.at)
    falling_over.after(attempt, result, delivery.at)
    return result


def _failing(attempt: Attempt, delivery: Delivery) -> None:
    """The next channel is tried at once; this one again, until it is given up."""
    if delivery.attempt >= TRIES:
        calling.note_result(attempt_id=attempt.pk, result="unavailable", at=delivery.at)
        falling_over.after(attempt, "unavailable", delivery.at)
        raise GiveUp
    if calling.note_result(attempt_id=attempt.pk, result="failing", at=delivery.at, is_final=False):
        falling_over.after(attempt, "failing", delivery.at)


FINAL: dict[type[Exception], str] = {
    OptedOut: "opted_out", numbers.NoNumber: "no_number", BadAddress: "no_number",
    dialling.NotByMachine: "forbidden", NotConfigured: "not_configured", Refused: "refused",
}  # fmt: skip


def _why(error: Exception) -> str:
    words = str(error)
    if isinstance(error, Refused) and any(code in words for code in OPTED_OUT_CODES):
        return "opted_out"
    if isinstance(error, Refused) and any(code in words for code in (*BAD_CODES, "no such number")):
        return "bad_number"
    return next(result for kind, result in FINAL.items() if isinstance(error, kind))
