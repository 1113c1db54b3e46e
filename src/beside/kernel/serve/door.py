"""How a web process takes its share of the connections, when several listen on one port.

Left alone, the process that wakes first takes every connection that waits, and
answers for years over them while the other rests. Here each takes one at a
time, and the more it has to do, the longer it waits before the next: whoever
is less busy is there first. Nobody has to know of the others.
"""

import asyncio
import logging
import socket
from collections.abc import Callable

log = logging.getLogger(__name__)

WAIT = 0.005
"""Seconds for each request in work: as long as a thread may keep the loop from turning."""
LONGEST_WAIT = 0.04
AFTER_ONE = 0.002
"""Seconds after letting one in: until then what they ask is not yet counted as work."""
NOT_NOW = 1.0
"""Seconds until the next try when no more files may be opened."""

Protocol = Callable[[], asyncio.Protocol]


class Door:
    """Lets connections in, one by one, for the running loop."""

    def __init__(
        self, listening: socket.socket, protocol: Protocol, busy: Callable[[], int]
    ) -> None:
        self._listening = listening
        self._protocol = protocol
        self._busy = busy
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.TimerHandle | None = None
        self._coming: set[asyncio.Task[object]] = set()

    def open(self) -> None:
        """Listen for a knock."""
        self._waiting = None
        self._listening.setblocking(False)
        self._loop.add_reader(self._listening, self._knocked)

    def close(self) -> None:
        """Let nobody in any more."""
        self._loop.remove_reader(self._listening)
        if self._waiting is not None:
            self._waiting.cancel()

    def _knocked(self) -> None:
        if wait := min(self._busy() * WAIT, LONGEST_WAIT):
            self._pause(wait, self._let_in)
        else:
            self._let_in()

    def _pause(self, seconds: float, then: Callable[[], None]) -> None:
        self._loop.remove_reader(self._listening)
        self._waiting = self._loop.call_later(seconds, then)

    def _let_in(self) -> None:
        try:
            come, _ = self._listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            self.open()  # another process was there first, or they went away
            return
        except OSError as error:
            log.error("no connection can be taken", extra={"errno": error.errno})
            self._pause(NOT_NOW, self.open)
            return
        self._pause(AFTER_ONE, self.open)
        self._begin(come)

    def _begin(self, come: socket.socket) -> None:
        come.setblocking(False)
        come.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        task = self._loop.create_task(self._loop.connect_accepted_socket(self._protocol, come))
        self._coming.add(task)
        task.add_done_callback(self._coming.discard)
