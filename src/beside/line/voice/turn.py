"""The relay between two browsers: where it is, its secret, and passes that run out.

TURN's own scheme for short-lived passes (REST API for access to TURN services): the name
is the moment at which the pass runs out and something random, the password an HMAC of it.
A pass says nothing of anybody. Without Django: the supervisor asks too.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from beside import env

FOLDER = "turn"
URLS = "BESIDE_TURN_URLS"
SECRET_SET = "BESIDE_TURN_SECRET"  # noqa: S105 - a name
LASTS = timedelta(hours=1)  # a pass; a call that goes on keeps its place on the relay


@dataclass(frozen=True)
class Pass:
    """What a browser shows the relay."""

    urls: tuple[str, ...]
    username: str
    credential: str = field(repr=False)

    def as_words(self) -> dict[str, object]:
        """As RTCPeerConnection takes it."""
        return {"urls": list(self.urls), "username": self.username, "credential": self.credential}


def urls() -> tuple[str, ...]:
    """Where the relay is: one outside, or the one that `beside serve` has begun. Or none."""
    return tuple(env.listed(URLS))


def is_offered() -> bool:
    """Whether people can speak in the browser: without a relay each would learn the other's
    address, so it is not offered."""
    return bool(urls())


def secret(home: Path) -> str:
    """What relay and house share: BESIDE_TURN_SECRET, or made once and kept below the home."""
    if given := env.text(SECRET_SET):
        return given
    path = home / FOLDER / "secret"
    if not path.exists():
        _write_once(path, secrets.token_hex(32))
    return path.read_text().strip()


def _write_once(path: Path, words: str) -> None:
    """Two processes that come at once agree on one: the first file that is whole."""
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(words)
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        pass  # the other's stands
    finally:
        unfinished.unlink()


def issue(*, at: datetime, home: Path) -> Pass:
    """A pass for one browser, for an hour."""
    name = f"{int((at + LASTS).timestamp())}:{secrets.token_hex(6)}"
    return Pass(urls(), name, password(secret(home), name))


def password(shared: str, name: str) -> str:
    """The password that the relay computes for this name."""
    # SHA-1 is what the scheme says and every relay checks; as a keyed digest it is sound.
    return base64.b64encode(hmac.digest(shared.encode(), name.encode(), hashlib.sha1)).decode()
