"""Sessions from a spreadsheet: all of them or none, and undone as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import facts, record
from beside.training import telling
from beside.training.core.rows import Held
from beside.training.core.sessions import State
from beside.training.models import Batch, Course, GroupSession


class AlreadyUndone(ValueError):
    """The list was taken back before."""


class NoLongerSo(ValueError):
    """What a row names has gone since it was judged; nothing was kept."""


@dataclass(frozen=True)
class Kept:
    """What a list brought."""

    batch: Batch
    added: int
    same: int


@transaction.atomic
def import_sessions(*, held: Sequence[Held], by: User | None, at: datetime) -> Kept:
    """Keep a list that was judged without faults. A row with a known code changes nothing.

    Raises NoLongerSo.
    """
    batch = Batch.objects.create(at=at)
    courses = Course.objects.select_related("current").in_bulk()
    added = 0
    for row in held:
        if row.code:
            continue
        course = courses.get(row.course)
        if course is None or course.current is None:
            raise NoLongerSo(row.course)
        added += 1
        made = GroupSession.objects.create(
            on_date=row.date, partner_id=row.partner_id, version=course.current, created_at=at,
            audience=row.audience, language=row.language, state=State.HELD, people=row.people,
            kits=row.kits, code=telling.new_code(), batch=batch,
        )  # fmt: skip
        facts.publish(telling.of_session(made), about=made, at=at)
    detail = {"added": added, "same": len(held) - added}
    record.act("sessions_imported", on=batch, by=by, at=at, detail=detail)
    return Kept(batch, added, len(held) - added)


@transaction.atomic
def undo_import(*, batch: Batch, by: User | None, at: datetime) -> int:
    """Call off every session the list brought; how many. Raises AlreadyUndone."""
    if not Batch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=at):
        raise AlreadyUndone(batch.pk)
    brought = list(GroupSession.objects.select_for_update().filter(batch=batch, state=State.HELD))
    for session in brought:
        session.state, session.people, session.kits = State.CANCELLED, None, None
        session.save(update_fields=["state", "people", "kits"])
        facts.publish(telling.of_session(session), about=session, at=at)
    record.act("sessions_import_undone", on=batch, by=by, at=at, detail={"count": len(brought)})
    return len(brought)


@transaction.atomic
def note_export(*, what: str, count: int, by: User, at: datetime) -> None:
    """Record that a table was taken away, and how many rows stood in it."""
    record.act("training_exported", on=("training", what), by=by, at=at, detail={"count": count})
