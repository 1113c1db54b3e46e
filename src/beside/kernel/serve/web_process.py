"""One web process: uvicorn on a port that the supervisor opened.

`python -m beside.kernel.serve.web_process`
"""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from uvicorn.importer import import_from_string

from beside import env
from beside.kernel.serve import pulse

SOCKET = "BESIDE_SOCKET_FD"
APPLICATION = "beside.web.asgi:application"
BEAT_SECONDS = 1.0

Round = Callable[[], Awaitable[None]]


class Server(uvicorn.Server):
    """uvicorn that says when it is ready, and beats while both its loop and its threads turn."""

    def __init__(self, config: uvicorn.Config, through_the_threads: Round) -> None:
        super().__init__(config)
        self._round = through_the_threads
        self._beating: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            pulse.ready()
            self._beating = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            await self._round()
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
    application = import_from_string(APPLICATION)
    executor = import_from_string(APPLICATION.replace(":application", ":http")).executor

    async def through_the_threads() -> None:
        await asyncio.get_running_loop().run_in_executor(executor, int)

    listening = socket.socket(fileno=int(os.environ[SOCKET]))
    Server(uvicorn.Config(application, **settings()), through_the_threads).run(sockets=[listening])


if __name__ == "__main__":
    main()
