"""What the tests of the line share: a person, their session, and time that is let pass."""

from datetime import UTC, datetime, timedelta

from beside.line.core.ladder import Kind
from beside.line.core.rhythm import Route
from beside.line.models import Session
from beside.line.particulars import Contact, Particulars
from beside.line.services import opening, watching

AT = datetime(2026, 11, 21, 6, 40, tzinfo=UTC)

HERE = Particulars(
    place="12 Elm St, Berea", zip="40403", unit="4", door="side door", door_unlocked=True,
    callback="+16065550147", substance="fentanyl",
    contacts=(Contact(rung=1, name="Rosa", number="+16065550148"),),
)  # fmt: skip


def armed(at: datetime = AT, *, route: Route = Route.INJECT, **words: object) -> Session:
    """Somebody whom the machine watches; a neighbour first."""
    words = {"language": "en", "particulars": HERE, "chosen": [Kind.PERSON], **words}
    return opening.arm_timer(at=at, route=route, **words).session  # type: ignore[arg-type]


def waiting(at: datetime = AT, **words: object) -> Session:
    """Somebody who waits for an operator."""
    words = {"way": Session.Way.CHAT, "language": "en", "particulars": HERE, **words}
    return opening.open_session(at=at, **words).session  # type: ignore[arg-type]


def let_deadline_pass(session: Session, late: timedelta = timedelta()) -> Session:
    """The next deadline of the session passes and is kept; the session as it is then."""
    now = Session.objects.get(pk=session.pk)
    assert now.deadline_at is not None
    watching.miss_deadline(session_id=now.pk, missed=now.deadline_at, at=now.deadline_at + late)
    return Session.objects.get(pk=session.pk)
