"""One process, one port: HTTP goes to Django in a thread pool, WebSockets to Channels.

Django's own ASGI handler answers eight times fewer requests with our
middleware, so pages are served through WSGI. See docs/decisions/0020.
"""

import asyncio
from typing import Any, cast

from beside import env
from beside.web import sockets
from beside.web.threads import Receive, Scope, Send, Threads
from beside.web.wsgi import application as pages

THREADS = env.whole("BESIDE_THREADS", 4)
WARM_AFTER = 5.0
"""Seconds that those who wait already have to themselves: an operator whose server was lost."""

http = Threads(cast(Any, pages), THREADS)
websocket = sockets.application()


def _warm() -> None:
    """So that few wait for the first search. Imported here: models need Django set up."""
    from beside.directory.finder import standing
    from beside.kernel import clock

    standing.warm(clock.now())


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand each connection to the half of the house that understands it."""
    if scope["type"] == "websocket":
        await websocket(scope, receive, send)
    elif scope["type"] == "http":
        await http(_washed(scope), receive, send)
    else:
        await _live(receive, send)


async def _live(receive: Receive, send: Send) -> None:
    """The server begins, and some day ends. Meanwhile it watches whether deadlines are kept."""
    from beside.line.console import watch

    await receive()
    watch.begin()
    asyncio.get_running_loop().call_later(WARM_AFTER, _warm)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    watch.end()
    await send({"type": "lifespan.shutdown.complete"})


def _washed(scope: Scope) -> Scope:
    """Leave out what WSGI cannot tell apart: headers with underscores, bytes that are not ASCII."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    query = scope["query_string"]
    if not query.isascii():
        query = b"".join(bytes([byte]) if byte < 128 else b"%%%02X" % byte for byte in query)
    return {**scope, "headers": headers, "query_string": query}
