"""The life of an invitation, read aloud by those who invite."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from beside.kernel.steps import NotAllowed, Step, take

__all__ = ["GOOD_FOR", "STEPS", "Event", "NotAllowed", "State", "standing", "step"]

GOOD_FOR = timedelta(days=7)


class State(StrEnum):
    """Where an invitation stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Event(StrEnum):
    """What may happen to it."""

    ACCEPT = "accept"
    REVOKE = "revoke"
    DEADLINE_PASSED = "deadline_passed"
    RENEW = "renew"


STEPS: Mapping[tuple[State, Event], Step[State]] = {
    (State.OPEN, Event.ACCEPT): Step(State.ACCEPTED),
    (State.OPEN, Event.REVOKE): Step(State.REVOKED),
    (State.OPEN, Event.DEADLINE_PASSED): Step(State.EXPIRED),
    (State.OPEN, Event.RENEW): Step(State.OPEN, clock=GOOD_FOR),
    (State.EXPIRED, Event.RENEW): Step(State.OPEN, clock=GOOD_FOR),
}  # any other pair raises NotAllowed


def step(state: State, event: Event) -> State:
    """Where the invitation goes next. Raises NotAllowed."""
    return take(STEPS, State(state), Event(event)).to


def standing(state: State, expires_at: datetime, at: datetime) -> State:
    """The state as a reader should see it: past its deadline, an open one has expired."""
    return State.EXPIRED if state == State.OPEN and at >= expires_at else State(state)
