"""Practice: a simulated caller in the same console. Nobody real is ever rung.

A story's next line is a deadline like any other (`line.practice`), kept by the workers.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import deadlines
from beside.kernel.steps import NotAllowed
from beside.line.core.practice import STORIES, Do, Line
from beside.line.core.rhythm import Route
from beside.line.core.session import Event, Outcome, State
from beside.line.models import Message, Practice, Session
from beside.line.moving import note
from beside.line.particulars import Particulars
from beside.line.services import chatting, ending, opening, watching

LOOK_AGAIN = timedelta(seconds=1)  # while a story waits for what the operator does
FIRST = timedelta(seconds=2)


@transaction.atomic
def begin_practice(*, story: str, by: User, at: datetime) -> Session:
    """A simulated caller rings, for `by` alone. Raises KeyError for a story that is not told."""
    told = STORIES[story]
    opened = opening.open_session(
        way=Session.Way.CHAT, language=told.language, at=at, route=Route(told.route),
        particulars=Particulars(**told.place), is_practice=True,  # type: ignore[arg-type]
    )  # fmt: skip
    due = at + FIRST
    Practice.objects.create(
        session=opened.session, user=by, scenario=story, began_at=at, due_at=due
    )
    note(opened.session, "practice_begun", at=at, by=by)
    deadlines.armed(due)
    return opened.session


@transaction.atomic
def tell_next(*, session_id: UUID, missed: datetime, at: datetime) -> None:
    """The next line falls, or waits for the operator. Raises Overtaken if it was told."""
    practice = Practice.objects.select_for_update().filter(pk=session_id).first()
    if practice is None or practice.due_at != missed:
        raise deadlines.Overtaken(session_id)
    session = Session.objects.select_for_update().get(pk=session_id)
    lines = STORIES[practice.scenario].lines
    if session.state == State.ENDED or practice.position >= len(lines):
        _wait(practice, None)
        return
    line = lines[practice.position]
    if not _may_fall(session, line):
        _wait(practice, at + LOOK_AGAIN)
        return
    _DO[line.do](session, line, at)
    practice.position += 1
    more = practice.position < len(lines)
    _wait(practice, at + timedelta(seconds=lines[practice.position].after) if more else None)
    session.refresh_from_db()
    note(session, "practice_line", at=at, detail={"line": practice.position})


def _may_fall(session: Session, line: Line) -> bool:
    if line.waits_for == "dispatch":
        return session.state == State.DISPATCHED
    return session.operator_id is not None


def _wait(practice: Practice, due_at: datetime | None) -> None:
    Practice.objects.filter(pk=practice.pk).update(due_at=due_at, position=practice.position)
    if due_at is not None:
        deadlines.armed(due_at)


def _say(session: Session, line: Line, at: datetime) -> None:
    chatting.say(session_id=session.pk, side=Message.Side.CALLER, text=line.words, at=at)


def _use(session: Session, line: Line, at: datetime) -> None:
    """They say that they use now; it is the operator who marks it."""
    _say(session, line, at)


def _nothing(session: Session, line: Line, at: datetime) -> None:
    """Silence is that nothing happens."""


def _hang_up(session: Session, line: Line, at: datetime) -> None:
    watching.drop_line(session_id=session.pk, at=at)


def _wake(session: Session, line: Line, at: datetime) -> None:
    _say(session, line, at)
    watching.check_in(session_id=session.pk, at=at)


def _bye(session: Session, line: Line, at: datetime) -> None:
    _say(session, line, at)


@transaction.atomic
def stop_practice(*, session_id: UUID, by: User, at: datetime) -> None:
    """Leave a practice call before its end, whatever its state."""
    session = Session.objects.select_for_update().get(pk=session_id, is_practice=True)
    note(session, "practice_stopped", at=at, by=by)
    Practice.objects.filter(pk=session_id).update(due_at=None)
    ways = ((Event.LEFT, Outcome.LEFT), (Event.SAFE, Outcome.SAFE),
            (Event.CLOSED, Outcome.CALLED_OFF))  # fmt: skip
    for event, outcome in ways:
        try:
            ending.end(session=session, event=event, at=at, outcome=outcome, by=by)
        except NotAllowed:
            continue
        return


_DO: dict[Do, Callable[[Session, Line, datetime], None]] = {
    Do.SAY: _say, Do.USE: _use, Do.SILENT: _nothing, Do.HANG_UP: _hang_up, Do.WAKE: _wake,
    Do.BYE: _bye,
}  # fmt: skip
