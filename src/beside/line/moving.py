"""The one way a session changes its state: by the table, from the state that was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from beside.accounts.models import User
from beside.kernel import deadlines, outbox, statements
from beside.kernel.outbox import Wanted
from beside.kernel.steps import Step
from beside.line import noting
from beside.line.core.rhythm import Route, rhythm_of
from beside.line.core.session import Event, State, steps, take
from beside.line.models import Session
from beside.line.noting import CALLER, CONSOLE, Note, caller_topic

__all__ = [
    "CALLER", "CONSOLE", "Move", "Overtaken", "announce", "caller_topic", "move", "move_all",
    "note", "step_of",
]  # fmt: skip

BY_THE_CLOCK = (Event.DEADLINE_PASSED, Event.PROMPTS_RAN_OUT)
TOGETHER = frozenset({"prompts", "rung", "released_at"})  # what a clock changes beside the state

_MOVE_ALL = """
WITH moved AS (
    UPDATE line_session AS session SET state = told.state, deadline_at = told.deadline_at,
        prompts = told.prompts, rung = told.rung, released_at = told.released_at,
        noted = noted + 1
    FROM unnest(%(ids)s::uuid[], %(befores)s::text[], %(misseds)s::timestamptz[],
        %(states)s::text[], %(dues)s::timestamptz[], %(prompts)s::int[], %(rungs)s::int[],
        %(releases)s::timestamptz[], %(ats)s::timestamptz[], %(whats)s::text[],
        %(bys)s::uuid[], %(details)s::text[]) AS told (id, before, missed, state, deadline_at,
        prompts, rung, released_at, at, what, by_id, detail)
    WHERE session.id = told.id AND session.state = told.before
        AND session.deadline_at = told.missed
    RETURNING session.id, noted, at, what, told.state, by_id, detail
)
INSERT INTO line_moment (session_id, number, at, what, state, by_id, detail)
SELECT id, noted, at, what, state, by_id, detail::jsonb FROM moved
"""


class Overtaken(deadlines.Overtaken):
    """Somebody else moved the session first. Look at it again."""


@dataclass(frozen=True)
class Move:
    """A step to be taken with a session, as it was read. The words are those of `move`."""

    session: Session
    event: Event
    due: datetime | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


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
    changes |= {"state": step.to, "deadline_at": _deadline(session, event, step, at, due)}
    unmoved = Session.objects.filter(
        pk=session.pk, state=session.state, deadline_at=session.deadline_at
    )
    if not unmoved.update(**changes):
        raise Overtaken(session.pk)
    _set(session, changes)
    note(session, event.value, at=at, by=by, detail=_of_deadline(event, missed, session))
    _set_in_motion([(session, step)], at)
    return step


def move_all(moves: Sequence[Move], *, at: datetime) -> None:
    """Take several sessions a step each, all or none, in few statements.

    Their rows must be locked already, so that nobody waits for anybody in a circle. Only
    columns in TOGETHER may change. Raises as `move`.
    """
    if not moves:
        return
    lines, befores, taken = [], [], []
    for each in moves:
        if each.changes.keys() - TOGETHER:
            raise ValueError("only what a clock changes is changed together")
        session, step = each.session, step_of(each.session, each.event)
        before = session.state, session.deadline_at
        due = _deadline(session, each.event, step, at, each.due)
        _set(session, {**each.changes, "state": step.to, "deadline_at": due})
        detail = _of_deadline(each.event, before[1], session)
        lines.append(Note(session.pk, each.event.value, at, detail=detail))
        befores.append(before)
        taken.append((session, step))
    words = _words_of([each.session for each in moves], befores) | noting.columns_of(lines)
    if statements.run(_MOVE_ALL, words).rowcount != len(moves):
        raise Overtaken(*words["ids"])
    noting.tell(lines, [noting.standing_of(each.session) for each in moves])
    _set_in_motion(taken, at)


def _words_of(
    sessions: Sequence[Session], befores: Sequence[tuple[str, datetime | None]]
) -> dict[str, list[Any]]:
    """What the sessions are to be, and were, as the statement takes it."""
    return {
        "ids": [session.pk for session in sessions],
        "befores": [str(state) for state, _ in befores],
        "misseds": [missed for _, missed in befores],
        "states": [str(session.state) for session in sessions],
        "dues": [session.deadline_at for session in sessions],
        "prompts": [session.prompts for session in sessions],
        "rungs": [session.rung for session in sessions],
        "releases": [session.released_at for session in sessions],
    }


def _set(session: Session, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(session, name, value)


def _deadline(
    session: Session, event: Event, step: Step[State], at: datetime, due: datetime | None
) -> datetime | None:
    deadline_at = due or step.deadline_after(at, session.deadline_at)
    if deadline_at is None and step.to is not State.ENDED:
        raise ValueError(f"{event} leaves a session without a deadline")
    return deadline_at


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
    noting.write([Note(session.pk, what, at, by, detail or {})])


def announce(session: Session, at: datetime) -> None:
    """Tell the consoles, and the person's own page, that they should look again."""
    noting.announce([noting.standing_of(session)], at)


def _set_in_motion(taken: Sequence[tuple[Session, Step[State]]], at: datetime) -> None:
    wanted = [
        Wanted(effect, {"session": str(session.pk)}, ("line.session", str(session.pk)),
               due_at=at, urgent=True)
        for session, step in taken
        if not session.is_practice  # practice never rings anybody
        for effect in step.effects
    ]  # fmt: skip
    outbox.put_all(wanted)
    armed = [session.deadline_at for session, _ in taken if session.deadline_at is not None]
    if armed:
        deadlines.armed(min(armed))
