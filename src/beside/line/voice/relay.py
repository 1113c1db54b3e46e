"""coturn beside the house: whether it can be begun, where, and with what configuration.

The relay lets a pass reach one thing only: another place on the same relay. No address of
this machine, of its network or of the internet can be reached through it, because nobody
but another caller of ours is ever at the other end. Without Django: the supervisor asks.
"""

import ipaddress
import os
import shutil
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from beside import env
from beside.kernel.serve.programs import Begin, Leave
from beside.line.voice import turn

PORT = 3478
RELAYED = (49160, 49959)  # UDP; two for each call
LOCAL = ("127.0.0.1", "localhost", "[::1]")
REALM = "beside"
MISSING = (
    "Voice in the browser is not offered: coturn is not installed (Debian: apt install coturn). "
    "Timer, chat and telephone are."
)
NOWHERE = (
    "Voice in the browser is not offered: no address is known at which browsers reach this "
    "machine. Set BESIDE_TURN_ADDRESS. Timer, chat and telephone are offered."
)
TAKEN = (
    "Voice in the browser is not offered: port {port} of {host} is taken. Stop what holds it, "
    "or set BESIDE_TURN_PORT. Timer, chat and telephone are offered."
)


@dataclass(frozen=True)
class Place:
    """Where the relay stands: the address browsers use, and this machine's own if it differs."""

    public: str
    own: str
    port: int

    @property
    def host(self) -> str:
        return f"[{self.public}]" if ":" in self.public else self.public

    @property
    def urls(self) -> tuple[str, ...]:
        """UDP first; TCP for networks that let nothing else through."""
        return tuple(f"turn:{self.host}:{self.port}?transport={by}" for by in ("udp", "tcp"))


class NoPlace(LookupError):
    """The relay cannot stand anywhere; the message says why, in plain words."""


def prepare(home: Path) -> Begin | Leave:
    """For the supervisor: write the configuration and say how coturn is begun, or why it is not."""
    if env.text(turn.URLS):
        return Leave()  # a relay outside
    program = shutil.which("turnserver")
    if program is None:
        return Leave(MISSING)
    try:
        place = find_place()
    except NoPlace as why:
        return Leave(str(why))
    path = write(home, place)
    # coturn writes addresses of its clients wherever it may: it is given nowhere to.
    quiet = 'exec "$0" -c "$1" --log-file /dev/null --no-stdout-log >/dev/null 2>&1'
    return Begin(
        ("/bin/sh", "-c", quiet, program, str(path)), tells={turn.URLS: ",".join(place.urls)}
    )


def find_place() -> Place:
    """BESIDE_TURN_ADDRESS ("public" or "public/own"); else the site's; else this machine's.

    Raises NoPlace.
    """
    given = env.text("BESIDE_TURN_ADDRESS")
    site = _host(env.text("BESIDE_ADDRESS", "http://127.0.0.1:8000"))
    is_local = not given and site in LOCAL
    public, _, own = (given or ("" if is_local else _looked_up(site)) or _outgoing()).partition("/")
    try:
        own = str(ipaddress.ip_address(own or public))
        if ipaddress.ip_address(own).is_loopback and not env.flag("BESIDE_TURN_LOOPBACK"):
            raise NoPlace(NOWHERE)
    except ValueError:
        raise NoPlace(NOWHERE) from None
    port = env.whole("BESIDE_TURN_PORT", PORT)
    if _is_free(own, port):
        return Place(public, own, port)
    if is_local and not env.text("BESIDE_TURN_PORT"):
        return Place(public, own, _any_port(own))  # somebody's trial beside another
    raise NoPlace(TAKEN.format(port=port, host=own))


def _host(address: str) -> str:
    return address.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]


def _looked_up(name: str) -> str:
    """The address of the site's name, with this machine's own behind a translating router."""
    with suppress(OSError):
        public = str(socket.getaddrinfo(name, None, socket.AF_INET)[0][4][0])
        return public if _is_free(public, 0) else f"{public}/{_outgoing()}"
    return ""


def _outgoing() -> str:
    """This machine's address on the network it reaches others by; asks nobody."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return ""


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, kind == socket.SOCK_STREAM)
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True


def _any_port(host: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def write(home: Path, place: Place) -> Path:
    """The configuration, for the account alone that runs it."""
    shared = turn.secret(home)
    path = home / turn.FOLDER / "turnserver.conf"
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text("\n".join(configuration(place, shared, path.parent)) + "\n")
    return path


def configuration(place: Place, shared: str, folder: Path) -> list[str]:
    """Line by line. Everything is denied as a peer but the relay itself."""
    lines = [
        f"listening-ip={place.own}", f"listening-port={place.port}", f"relay-ip={place.own}",
        f"min-port={RELAYED[0]}", f"max-port={RELAYED[1]}",
        "use-auth-secret", f"static-auth-secret={shared}", f"realm={REALM}", "fingerprint",
        "stale-nonce=600", "user-quota=12", "total-quota=600",
        "no-cli", "no-tls", "no-dtls", "no-tcp-relay", "no-multicast-peers",
        "denied-peer-ip=0.0.0.0-255.255.255.255",
        "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        f"allowed-peer-ip={place.own}",
        "no-software-attribute", "no-rfc5780", "no-stun-backward-compatibility",
        "response-origin-only-with-rfc5780", "simple-log", "no-stdout-log", "log-file=/dev/null",
        f"userdb={folder / 'empty.db'}", f"pidfile={folder / 'turnserver.pid'}",
    ]  # fmt: skip
    if place.public != place.own:
        lines += [f"external-ip={place.public}/{place.own}", f"allowed-peer-ip={place.public}"]
    if env.flag("BESIDE_TURN_LOOPBACK"):
        lines.append("allow-loopback-peers")  # for tests on one machine
    return lines + _account()


def _account() -> list[str]:
    """As root, give its rights up."""
    if os.geteuid() != 0:
        return []
    import grp
    import pwd

    for name in ("turnserver", "nobody"):
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return [f"proc-user={name}", f"proc-group={grp.getgrgid(found.pw_gid).gr_name}"]
    return []


__all__ = ["MISSING", "NoPlace", "Place", "configuration", "find_place", "prepare", "write"]
