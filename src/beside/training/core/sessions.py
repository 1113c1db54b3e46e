"""What becomes of a group session."""

from collections.abc import Mapping
from enum import StrEnum

from beside.kernel.steps import Step


class State(StrEnum):
    """Where a group session stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Event(StrEnum):
    """What may happen to it."""

    COUNTED = "counted"
    CALLED_OFF = "called_off"
    TAKEN_BACK = "taken_back"


STEPS: Mapping[tuple[State, Event], Step[State]] = {
    (State.PLANNED, Event.COUNTED): Step(State.HELD),
    (State.PLANNED, Event.CALLED_OFF): Step(State.CANCELLED),
    (State.HELD, Event.COUNTED): Step(State.HELD),
    (State.HELD, Event.TAKEN_BACK): Step(State.PLANNED),
    (State.CANCELLED, Event.TAKEN_BACK): Step(State.PLANNED),
}
