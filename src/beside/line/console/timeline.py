"""A session's timeline: what happened when, in order; ids and slugs, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from beside.line.console.words import MOMENTS, RESULTS, STATES, TARGETS, of
from beside.line.models import Moment, Session

HEADER = ("number", "seconds", "what", "state", "target", "result", "late_ms")


@dataclass(frozen=True)
class Line:
    """One line. `after_s` counts from when they came."""

    number: int
    at: datetime
    after_s: float
    what: str
    state: str
    by: str
    more: str
    slugs: Sequence[str]


def lines_of(session: Session) -> list[Line]:
    """Every line, the oldest first."""
    moments = session.moments.select_related("by")
    return [_line(moment, session.opened_at) for moment in moments]


def _line(moment: Moment, since: datetime) -> Line:
    detail = moment.detail
    after = round((moment.at - since).total_seconds(), 1)
    more = [of(TARGETS, detail[key]) for key in ("target", "line") if detail.get(key)]
    more += [of(RESULTS, detail["result"])] if "result" in detail else []
    return Line(
        moment.number, moment.at, after, of(MOMENTS, moment.what),
        of(STATES, moment.state) if moment.state else "", moment.by.name if moment.by else "",
        ": ".join(more), _slugs(moment, after),
    )  # fmt: skip


def _slugs(moment: Moment, after: float) -> list[str]:
    """For the export: nobody's name, nobody's place, no moment of the day."""
    detail = moment.detail
    late = ""
    if due := detail.get("due"):
        late = str(round((moment.at - datetime.fromisoformat(due)).total_seconds() * 1000))
    target = str(detail.get("target") or detail.get("line") or "")
    return [
        str(moment.number), str(after), moment.what, moment.state, target,
        str(detail.get("result", "")), late,
    ]  # fmt: skip
