"""Somebody who was rung says that they cannot go: the next one is tried at once."""

from datetime import datetime

from django.db import transaction

from beside.line.core.session import Event, State
from beside.line.models import Rung, Session
from beside.line.moving import move, note
from beside.line.turns import due_of_rung

DECLINED = "declined"


@transaction.atomic
def decline_rung(*, rung_id: int, at: datetime) -> None:
    """They cannot. Nobody waits for a rung that has said no; saying so late changes nothing."""
    rung = Rung.objects.select_for_update(of=("self",)).get(pk=rung_id)
    session = Session.objects.select_for_update().get(pk=rung.session_id)
    if rung.fault == DECLINED and rung.accepted_at is None:
        return
    had_accepted = rung.accepted_at is not None
    Rung.objects.filter(pk=rung_id).update(fault=DECLINED, accepted_at=None)
    note(session, "rung_declined", at=at, detail={"rung": rung.position})
    if _is_waited_for(session, rung, had_accepted):
        position, due = due_of_rung(session, at)
        move(session, Event.DEADLINE_PASSED, at=at, due=due, rung=position)


def _is_waited_for(session: Session, rung: Rung, had_accepted: bool) -> bool:
    """Whether nothing but this rung stands between the person and the next."""
    if session.state == State.RELEASED:
        return session.rung == rung.position
    if session.state != State.DISPATCHED or not had_accepted:
        return False
    others = session.rungs.exclude(pk=rung.pk).filter(accepted_at__isnull=False).exists()
    placed = session.attempts.filter(target__in=["psap", "relay"]).exists()
    return not others and not placed
