"""Make one try real: ring or text one number, and write down what came of it.

Each try is an effect by itself. A carrier that hangs holds its own lane for seconds and
nothing else; the clock of the session never waits for any of this.
"""

from collections.abc import Callable
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
from beside.line.models import Attempt, Session
from beside.line.phone import dialling, numbers, placing, texts
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


@outbox.handles(
    calling.TEXT, lease=timedelta(seconds=40), attempts=TRIES, pause=timedelta(seconds=1),
    longest_pause=timedelta(seconds=4),
)  # fmt: skip
def text(delivery: Delivery) -> str:
    """Text them."""

    def send(attempt: Attempt) -> str:
        number = numbers.of(attempt, delivery.at)
        return dialling.text(attempt, number, texts.of(attempt), at=delivery.at)

    return _try(delivery, send)


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
    attempt = _wanted(int(delivery.payload["attempt"]), delivery)
    if attempt is None:
        return "moved on"
    try:
        leg = make(attempt)
    except Unavailable:
        _failing(attempt, delivery)
        raise
    except tuple(FINAL) as error:
        result = _why(error)
        calling.note_result(attempt_id=attempt.pk, result=result, at=delivery.at)
        falling_over.after(attempt, result, delivery.at)
        return result
    result = "taken" if attempt.way == calling.SMS else ""
    calling.note_taken(attempt=attempt, leg=leg, at=delivery.at, result=result)
    return "taken"


def _wanted(attempt_id: int, delivery: Delivery) -> Attempt | None:
    """The try, if it still makes sense: not answered, not purged, not about what is over."""
    found = statements.rows(Attempt, "WHERE id = %s", [attempt_id])
    if not found or found[0].ended_at is not None or found[0].carrier_id:
        return None
    attempt = found[0]
    (attempt.session,) = statements.rows(Session, "WHERE id = %s", [attempt.session_id])
    is_over = attempt.session.state == State.ENDED and attempt.why not in AFTERWARDS
    is_late = delivery.at - attempt.at > STALE
    if is_over or is_late or falling_over.is_past(attempt):
        calling.note_result(attempt_id=attempt.pk, result="called_off", at=delivery.at)
        return None
    return attempt


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
