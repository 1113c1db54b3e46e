"""The rungs of a session: laid when it is armed, climbed when nobody answers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import outbox
from beside.kernel.steps import Step
from beside.line.core import ladder
from beside.line.core.session import Event, State
from beside.line.models import Rung, Session
from beside.line.moving import Overtaken, move, note

TEST = "line.test_contacts"


@transaction.atomic
def lay_ladder(*, session: Session, chosen: Sequence[ladder.Kind], at: datetime) -> list[Rung]:
    """Write down who should come, in order; whom the person chose is tested now.

    The same ladder laid again stays, with what is known of it. Raises ladder.BadLadder.
    """
    wanted = list(enumerate(ladder.ladder(chosen), 1))
    if ladder.Kind.PERSON in chosen:
        outbox.put(TEST, {"session": str(session.pk)}, due_at=at, urgent=True,
                   about=("line.contacts", str(session.pk)))  # fmt: skip
    standing = list(session.rungs.all())
    if [rung.kind for rung in standing] == [rung.kind for _, rung in wanted]:
        return standing
    session.rungs.all().delete()
    laid = Rung.objects.bulk_create(
        Rung(session=session, position=n, kind=rung.kind, seconds=rung.seconds)
        for n, rung in wanted
    )
    note(session, "ladder_laid", at=at, detail={"rungs": len(laid)})
    return laid


@transaction.atomic
def accept_rung(*, rung_id: int, at: datetime) -> Step[State]:
    """Whoever stands on the rung says: I am going. Saying so again changes nothing.

    Raises NotAllowed when no help is wanted any more.
    """
    rung = Rung.objects.select_related("session").select_for_update().get(pk=rung_id)
    session = rung.session
    step = move(session, Event.RUNG_ACCEPTED, at=at)
    Rung.objects.filter(pk=rung_id, accepted_at=None).update(accepted_at=at)
    return step


@transaction.atomic
def note_arrival(*, session_id: UUID, at: datetime, by: User | None = None) -> Step[State]:
    """Somebody is with the person."""
    session = Session.objects.select_for_update().get(pk=session_id)
    return move(session, Event.ARRIVED, at=at, by=by, heard_at=at)


__all__ = ["Overtaken", "accept_rung", "lay_ladder", "note_arrival"]
