"""Whether people can speak in the browser: for `beside doctor`."""

import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from beside.kernel.doctor import Finding, Needs, check
from beside.kernel.doctor.findings import fine, warn
from beside.line.voice import relay, turn

OTHER_WAYS = "The other ways to come to the line are offered; voice in the browser is not."
SECONDS = 0.7


@check("voice", needs=Needs.DJANGO)
def voice(at: datetime) -> Iterator[Finding]:
    """A relay outside is the word of whoever set it; our own is asked."""
    if turn.urls():
        yield from _asked(*_first(turn.urls()))
    elif shutil.which("turnserver") is None:
        yield warn("coturn is not installed.", OTHER_WAYS, "`apt install coturn`, then restart.")
    elif (place := _written(Path(settings.HOME))) is None:
        yield warn(
            "The relay has not been begun.", OTHER_WAYS,
            "`beside serve` begins it; if it says why not, see docs/deploy.md.",
        )  # fmt: skip
    else:
        yield from _asked(*place)


def _asked(host: str, port: int) -> Iterator[Finding]:
    if answers(host, port):
        yield fine(f"The relay for voice answers at port {port}.")
    else:
        yield warn(
            f"The relay for voice does not answer at {host}, port {port}.", OTHER_WAYS,
            f"Let UDP and TCP {port} and UDP {relay.RELAYED[0]} to {relay.RELAYED[1]} in, and see "
            "that `beside serve` runs.",
        )  # fmt: skip


def _first(urls: tuple[str, ...]) -> tuple[str, int]:
    """Host and port of turn:host:port?transport=udp."""
    place = urls[0].partition(":")[2].partition("?")[0]
    host, _, port = place.rpartition(":")
    return (host.strip("[]"), int(port)) if port.isdecimal() and host else (place, relay.PORT)


def _written(home: Path) -> tuple[str, int] | None:
    """Where the relay was begun last, as its configuration says."""
    with suppress(OSError, KeyError, ValueError):
        lines = (home / turn.FOLDER / "turnserver.conf").read_text().splitlines()
        words = dict(line.split("=", 1) for line in lines if "=" in line)
        return words["listening-ip"], int(words["listening-port"])
    return None


def answers(host: str, port: int) -> bool:
    """Whether a STUN binding request is answered (RFC 8489)."""
    name = secrets.token_bytes(12)
    request = b"\x00\x01\x00\x00" + b"\x21\x12\xa4\x42" + name
    with suppress(OSError):
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind) as asking:
            asking.settimeout(SECONDS)
            asking.sendto(request, address)
            return asking.recv(1500)[8:20] == name
    return False
