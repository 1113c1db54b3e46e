"""Make one try real: ring one number, and write down what came of it (texts: `texting.py`).

Each try is an effect by itself. A carrier that hangs holds its own lane for seconds and
nothing else; the clock of the session never waits for any of this.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from beside.kernel import outbox, statements
from beside.kernel.outbox import Delivery, GiveUp
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
from beside.line.phone import dialling, numbers, placing
from beside.line.services import calling

Make = Callable[[Attempt], str]
TRIES = 4
STALE = timedelta(minutes=10)
AFTERWARDS = {"safe", "stand_down", "heard", "noted"}  # still said when the session has ended
OPTED_OUT_CODES, BAD_CODES = ("21610",), ("21211", "21214", "21217", "21614", "13224")


@outbox.handles(
    calling.RING, lease=timedelta(seconds=40), attempts=TRIES, pause=timedelta(seconds=1),
    longest_pause=timedelta(seconds=4),
)  # fmt: skip
def ring(delivery: Delivery) -> str:
    """Ring them, or speak on their leg if it is up."""
    return _try(delivery, lambda attempt: placing.place(attempt, at=delivery.at))


@outbox.handles(calling.HANG_UP, attempts=3)
def hang_up(delivery: Delivery) -> str:
    """Stop a telephone that still rings."""
    try:
        provider, leg = dialling.holder(str(delivery.payload["leg"]))
        provider.hang_up(leg)
    except (Refused, NotConfigured):
        return "was over"
    return "hung up"


def _try(delivery: Delivery, make: Make) -> str:
    attempt = wanted([delivery])[0]
    if attempt is None:
        return MOVED_ON
    try:
        leg = make(attempt)
    except Exception as error:
        return came_to_nothing(attempt, error, delivery)
    calling.note_taken(attempt=attempt, leg=leg, at=delivery.at)
    return "taken"


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
