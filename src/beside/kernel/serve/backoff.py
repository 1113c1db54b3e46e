"""How long to wait before what died is started again."""

from dataclasses import dataclass

FIRST = 0.5
LONGEST = 30.0
STEADY = 5.0
"""Whoever lived this long is forgiven its earlier deaths: it began well, and what killed it came
from elsewhere. Workers killed every twelve seconds were away for half a minute each time when
this was 30."""


@dataclass(frozen=True)
class Backoff:
    """Deaths in a row, and what follows from them. Seconds throughout."""

    deaths: int = 0

    def after_a_death(self, lived: float) -> "Backoff":
        return Backoff(deaths=1 if lived >= STEADY else self.deaths + 1)

    @property
    def wait(self) -> float:
        """Nought at first, then doubling from half a second to half a minute."""
        if self.deaths <= 1:
            return 0.0
        return min(FIRST * 2.0 ** (self.deaths - 2), LONGEST)
