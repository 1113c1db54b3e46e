"""Whose turn it is on a session's ladder, and until when."""

from datetime import datetime, timedelta

from beside.line.core import ladder
from beside.line.models import Session


def due_of_rung(session: Session, at: datetime) -> tuple[int, datetime]:
    """The position to try now, and when the next one's turn comes."""
    rungs = list(session.rungs.all())
    kinds = [ladder.Kind(rung.kind) for rung in rungs] or list(ladder.ALWAYS)
    position = ladder.next_position(session.rung, kinds)
    seconds = rungs[position - 1].seconds if rungs else ladder.CLOCKS[kinds[position - 1]]
    return position, at + timedelta(seconds=seconds)
