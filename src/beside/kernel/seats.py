"""Who goes first: of several workers one keeps the deadlines, another delivers, the rest stand by.

A worker sits down in the lowest free seat (an advisory lock on a connection of its own,
so the seat of a dead worker is free at once) and moves up when one before it is left. The
worker in the first seat keeps deadlines, the one in the second delivers effects and seals
the record, so that no heap of effects ever takes the processor from a deadline. A single
worker does everything.

A seat only says how long to hold back: whoever stands by finds by itself what is overdue,
whether the one before it is dead, hung or overrun. Nothing rests on the locks being right.
"""

from datetime import timedelta

from beside.kernel.wake import Ears

HOLD_BACK = timedelta(milliseconds=250)
SEATS = 16
_LOCK = 0x5EA7  # any number that nothing else locks
_TAKE = "SELECT pg_try_advisory_lock(%s, %s)"
_LEAVE = "SELECT pg_advisory_unlock(%s, %s)"
_IS_TAKEN = """
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""


class Seat:
    """This worker's seat. Until it has one it holds nothing back."""

    def __init__(self) -> None:
        self.number = 0
        self.is_next_taken = False
        self._ears: Ears | None = None

    def look(self, ears: Ears) -> None:
        """Sit down, or move up if a seat before this one is free."""
        if ears is not self._ears:  # our locks went with the old connection
            self._ears, self.number = ears, 0
        before = range(1, self.number or SEATS + 1)
        taken = next((seat for seat in before if _ask(ears, _TAKE, seat)), 0)
        if taken:
            if self.number:
                _ask(ears, _LEAVE, self.number)
            self.number = taken
        self.is_next_taken = _ask(ears, _IS_TAKEN, 2)

    def lose(self) -> None:
        """The connection is gone, and perhaps our locks: hold nothing back."""
        self._ears, self.number = None, 0

    @property
    def deadlines_wait(self) -> timedelta:
        """How long a deadline must be overdue before this worker sees to it."""
        return HOLD_BACK * max(0, self.number - 1)

    @property
    def is_helped(self) -> bool:
        """Whether this worker keeps the deadlines and another delivers the effects."""
        return self.number == 1 and self.is_next_taken

    @property
    def effects_wait(self) -> timedelta:
        """How long an effect must be overdue before this worker delivers it."""
        if self.number == 1:
            return HOLD_BACK if self.is_helped else timedelta()
        return HOLD_BACK * max(0, self.number - 2)


def _ask(ears: Ears, statement: str, seat: int) -> bool:
    row = ears.execute(statement.encode(), [_LOCK, seat]).fetchone()
    return bool(row and row[0])
