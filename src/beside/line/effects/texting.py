"""Text many at once: what is read and written is shared, each text is sent by itself.

A carrier that hangs for one number holds back no other's; see `kernel.transports.many`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from beside.kernel import outbox
from beside.kernel.outbox import Delivery, Outcome
from beside.line.effects.reaching import TRIES, came_to_nothing, wanted
from beside.line.effects.reread import MOVED_ON
from beside.line.models import Attempt
from beside.line.phone import dialling, numbers, texts
from beside.line.services import calling

Tries = Mapping[int, tuple[Delivery, Attempt]]


@outbox.handles_many(
    calling.TEXT, lease=timedelta(seconds=40), attempts=TRIES, pause=timedelta(seconds=1),
    longest_pause=timedelta(seconds=4),
)  # fmt: skip
def text(deliveries: Sequence[Delivery]) -> Iterator[list[Outcome]]:
    """Text them; outcomes as the carriers answer."""
    found = list(zip(deliveries, wanted(deliveries), strict=True))
    if moved_on := [Outcome(delivery, MOVED_ON) for delivery, attempt in found if attempt is None]:
        yield moved_on
    tries = {attempt.pk: (delivery, attempt) for delivery, attempt in found if attempt}
    if not tries:
        return
    at = deliveries[0].at
    written = _written([attempt for _, attempt in tries.values()], at)
    if failed := {key: why for key, why in written.items() if isinstance(why, Exception)}:
        yield _noted(tries, failed, at)
    ready = [each for each in written.values() if isinstance(each, dialling.Text)]
    for answers in dialling.text_all(ready, at=at):
        yield _noted(tries, answers, at)


def _written(attempts: Sequence[Attempt], at: datetime) -> dict[int, dialling.Text | Exception]:
    """Numbers and words, or why there are none."""
    said = numbers.said(attempts, at)
    written: dict[int, dialling.Text | Exception] = {}
    for attempt in attempts:
        try:
            number = numbers.of(attempt, at, said)
            written[attempt.pk] = dialling.Text(attempt, number, texts.of(attempt))
        except Exception as error:
            written[attempt.pk] = error
    return written


def _noted(tries: Tries, answers: Mapping[int, object], at: datetime) -> list[Outcome]:
    """Write down what came of them, those that were taken together."""
    taken = [(tries[key][1], leg) for key, leg in answers.items() if isinstance(leg, str)]
    if taken:
        calling.note_all_taken(taken=taken, at=at, result="taken")
    outcomes = [Outcome(tries[attempt.pk][0], "taken") for attempt, _ in taken]
    failed = [(tries[key], why) for key, why in answers.items() if isinstance(why, Exception)]
    return outcomes + [_failed(delivery, attempt, why) for (delivery, attempt), why in failed]


def _failed(delivery: Delivery, attempt: Attempt, why: Exception) -> Outcome:
    """Noted as final, or to be tried again."""
    try:
        return Outcome(delivery, came_to_nothing(attempt, why, delivery))
    except Exception as error:
        return Outcome(delivery, why=error)
