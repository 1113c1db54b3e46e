"""How news reaches one web process: it hears, numbers, reads and hands on.

Every web process has one feed, on a connection of its own in the event loop. Any of
them gives numbers to what has committed (the lock lets one at a time); each hands on
what it reads after the last number it has seen.
"""

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from beside.kernel import wake

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds; NOTIFY is faster
COME_BACK_AFTER = 0.3
REPLAYED_AT_MOST = 1000
_LOCK = 0x11FE

NUMBERED_AT_ONCE = 1000

_BEGIN = """
INSERT INTO kernel_livenumbers (id, last, let_go)
SELECT 1, 0, 0 WHERE NOT EXISTS (SELECT FROM kernel_livenumbers)
"""

_NUMBER = """
UPDATE kernel_liveevent AS event SET seq = numbered.seq
FROM (
    SELECT id, (SELECT last FROM kernel_livenumbers) + row_number() OVER (ORDER BY id) AS seq
    FROM (SELECT id FROM kernel_liveevent WHERE seq IS NULL ORDER BY id LIMIT %s) AS waiting
) AS numbered
WHERE event.id = numbered.id
"""

Connection = psycopg.AsyncConnection[TupleRow]


@dataclass(frozen=True)
class Event:
    """One piece of news, with its number."""

    seq: int
    topic: str
    payload: Any
    at: datetime

    def as_words(self) -> dict[str, Any]:
        moment = self.at.isoformat()
        return {"seq": self.seq, "topic": self.topic, "payload": self.payload, "at": moment}


class Listener:
    """One browser's place in the feed. It has fallen behind when its queue is full."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.queue: asyncio.Queue[Event] = asyncio.Queue(REPLAYED_AT_MOST)
        self.fell_behind = False

    def offer(self, event: Event) -> None:
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            self.fell_behind = True


class Feed:
    """Hears, numbers, reads and hands on, for every listener of this process."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._last = 0
        self._task: asyncio.Task[None] | None = None
        self._is_ready = asyncio.Event()

    async def join(self, topic: str) -> Listener:
        """A place for `topic`. From now on every event is offered; read the past after joining."""
        listener = Listener(topic)
        self._listeners[topic].add(listener)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        await self._is_ready.wait()
        return listener

    def leave(self, listener: Listener) -> None:
        """Give the place up; the last one out ends the feed."""
        self._listeners[listener.topic].discard(listener)
        if not self._listeners[listener.topic]:
            del self._listeners[listener.topic]
        if not self._listeners and self._task is not None:
            self._task.cancel()
            self._task = None
            self._is_ready.clear()

    async def _run(self) -> None:
        while True:
            try:
                await self._hear()
            except psycopg.Error as why:
                log.warning("the live feed lost the database (%s)", type(why).__name__)
                await asyncio.sleep(COME_BACK_AFTER)

    async def _hear(self) -> None:
        words = wake.connection_words()
        async with await psycopg.AsyncConnection.connect(**words, autocommit=True) as ours:
            await ours.execute(f"LISTEN {wake.LIVE_CHANNEL}")
            self._last = self._last or await newest(ours)
            self._is_ready.set()
            while True:
                await self._hand_on(ours)
                async for _ in ours.notifies(timeout=LOOK_EVERY, stop_after=1):
                    pass

    async def _hand_on(self, ours: Connection) -> None:
        await number(ours)
        for event in await read(ours, after=self._last):
            self._last = event.seq
            for listener in self._listeners.get(event.topic, ()):
                listener.offer(event)


async def number(ours: Connection) -> None:
    """Give numbers to what has committed, in one order for the whole house."""
    given = NUMBERED_AT_ONCE
    while given == NUMBERED_AT_ONCE:
        async with ours.transaction():
            await ours.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            await ours.execute(_BEGIN)
            given = (await ours.execute(_NUMBER, [NUMBERED_AT_ONCE])).rowcount
            if given:
                await ours.execute("UPDATE kernel_livenumbers SET last = last + %s", [given])


async def newest(ours: Connection) -> int:
    """The largest number given so far, events let go included."""
    row = await (await ours.execute("SELECT last FROM kernel_livenumbers")).fetchone()
    return row[0] if row else 0


async def read(
    ours: Connection, *, after: int, topic: str = "", limit: int = 10 * REPLAYED_AT_MOST
) -> list[Event]:
    """Events after a number, of one topic or of all, in order."""
    found = await ours.execute(
        "SELECT seq, topic, payload::text, at FROM kernel_liveevent"
        " WHERE seq > %s AND (%s = '' OR topic = %s) ORDER BY seq LIMIT %s",
        [after, topic, topic, limit],
    )
    rows = await found.fetchall()
    return [Event(seq, name, json.loads(payload), at) for seq, name, payload, at in rows]


async def replay(topic: str, after: int) -> tuple[list[Event], bool]:
    """What a page missed after `after`, and whether all of it is still there."""
    async with await psycopg.AsyncConnection.connect(
        **wake.connection_words(), autocommit=True
    ) as ours:
        await number(ours)
        events = await read(ours, after=after, topic=topic, limit=REPLAYED_AT_MOST + 1)
        is_whole = len(events) <= REPLAYED_AT_MOST and await _is_kept(ours, after)
    return events, is_whole


async def _is_kept(ours: Connection, after: int) -> bool:
    """Whether `after` is a number we gave, and nothing later was let go."""
    found = await ours.execute("SELECT %s BETWEEN let_go AND last FROM kernel_livenumbers", [after])
    row = await found.fetchone()
    return bool(row and row[0])


_feeds: dict[asyncio.AbstractEventLoop, Feed] = {}


def feed() -> Feed:
    """The feed of the running event loop."""
    loop = asyncio.get_running_loop()
    for old in [other for other in _feeds if other.is_closed()]:
        with contextlib.suppress(KeyError):
            del _feeds[old]
    return _feeds.setdefault(loop, Feed())
