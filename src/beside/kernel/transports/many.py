"""Ask the outside for many at once, side by side: many SMS, many calls, or whatever a room asks.

Only the asking runs in threads of its own, and touches no database. Answers are given on as
they come, so that a carrier that hangs for one number holds back no other's; those that come
together are written down together.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Generic, Self, TypeVar
from uuid import UUID

from beside.kernel.transports import configured, optouts, sending
from beside.kernel.transports.messages import Call, NotConfigured, OptedOut, Sent, Sms, Way
from beside.kernel.transports.models import Message

SIDE_BY_SIDE = 25
GATHER = 0.02  # seconds after an answer, for others to come: they are written together

Told = Mapping[str, Sent | Exception]  # by key: taken, or why not
Key = TypeVar("Key")
Found = TypeVar("Found")


class SideBySide(Generic[Key, Found]):
    """Asks at once, in threads; what was asked is answered with what it returned or raised.

    More may be asked while answers are read. When it is left it waits for nobody.
    """

    def __init__(self, most: int = SIDE_BY_SIDE) -> None:
        self._pool = ThreadPoolExecutor(most, "side")
        self._asked: dict[Future[Found], Key] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: object, where: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def ask(self, key: Key, what: Callable[[], Found]) -> None:
        self._asked[self._pool.submit(what)] = key

    def answers(self) -> Iterator[dict[Key, Found | Exception]]:
        """Some at a time, as they come, until nothing that was asked is left."""
        while self._asked:
            wait(self._asked, return_when=FIRST_COMPLETED)
            answered, _ = wait(self._asked, timeout=GATHER)
            yield {self._asked.pop(future): self._answer(future) for future in answered}

    def _answer(self, answered: Future[Found]) -> Found | Exception:
        try:
            return answered.result()
        except Exception as error:
            return error


@dataclass(frozen=True)
class Handed:
    """A message that was handed over, and what became of it. An adapter's fault is its own."""

    row: UUID
    fate: sending.Fate


def sms(messages: Mapping[str, Sms], *, at: datetime) -> Iterator[Told]:
    """Send each under its key, as `sending.sms` does; answers by key, some at a time.

    Close it, or take all that it gives: it waits for nobody when it is closed.
    """
    told, left = hand_over(Way.SMS, messages, at=at)
    if told:
        yield told
    if not left:
        return
    with SideBySide[str, Handed](min(SIDE_BY_SIDE, len(left))) as asked:
        for key, handing in left.items():
            asked.ask(key, handing)
        for answers in asked.answers():
            yield note(answers)


def hand_over(
    way: Way, messages: Mapping[str, Sms | Call], *, at: datetime
) -> tuple[Told, dict[str, Callable[[], Handed]]]:
    """What is known of each by now, and how each of the others is handed over.

    The handing over touches no database; let `note` write down what came of it.
    """
    sending.refuse_open_transaction()
    carriers = {carrier.name: carrier for carrier in configured.carriers(way)}
    stopped = optouts.stopped({message.to for message in messages.values()})
    told: dict[str, Sent | Exception] = {
        key: OptedOut() for key, message in messages.items() if message.to in stopped
    }
    left = [key for key in messages if key not in told]
    if not carriers:
        return told | {key: NotConfigured(way) for key in left}, {}
    rows = sending.begun(way, left, at) if left else {}
    was_sent = {key: row for key, row in rows.items() if row.state != Message.State.GIVEN}
    told |= {key: Sent(row.carrier, row.carrier_id) for key, row in was_sent.items()}
    return told, {
        key: partial(_handed, carriers, way, messages[key], row.pk, at)
        for key, row in rows.items()
        if key not in was_sent
    }


def _handed(
    carriers: Mapping[str, object], way: Way, message: Sms | Call, row: UUID, at: datetime
) -> Handed:
    try:
        return Handed(row, sending.hand_over(carriers, way, message, key=str(row), at=at))
    except Exception as error:
        return Handed(row, sending.Fate(why=error))


def note(answers: Mapping[str, Handed | Exception]) -> Told:
    """Write down what became of those that were handed over; answers by key."""
    handed = {key: each for key, each in answers.items() if isinstance(each, Handed)}
    sending.note_fates({each.row: each.fate for each in handed.values()})
    told: dict[str, Sent | Exception] = {
        key: each.fate.sent or each.fate.why or LookupError(key) for key, each in handed.items()
    }
    return told | {key: why for key, why in answers.items() if isinstance(why, Exception)}
