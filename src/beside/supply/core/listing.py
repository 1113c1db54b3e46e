"""Whether an agency may stand in the public directory, and why not. Said once, for every door."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Why(StrEnum):
    """Why it does not stand there (any more). Words are in templates."""

    CONFIDENTIAL = "confidential"
    NOT_OPEN = "not_open"  # not let in yet, declined, closed
    NOT_WANTED = "not_wanted"
    PAUSED = "paused"  # its program is closed, or takes no orders
    LAPSED = "lapsed"  # its own standing order, or the program's, is over
    NO_DOOR = "no_door"  # no street address: nothing, or a post-office box
    MOVED = "moved"  # it has another address than the one that was shown
    BY_STAFF = "by_staff"


@dataclass(frozen=True)
class Standing:
    """What decides it."""

    is_confidential: bool
    is_open: bool
    is_wanted: bool
    is_program_open: bool
    last_date: date | None  # of the standing orders it rests on, the first to end
    has_street: bool


def why_not(now: Standing, on: date) -> Why | None:
    """The first reason against it; None when it may stand there on that day."""
    reasons = {
        Why.CONFIDENTIAL: now.is_confidential,
        Why.NOT_OPEN: not now.is_open,
        Why.NOT_WANTED: not now.is_wanted,
        Why.PAUSED: not now.is_program_open,
        Why.LAPSED: now.last_date is not None and now.last_date < on,
        Why.NO_DOOR: not now.has_street,
    }
    return next((why for why, stands in reasons.items() if stands), None)
