"""One web process: uvicorn on a port that the supervisor opened.

`python -m beside.kernel.serve.web_process`
"""

import asyncio
import os
import socket
from concurrent.futures import Executor
from typing import Any, Protocol, cast

import uvicorn
from uvicorn.importer import import_from_string

from beside import env
from beside.kernel.serve import imports, pulse
from beside.kernel.serve.door import Door

SOCKET = "BESIDE_SOCKET_FD"
APPLICATION = "beside.web.asgi:application"
REHEARSAL = "beside.web.rehearsal:rehearse"
BEAT_SECONDS = 1.0


class Pool(Protocol):
    """The threads that answer HTTP, and how many requests they have in work or in waiting."""

    executor: Executor
    working: int


class Server(uvicorn.Server):
    """uvicorn with our own door; says when it is ready, and beats while loop and threads turn."""

    def __init__(self, config: uvicorn.Config, pool: Pool) -> None:
        super().__init__(config)
        self._pool = pool
        self._beating: asyncio.Task[None] | None = None
        self._doors: list[Door] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=[])
        if self.started:
            self._doors = [Door(one, self._protocol, self._working) for one in sockets or []]
            for door in self._doors:
                door.open()
            pulse.ready()
            self._beating = asyncio.create_task(self._beat())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for door in self._doors:
            door.close()
        await super().shutdown(sockets=sockets)

    def _protocol(self) -> asyncio.Protocol:
        made: Any = self.config.http_protocol_class
        return cast(
            asyncio.Protocol,
            made(config=self.config, server_state=self.server_state, app_state=self.lifespan.state),
        )

    def _working(self) -> int:
        return self._pool.working

    async def _beat(self) -> None:
        while True:
            await asyncio.get_running_loop().run_in_executor(self._pool.executor, int)
            pulse.beat()
            await asyncio.sleep(BEAT_SECONDS)


def settings() -> dict[str, Any]:
    """What uvicorn is told. No access log: a query string can say where somebody is."""
    return {
        "access_log": False,
        "log_config": None,
        "server_header": False,
        "ws_max_size": 65_536,
        "timeout_keep_alive": 15,
        "timeout_graceful_shutdown": 8,
        "proxy_headers": True,
        "forwarded_allow_ips": env.text("BESIDE_PROXIES", "127.0.0.1"),
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.settings")
    with imports.uncollected():
        application = import_from_string(APPLICATION)
    pool: Pool = import_from_string(APPLICATION.replace(":application", ":http"))
    if pulse.is_spare():
        import_from_string(REHEARSAL)()
        pulse.wait_for_the_word()
    listening = socket.socket(fileno=int(os.environ[SOCKET]))
    Server(uvicorn.Config(application, **settings()), pool).run(sockets=[listening])


if __name__ == "__main__":
    main()
