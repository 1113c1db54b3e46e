"""A brake for each public form of this cabinet: too much at once is slowed, nobody looked at.

One bucket for each web process, in memory. No address is read or kept.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock


@dataclass
class Bucket:
    """`most` at once, and one more every `seconds`."""

    most: float
    seconds: float
    left: float = -1.0
    seen: datetime | None = None

    def __post_init__(self) -> None:
        self._lock = Lock()

    def takes(self, at: datetime) -> bool:
        """Whether there is room for one more now."""
        with self._lock:
            passed = max(0.0, (at - self.seen).total_seconds()) if self.seen else 0.0
            full = self.left < 0
            self.left = self.most if full else min(self.most, self.left + passed / self.seconds)
            self.seen = at
            if self.left < 1:
                return False
            self.left -= 1
            return True

    def fill(self) -> None:
        """As new, for tests."""
        self.left, self.seen = -1.0, None


ASKING = Bucket(most=20, seconds=30)  # organizations that ask to be let in
EMPTY = Bucket(most=30, seconds=10)  # boxes reported empty
LINKS = Bucket(most=60, seconds=1)  # guesses at the link of an agency
