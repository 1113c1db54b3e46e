"""Trying out words is slowed down, without asking who it is. Who has a card never waits for it."""

from beside import env
from beside.kernel.buckets import Bucket


class Misses(Bucket):
    """A bucket that words which were right fill up again."""

    def give_back(self) -> None:
        """It was no miss."""
        with self._lock:
            self.left = min(self.most, self.left + 1)


_A_MINUTE = env.whole("BESIDE_MORE_PER_MINUTE", 60)

MISSES = Misses(most=20, seconds=20)  # at 1,000 cards a machine finds one in four days
DESK_MISSES = Misses(most=20, seconds=20)  # of staff: nobody tries out words at a desk either
ASKING = Bucket(most=_A_MINUTE, seconds=60 / _A_MINUTE)  # bags, tellings, notices
