"""The one way a session changes its state: by the table, from the state that was read."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from beside.accounts.models import User
from beside.kernel import deadlines, live, outbox, record
from beside.kernel.steps import Step
from beside.line.core.rhythm import Route, rhythm_of
from beside.line.core.session import Event, State, steps, take
from beside.line.models import Session

CONSOLE = "line.console"
CALLER = "line.caller:"

BY_THE_CLOCK = (Event.DEADLINE_PASSED, Event.PROMPTS_RAN_OUT)

_MOMENT = """
WITH next AS (UPDATE line_session SET noted = noted + 1 WHERE id = %(session)s RETURNING noted)
INSERT INTO line_moment (session_id, number, at, what, state, by_id, detail)
SELECT %(session)s, noted, %(at)s, %(what)s, %(state)s, %(by)s, %(detail)s::jsonb FROM next
"""


class Overtaken(deadlines.Overtaken):
    """Somebody else moved the session first. Look at it again."""


def move(
    session: Session,
    event: Event,
    *,
    at: datetime,
    by: User | None = None,
    due: datetime | None = None,
    **changes: Any,
) -> Step[State]:
    """Take one step of the table with `session`, as it was read. Call inside a transaction.

    `due` replaces the step's own deadline (a rung's clock). `changes` are columns set with it.
    Raises NotAllowed, and Overtaken if the row is no longer as it was read.
    """
    step, missed = step_of(session, event), session.deadline_at
    deadline_at = due or step.deadline_after(at, session.deadline_at)
    if deadline_at is None and step.to is not State.ENDED:
        raise ValueError(f"{event} leaves a session without a deadline")
    changes |= {"state": step.to, "deadline_at": deadline_at}
    unmoved = Session.objects.filter(
        pk=session.pk, state=session.state, deadline_at=session.deadline_at
    )
    if not unmoved.update(**changes):
        raise Overtaken(session.pk)
    for name, value in changes.items():
        setattr(session, name, value)
    note(session, event.value, at=at, by=by, detail=_of_deadline(event, missed, session))
    _set_in_motion(session, step, at)
    return step


def _of_deadline(event: Event, missed: datetime | None, session: Session) -> dict[str, Any]:
    """What was due when, so that lateness can be read off the timeline; and which rung it is."""
    found: dict[str, Any] = {"rung": session.rung} if session.released_at else {}
    return found | ({"due": missed} if event in BY_THE_CLOCK and missed else {})


def step_of(session: Session, event: Event) -> Step[State]:
    """What the table says, with the clocks this session opened with. Raises NotAllowed."""
    table = steps(rhythm_of(session.rhythm), Route(session.route))
    return take(table, State(session.state), event)


def note(
    session: Session,
    what: str,
    *,
    at: datetime,
    by: User | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """One line on the timeline, one act on the record, and the news to whoever watches."""
    moment: dict[str, Any] = {
        "session": session.pk, "at": at, "what": what, "state": session.state,
        "by": by and by.pk, "detail": json.dumps(detail or {}, default=datetime.isoformat),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MOMENT, moment)
    record.act(f"line_{what}", on=("line.session", str(session.pk)), by=by, at=at, detail=detail)
    announce(session, at)


def announce(session: Session, at: datetime) -> None:
    """Tell the consoles, and the person's own page, that they should look again."""
    live.publish(CONSOLE, {"session": str(session.pk), "state": session.state}, at)
    if topic := caller_topic(session):
        live.publish(topic, {"state": session.state, "prompts": session.prompts}, at)


def caller_topic(session: Session) -> str:
    """The topic the person's own page hears; without a page, none."""
    return f"{CALLER}{bytes(session.token_digest).hex()}" if session.token_digest else ""


def _set_in_motion(session: Session, step: Step[State], at: datetime) -> None:
    for effect in () if session.is_practice else step.effects:  # practice never rings anybody
        outbox.put(effect, {"session": str(session.pk)}, about=("line.session", str(session.pk)),
                   due_at=at, urgent=True)  # fmt: skip
    if session.deadline_at is not None:
        deadlines.armed(session.deadline_at)
