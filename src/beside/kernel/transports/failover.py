"""Which carrier first: the preferred one, unless it has been failing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LOOKS_BACK = timedelta(minutes=5)
RESTS = timedelta(minutes=1)
FAILURES = 3
SHARE = 0.5


@dataclass
class Standing:
    """What one carrier did lately. Lives in one process; nothing is lost with it."""

    outcomes: list[tuple[datetime, bool]] = field(default_factory=list)

    def note(self, went_well: bool, at: datetime) -> None:
        recent = [(moment, good) for moment, good in self.outcomes if at - moment <= LOOKS_BACK]
        self.outcomes = [*recent, (at, went_well)][-50:]

    def rests(self, at: datetime) -> bool:
        """Whether half or more of at least three lately failed, the last within a minute."""
        recent = [(moment, good) for moment, good in self.outcomes if at - moment <= LOOKS_BACK]
        failed = [moment for moment, good in recent if not good]
        return (
            len(failed) >= FAILURES
            and len(failed) >= SHARE * len(recent)
            and at - failed[-1] < RESTS
        )


def order(names: Sequence[str], standings: dict[str, Standing], at: datetime) -> list[str]:
    """Every carrier, those that rest last: a resting carrier is better than none."""
    return sorted(names, key=lambda name: standings.get(name, Standing()).rests(at))
