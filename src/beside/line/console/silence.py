"""The ring of one session, as a page draws it and a browser goes on with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from beside.line.core import ladder
from beside.line.core.rhythm import rhythm_of
from beside.line.core.session import State
from beside.line.core.silence import Silence, silence
from beside.line.models import Session


@dataclass(frozen=True)
class Ring:
    """`dash` is the filled part of 100; times are milliseconds, by the server's clock."""

    mood: str
    since_ms: int
    until_ms: int
    heard_ms: int  # from when the number in it counts: last heard, or when they came
    dash: str
    turns: Sequence[str]  # of the marks, in degrees
    seconds: int
    clock: str

    @property
    def is_loud(self) -> bool:
        return self.mood in ("asking", "alarm")


def ring_of(session: Session, at: datetime) -> Ring:
    """How the silence of a session stands."""
    found = silence_of(session, at)
    heard = _counted_from(session)
    seconds = max(0, int((at - heard).total_seconds()))
    return Ring(
        mood=found.mood.value, since_ms=_ms(found.since), until_ms=_ms(found.until),
        heard_ms=_ms(heard),
        dash=f"{found.part(at) * 100:.1f} 100", seconds=seconds,
        turns=[f"{part * 360:.0f}" for part in found.marks],
        clock=_clock(seconds),
    )  # fmt: skip


def _clock(seconds: int) -> str:
    minutes = seconds // 60
    return f"{minutes}:{seconds % 60:02d}" if minutes < 60 else f"{minutes // 60} h {minutes % 60}"


def _counted_from(session: Session) -> datetime:
    if session.state == State.WAITING:
        return session.queued_at or session.opened_at
    return session.heard_at or session.opened_at


def silence_of(session: Session, at: datetime) -> Silence:
    """From the row alone: the deadline that stands there is the only clock."""
    state = State(session.state)
    return silence(
        state, since=_counted_from(session), deadline_at=session.deadline_at or at,
        prompts=session.prompts,
        rhythm=rhythm_of(session.rhythm), rung_s=_rung_seconds(session),
    )  # fmt: skip


def _rung_seconds(session: Session) -> int:
    if session.state != State.RELEASED:
        return 0
    rung = next((r for r in session.rungs.all() if r.position == session.rung), None)
    return rung.seconds if rung else ladder.CLOCKS[ladder.Kind.ON_CALL]


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
