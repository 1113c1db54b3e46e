"""The WebSocket at /live/?topic=...&after=<seq>: the past first, then what comes.

To the browser: {"seq", "topic", "payload", "at"} for each event, in order and without
gaps; {"reset": true} when what it missed is no longer kept, so that it loads the page
anew; {"beat": true} every few seconds, so that it knows a silent line from a dead one.
Closed with 4403 when the rule refuses, 4404 when there is no such topic.
"""

import asyncio
import contextlib
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from beside.kernel import live, live_feed

REFUSED, NO_SUCH_TOPIC = 4403, 4404
BEAT_EVERY = 5.0


class LiveSocket(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """One browser that watches one topic."""

    _task: asyncio.Task[None] | None = None
    _listener: live_feed.Listener | None = None

    async def connect(self) -> None:
        words = parse_qs(self.scope["query_string"].decode())
        topic, after = words.get("topic", [""])[0], words.get("after", [""])[0]
        await self.accept()
        code = await self._refusal(topic)
        if code is not None:
            await self.close(code)
            return
        self._listener = await live_feed.feed().join(topic)
        number = int(after) if after.isdigit() else None
        self._task = asyncio.create_task(self._tell(self._listener, number))

    async def _refusal(self, topic: str) -> int | None:
        try:
            rule = live.rule_for(topic)
        except live.NoSuchTopic:
            return NO_SUCH_TOPIC
        may = await database_sync_to_async(rule.may)(self.scope, topic)
        return None if may else REFUSED

    async def _tell(self, listener: live_feed.Listener, after: int | None) -> None:
        last = 0 if after is None else after
        if after is not None:
            events, is_whole = await live_feed.replay(listener.topic, after)
            if not is_whole:
                await self._reset()
                return
            for event in events:
                await self.send_json(event.as_words())
                last = event.seq
        while not listener.fell_behind:
            last = await self._tell_next(listener, last)
        await self._reset()

    async def _tell_next(self, listener: live_feed.Listener, last: int) -> int:
        """Send the next event, unless the replay already has; or a beat, when nothing happens."""
        try:
            event = await asyncio.wait_for(listener.queue.get(), BEAT_EVERY)
        except TimeoutError:
            await self.send_json({"beat": True})
            return last
        if event.seq <= last:
            return last
        await self.send_json(event.as_words())
        return event.seq

    async def _reset(self) -> None:
        await self.send_json({"reset": True})
        await self.close()

    async def receive_json(self, content: Any, **_: Any) -> None:
        """Browsers only listen here; what they do goes by a request."""

    async def disconnect(self, code: int) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._listener is not None:
            live_feed.feed().leave(self._listener)
