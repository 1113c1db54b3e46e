"""Send many SMS at once: carriers are asked side by side, and answers are written down together.

Only the asking runs in threads of its own, and touches no database. Answers are given on as
they come, so that a carrier that hangs for one number holds back no other's.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

from beside.kernel.transports import configured, optouts, sending
from beside.kernel.transports.messages import NotConfigured, OptedOut, Sent, Sms, Way
from beside.kernel.transports.models import Message

SIDE_BY_SIDE = 25
GATHER = 0.02  # seconds after an answer, for others to come: they are written together

Told = Mapping[str, Sent | Exception]  # by key: taken, or why not


def sms(messages: Mapping[str, Sms], *, at: datetime) -> Iterator[Told]:
    """Send each under its key, as `sending.sms` does; answers by key, some at a time.

    Close it, or take all that it gives: it waits for nobody when it is closed.
    """
    sending.refuse_open_transaction()
    carriers = {carrier.name: carrier for carrier in configured.carriers(Way.SMS)}
    stopped = optouts.stopped({message.to for message in messages.values()})
    told: dict[str, Sent | Exception] = {
        key: OptedOut() for key, message in messages.items() if message.to in stopped
    }
    left = [key for key in messages if key not in told]
    if not carriers:
        told |= {key: NotConfigured(Way.SMS) for key in left}
        left = []
    rows = sending.begun(Way.SMS, left, at) if left else {}
    was_sent = {key: row for key, row in rows.items() if row.state != Message.State.GIVEN}
    told |= {key: Sent(row.carrier, row.carrier_id) for key, row in was_sent.items()}
    if told:
        yield told
    ours = {key: row for key, row in rows.items() if key not in was_sent}
    if ours:
        yield from _side_by_side(carriers, messages, ours, at)


def _side_by_side(
    carriers: Mapping[str, object],
    messages: Mapping[str, Sms],
    rows: Mapping[str, Message],
    at: datetime,
) -> Iterator[Told]:
    pool = ThreadPoolExecutor(min(SIDE_BY_SIDE, len(rows)), "sms")
    try:
        asked: dict[Future[sending.Fate], str] = {
            pool.submit(
                sending.hand_over, carriers, Way.SMS, messages[key], key=str(row.pk), at=at
            ): key
            for key, row in rows.items()
        }
        while asked:
            wait(asked, return_when=FIRST_COMPLETED)
            answered, _ = wait(asked, timeout=GATHER)
            fates = {asked.pop(future): _fate(future) for future in answered}
            sending.note_fates({rows[key].pk: fate for key, fate in fates.items()})
            yield {key: fate.sent or fate.why or LookupError(key) for key, fate in fates.items()}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _fate(answered: Future[sending.Fate]) -> sending.Fate:
    """An adapter's own fault is that message's alone."""
    try:
        return answered.result()
    except Exception as error:
        return sending.Fate(why=error)
