"""When a sitting (one browser, signed in) is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limits:
    """How long a sitting lasts at most, and how long it may rest unused."""

    longest: timedelta
    idle: timedelta


def over(began_at: datetime, seen_at: datetime, limits: Limits, at: datetime) -> bool:
    """Whether a sitting has lasted too long, or rested too long."""
    return at - began_at >= limits.longest or at - seen_at >= limits.idle
