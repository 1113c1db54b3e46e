"""HTTP requests to WSGI Django in a thread pool, with one way there and one way back.

A thread that hands its answer over piece by piece waits for the loop each time,
and the loop for the interpreter: with four threads at work that is most of a
request's time. A whole answer is therefore handed back whole. What is streamed
goes piece by piece from its thread, no faster than it is taken.

What is sent to us is waited for before a thread is taken: a slow telephone holds no
thread, and a form that was cut off on the way is never read as if that were all of it.
"""

import asyncio
import contextvars
import functools
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, cast

from a2wsgi.wsgi import Body, build_environ

HELD = 1_000_000  # bytes of a request that are waited for; a longer one is read in its thread

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Pages = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class CutOff(ConnectionError):
    """Whoever sent it is gone, and it was not whole. Django answers nobody, and reads no form."""


class Sent(Body):
    """What is sent to us: what came already, then the rest. Reading raises CutOff."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive, came: "Came") -> None:
        super().__init__(loop, cast(Any, self._or_cut_off(receive)))
        self.buffer, self._has_more = came.body, came.has_more

    @staticmethod
    def _or_cut_off(receive: Receive) -> Receive:
        async def more() -> dict[str, Any]:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise CutOff
            return message

        return more


@dataclass
class Came:
    """The beginning of a request's body: all of it, unless it is long."""

    body: bytearray = field(default_factory=bytearray)
    has_more: bool = True


async def _came(receive: Receive) -> Came | None:
    """None when whoever sends it is gone before its end."""
    came = Came()
    while came.has_more and len(came.body) < HELD:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        came.body += message.get("body", b"")
        came.has_more = message.get("more_body", False)
    return came


@dataclass
class Head:
    """What WSGI calls start_response with."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        """As PEP 3333 asks; Django never starts twice."""
        self.status = int(status[:3])
        self.headers = [(k.lower().encode("latin1"), v.encode("latin1")) for k, v in headers]

    @property
    def message(self) -> dict[str, Any]:
        """The first message of the answer."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


class Threads:
    """An ASGI application around a WSGI one."""

    def __init__(self, pages: Pages, count: int) -> None:
        self._pages = pages
        self.executor: Executor = ThreadPoolExecutor(count, thread_name_prefix="pages")
        self.working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        self.working += 1
        try:
            await self._hand_over(scope, receive, send)
        finally:
            self.working -= 1

    async def _hand_over(self, scope: Scope, receive: Receive, send: Send) -> None:
        came = await _came(receive)
        if came is None:
            return
        loop = asyncio.get_running_loop()
        environ = cast(dict[str, Any], build_environ(cast(Any, scope), Sent(loop, receive, came)))
        head = Head()

        def send_now(message: dict[str, Any]) -> None:
            asyncio.run_coroutine_threadsafe(_sent(send, message), loop).result()

        answer = functools.partial(
            contextvars.copy_context().run, self._answer, environ, head, send_now
        )
        whole = await loop.run_in_executor(self.executor, answer)
        if whole is not None:
            await send(head.message)
            await send({"type": "http.response.body", "body": whole})

    def _answer(
        self, environ: dict[str, Any], head: Head, send_now: Callable[[dict[str, Any]], None]
    ) -> bytes | None:
        """In a thread: the whole body, or None when it was streamed from here."""
        pieces: Any = self._pages(environ, head.start)
        try:
            if not getattr(pieces, "streaming", True):
                return b"".join(pieces)
            send_now(head.message)
            for piece in pieces:
                send_now({"type": "http.response.body", "body": piece, "more_body": True})
            send_now({"type": "http.response.body", "body": b""})
            return None
        finally:
            getattr(pieces, "close", lambda: None)()


async def _sent(send: Send, message: dict[str, Any]) -> None:
    await send(message)
