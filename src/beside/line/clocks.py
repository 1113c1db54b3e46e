"""The line's promises: rows that are due at a moment, and what is done then."""

from beside.kernel import deadlines
from beside.line.core.session import State
from beside.line.models import Session


def register() -> None:
    """Check-ins and rungs; what is over is purged."""
    from beside.line.services import purging, watching

    deadlines.register(
        name="line.sessions",
        rows=deadlines.rows(Session.objects.exclude(state=State.ENDED), "deadline_at"),
        act=lambda session_id, missed, at: watching.miss_deadline(
            session_id=session_id, missed=missed, at=at
        ),
        act_on_all=lambda due, at: watching.miss_deadlines(due=due, at=at),
    )
    deadlines.register(
        name="line.purge",
        rows=deadlines.rows(Session.objects.filter(state=State.ENDED), "purge_at"),
        act=lambda session_id, missed, at: purging.purge(session_id=session_id, at=at),
    )
