"""Ordinary work of the line. Nothing a life hangs on: that has deadlines of its own."""

from datetime import datetime

from beside.kernel import clock
from beside.kernel.jobs import every, job


@job(alone="line.gaps")
def look_for_gaps() -> None:
    """The rota changed: look ahead again."""
    from beside.line.rota.services import gaps

    gaps.look_ahead(at=clock.now())


@every("2 * * * *")
def look_for_gaps_each_hour(at: datetime) -> None:
    """Find the hours ahead that nobody has taken, and tell those who look after the rota."""
    from beside.line.rota.services import gaps

    gaps.look_ahead(at=at)
