"""A chosen contact is tested when the session is armed, not when they are needed."""

from datetime import timedelta
from uuid import UUID

from beside.kernel import outbox
from beside.kernel.outbox import Delivery
from beside.kernel.transports.models import Message as Sent
from beside.line.core.session import State
from beside.line.effects.reread import MOVED_ON
from beside.line.models import Attempt, Rung, Session
from beside.line.services import contacts

LOOK_AFTER = timedelta(seconds=20)
FATE = "line.contact_fate"


@outbox.handles(contacts.TEST)
def test(delivery: Delivery) -> str:
    """Judge each number, and send a neutral text to those that can be reached."""
    session_id = UUID(str(delivery.payload["session"]))
    running = Session.objects.exclude(state=State.ENDED).filter(pk=session_id, is_practice=False)
    if not running.exists():
        return MOVED_ON
    tested = contacts.test_contacts(session_id=session_id, at=delivery.at)
    for attempt in tested:
        outbox.put(FATE, {"attempt": attempt}, about=delivery.about,
                   due_at=delivery.at + LOOK_AFTER, at=delivery.at,
                   key=f"fate:{attempt}")  # fmt: skip
    return str(len(tested))


@outbox.handles(FATE)
def fate(delivery: Delivery) -> str:
    """What the carrier said of that text since."""
    found = Attempt.objects.select_related("rung").filter(pk=delivery.payload["attempt"])
    attempt = found.first()
    if attempt is None or attempt.rung_id is None:
        return MOVED_ON
    sent = Sent.objects.filter(key=f"line:{attempt.pk}").first()
    if sent is not None and sent.state == Sent.State.FAILED:
        contacts.note_fault(rung_id=attempt.rung_id, fault="undelivered", at=delivery.at)
        return "undelivered"
    return Rung.objects.get(pk=attempt.rung_id).fault or "fine"
