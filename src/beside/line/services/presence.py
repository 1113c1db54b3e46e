"""Who is at their console: they come, their console beats, they go, or fall silent."""

from datetime import datetime, timedelta

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import deadlines, live, record
from beside.line import queries
from beside.line.core.session import State
from beside.line.models import Company, Presence, Session
from beside.line.moving import CONSOLE
from beside.line.services import queue

SILENT_FOR = timedelta(seconds=8)  # a console beats every 2 s; three may be lost on the way
LOST = "line_operator_lost"
WITHOUT_SCRIPT = timedelta(seconds=25)  # a page that can only load itself anew, every 5 s


@transaction.atomic
def come(*, by: User, at: datetime, on_call_only: bool = False) -> Presence:
    """Come on shift; coming twice is beating. On call only: rung when needed, no console."""
    presence = _open(by)
    if presence is None:
        presence = Presence.objects.create(
            user=by, on_call_only=on_call_only, since_at=at, seen_at=at, deadline_at=at + SILENT_FOR
        )
        record.act("line_operator_came", on=by, by=by, at=at)
        _announce(at)
    elif presence.on_call_only != on_call_only:
        Presence.objects.filter(pk=presence.pk).update(on_call_only=on_call_only)
        presence.on_call_only = on_call_only
        record.act("line_operator_moved", on=by, by=by, at=at, detail={"on_call": on_call_only})
        _announce(at)
    _seen(presence, at, SILENT_FOR)
    return presence


@transaction.atomic
def beat(*, by: User, at: datetime, silent_for: timedelta = SILENT_FOR) -> Presence | None:
    """The console lives. None when they are not on shift (any more)."""
    presence = _open(by)
    if presence is None:
        return None
    _seen(presence, at, silent_for)
    return presence


@transaction.atomic
def go(*, by: User, at: datetime) -> bool:
    """Go off shift; whoever they stayed with is offered to others at once. Whether they were on."""
    presence = _open(by)
    if presence is None:
        return False
    _end(presence, at=at, what="line_operator_went")
    return True


@transaction.atomic
def miss_beat(*, presence_id: int, missed: datetime, at: datetime) -> None:
    """A console fell silent: all its sessions are offered to others, ahead of the queue.

    Raises Overtaken if it beat, or somebody ended it, before we could. Somebody who is
    on call has no console that could fall silent.
    """
    presence = Presence.objects.select_for_update().filter(pk=presence_id).first()
    if presence is None or presence.until_at or presence.deadline_at != missed:
        raise deadlines.Overtaken(presence_id)
    _end(presence, at=at, what=LOST)


def _open(by: User) -> Presence | None:
    return Presence.objects.select_for_update().filter(user=by, until_at=None).first()


def _seen(presence: Presence, at: datetime, silent_for: timedelta) -> None:
    presence.seen_at = max(presence.seen_at, at)
    presence.deadline_at = at + silent_for  # a script that beats shortens what its page was given
    Presence.objects.filter(pk=presence.pk).update(
        seen_at=presence.seen_at, deadline_at=presence.deadline_at
    )


def _end(presence: Presence, *, at: datetime, what: str) -> None:
    had = queries.emergencies_in(presence)
    Presence.objects.filter(pk=presence.pk).update(
        until_at=at, emergencies=had, was_lost=what == LOST
    )
    record.act(what, on=presence.user, at=at)
    Company.objects.filter(user=presence.user).delete()
    for session in Session.objects.exclude(state=State.ENDED).filter(operator=presence.user):
        queue.lose_operator(session_id=session.pk, at=at)
    _announce(at)


def _announce(at: datetime) -> None:
    """Who is on shift has changed: every console looks again."""
    live.publish(CONSOLE, {"shift": True}, at)
