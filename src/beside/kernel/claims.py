"""Whose claim an effect is. What a dead worker had claimed is given back at once.

A lease says how long a claim holds while its worker may still be at work: half a minute for
a call. A worker that is killed is not at work. Each has a number, held as an advisory lock on
a connection of its own, and its claims carry that number; when nobody holds it for a while,
its claims are given back. Without a number (no lock yet) a claim rests on its lease alone, so
a worker waits a moment for it before it claims.

A database that died takes every lock with it: hence the while, in which the living take theirs
again. Should one be slower, an effect is delivered twice, as after a lease that ran out.
"""

import secrets
import threading
import time
from uuid import UUID

from beside.kernel import clock, ids
from beside.kernel.wake import Ears

UNHEARD_FOR = 2.5  # seconds without its lock, until a worker counts as dead
LONGEST_LEASE = "5 minutes"  # what waits longer than this has no claim: it is due later
_LOCK = 0xC1A1  # any number that nothing else locks
_BITS = 0xFFFFFFFF
_TAKE = b"SELECT pg_try_advisory_lock(%s, %s)"
_UNHELD = b"""
SELECT token FROM (
    SELECT DISTINCT ('x' || right(claim::text, 8))::bit(32)::int AS token FROM kernel_effect
    WHERE state = 'waiting' AND claim IS NOT NULL
        AND next_at > %s AND next_at < %s::timestamptz + %s::interval
) AS found
WHERE token > 0 AND NOT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objid = token::oid AND objsubid = 2
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""
_GIVE_BACK = b"""
UPDATE kernel_effect SET next_at = %s, claim = NULL
WHERE state = 'waiting' AND claim IS NOT NULL
    AND next_at > %s AND next_at < %s::timestamptz + %s::interval
    AND ('x' || right(claim::text, 8))::bit(32)::int = ANY(%s)
"""


class Claims:
    """This worker's number, and what it has seen of the others'."""

    def __init__(self) -> None:
        self._number = 0  # chosen at the first look: who is borne must not have its mother's
        self._held = threading.Event()
        self._ears: Ears | None = None
        self._unheard_since: dict[int, float] = {}  # time.monotonic(), by number

    def new(self) -> UUID:
        """A claim that nobody else makes; it names this worker while its number is held."""
        number = self._number if self._held.is_set() else 0
        return UUID(int=(ids.uuid7().int & ~_BITS) | number)

    def look(self, ears: Ears) -> int:
        """Hold our number, and give back what dead workers had claimed; how many effects."""
        if ears is not self._ears:
            self._ears, self._unheard_since = ears, {}
            self._held.clear()
        if not self._held.is_set():
            self._take(ears)
        return self._give_back(ears)

    def _take(self, ears: Ears) -> None:
        self._number = self._number or secrets.randbelow(2**31 - 1) + 1
        row = ears.execute(_TAKE, [_LOCK, self._number]).fetchone()
        if row and row[0]:
            self._held.set()

    def wait(self, seconds: float) -> bool:
        """Until our number is held, but no longer; whether it is."""
        return self._held.wait(seconds)

    def lose(self) -> None:
        """The connection is gone, and our lock with it."""
        self._ears = None
        self._held.clear()

    def _give_back(self, ears: Ears) -> int:
        at, now = clock.now(), time.monotonic()
        found = ears.execute(_UNHELD, [at, at, LONGEST_LEASE, _LOCK]).fetchall()
        self._unheard_since = {token: self._unheard_since.get(token, now) for (token,) in found}
        dead = [n for n, since in self._unheard_since.items() if now - since >= UNHEARD_FOR]
        if not dead:
            return 0
        return ears.execute(_GIVE_BACK, [at, at, at, LONGEST_LEASE, dead]).rowcount


ours = Claims()
