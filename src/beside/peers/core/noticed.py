"""What a peer may tell the coalition, and how soon somebody must have seen it."""

from datetime import datetime, timedelta
from enum import StrEnum

SEEN_WITHIN = timedelta(minutes=60)
AGAIN_AFTER = timedelta(minutes=30)  # nobody has looked: everybody who may look is told


class What(StrEnum):
    """What was noticed. Words are in templates."""

    BAD_BATCH = "bad_batch"
    NO_KITS = "no_kits"
    POLICE = "police"
    CLOSED = "closed"  # a place that should be open is not
    OTHER = "other"


OF_A_PLACE = frozenset({What.NO_KITS, What.POLICE, What.CLOSED})  # means nothing without where


class Answer(StrEnum):
    """What came of it. Words are in templates."""

    ACTED = "acted"
    PASSED_ON = "passed_on"
    KNOWN = "known"
    NOTHING = "nothing"


def hour_of(at: datetime) -> datetime:
    """The moment a notice is shown with: the hour, no finer."""
    return at.replace(minute=0, second=0, microsecond=0)
