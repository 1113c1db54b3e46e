"""The life of an invitation, read aloud by those who invite."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

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


STEPS: Mapping[tuple[State, Event], State] = {
    (State.OPEN, Event.ACCEPT): State.ACCEPTED,
    (State.OPEN, Event.REVOKE): State.REVOKED,
    (State.OPEN, Event.DEADLINE_PASSED): State.EXPIRED,
    (State.OPEN, Event.RENEW): State.OPEN,
    (State.EXPIRED, Event.RENEW): State.OPEN,
}  # any other pair raises NotAllowed


class NotAllowed(ValueError):
    """The invitation stands where this cannot happen to it."""


def step(state: State, event: Event) -> State:
    """Where the invitation goes next. Raises NotAllowed."""
    try:
        return STEPS[State(state), Event(event)]
    except KeyError as error:
        raise NotAllowed(f"{event} while {state}") from error


def standing(state: State, expires_at: datetime, at: datetime) -> State:
    """The state as a reader should see it: past its deadline, an open one has expired."""
    return State.EXPIRED if state == State.OPEN and at >= expires_at else State(state)
