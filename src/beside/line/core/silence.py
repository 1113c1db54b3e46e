"""How long somebody has been silent, and how much is left: what the console's ring fills with.

The ring is full when the place is released. Its marks are the moments before that: the
check-in is due, the person is asked again, nobody answers. All moments are the server's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from beside.line.core.rhythm import Rhythm
from beside.line.core.session import State


class Mood(StrEnum):
    """How the ring looks and sounds."""

    WAITING = "waiting"
    CALM = "calm"
    ASKING = "asking"  # the check-in is overdue
    ALARM = "alarm"  # no answer, or the place is released and nobody is on the way
    HELP = "help"  # somebody is on the way, or there


MOODS = {
    State.WAITING: Mood.WAITING, State.CONNECTED: Mood.CALM, State.WATCHING: Mood.CALM,
    State.PROMPTING: Mood.ASKING, State.UNRESPONSIVE: Mood.ALARM, State.RELEASED: Mood.ALARM,
    State.DISPATCHED: Mood.HELP, State.HELPED: Mood.HELP, State.ENDED: Mood.CALM,
}  # fmt: skip


@dataclass(frozen=True)
class Silence:
    """From when the ring counts until when it is full; `marks` are parts of it, 0 to 1."""

    since: datetime
    until: datetime
    marks: tuple[float, ...]
    mood: Mood

    def part(self, at: datetime) -> float:
        """How full it is, 0 to 1."""
        whole = (self.until - self.since).total_seconds()
        return min(1.0, max(0.0, (at - self.since).total_seconds() / whole)) if whole > 0 else 1.0


def silence(
    state: State,
    *,
    since: datetime,
    deadline_at: datetime,
    prompts: int,
    rhythm: Rhythm,
    rung_s: int,
) -> Silence:
    """The ring of a session. `since`: last heard; for one that waits, when they came."""
    mood = MOODS[state]
    if mood is Mood.WAITING:
        return Silence(since, since + timedelta(seconds=rhythm.overflow), (), mood)
    if state in (State.RELEASED, State.DISPATCHED, State.HELPED):
        seconds = {
            State.RELEASED: rung_s, State.DISPATCHED: rhythm.arrival, State.HELPED: rhythm.helped
        }[state]  # fmt: skip
        return Silence(deadline_at - timedelta(seconds=seconds), deadline_at, (), mood)
    passed = _passed(state, prompts)
    clocks = [
        timedelta(seconds=s) for s in (rhythm.first_prompt, rhythm.second_prompt, rhythm.veto)
    ]
    until = deadline_at + sum(clocks[passed:], timedelta())
    moments = [until - sum(clocks[n:], timedelta()) for n in range(3)]
    whole = (until - since).total_seconds() or 1.0
    marks = tuple(round((m - since).total_seconds() / whole, 4) for m in moments if m > since)
    return Silence(since, until, marks, mood)


def _passed(state: State, prompts: int) -> int:
    """How many of the clocks after the check-in have begun."""
    if state is State.PROMPTING:
        return 1 if prompts <= 1 else 2
    return 3 if state is State.UNRESPONSIVE else 0
