"""Keys in a key service that speaks the transit protocol of OpenBao and HashiCorp Vault.

The wrapping keys never leave the service. We chose this protocol because a key there
can be destroyed at once; a service that makes one wait days before a key is gone
(AWS KMS: seven at least) cannot keep our promise. Source: the transit engine's HTTP
API: keys, encrypt, decrypt and hmac, with `associated_data`; AEAD keys of type aes256-gcm96.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from beside.privacy.core.envelope import Forged
from beside.privacy.ports import KeyMissing, KeyStoreDown

WAIT_S = 5.0
PREFIX = "beside-"
NOT_FOUND = 404
BAD_REQUEST = 400


class TransitKeyStore:
    """Wrapping keys in the transit engine mounted at `address` (http[s]://host:port/mount)."""

    def __init__(self, address: str, token: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(
                "a key service's address is like https://keys.example.org:8200/transit"
            )
        self._open = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host, self._port = parts.hostname, parts.port
        self._mount = f"/v1/{parts.path.strip('/') or 'transit'}"
        self._token = token

    def make(self, span: str) -> None:
        """The service keeps the key it has when asked again."""
        self._ask("POST", f"keys/{PREFIX}{span}", {"type": "aes256-gcm96"})

    def wrap(self, span: str, key: bytes, bound: bytes) -> bytes:
        """Refuses a span without a key: the service would make one by itself on encrypting."""
        if not self._has(span):
            raise KeyMissing(span)
        said = {"plaintext": _text(key), "associated_data": _text(bound)}
        return _field(self._ask("POST", f"encrypt/{PREFIX}{span}", said), "ciphertext").encode()

    def unwrap(self, span: str, wrapped: bytes, bound: bytes) -> bytes:
        if not self._has(span):
            raise KeyMissing(span)
        said = {"ciphertext": wrapped.decode("ascii", "replace"), "associated_data": _text(bound)}
        answer = self._ask("POST", f"decrypt/{PREFIX}{span}", said, refused=Forged)
        return b64decode(_field(answer, "plaintext"))

    def search_key(self, span: str) -> bytes:
        said = {"input": _text(b"beside search")}
        answer = self._ask("POST", f"hmac/{PREFIX}{span}/sha2-256", said, refused=KeyMissing)
        return b64decode(_field(answer, "hmac").rsplit(":", 1)[-1])

    def destroy(self, span: str) -> None:
        """The service deletes only what it was first told may be deleted."""
        path = f"keys/{PREFIX}{span}"
        if self._has(span):
            self._ask("POST", f"{path}/config", {"deletion_allowed": True})
            self._ask("DELETE", path)

    def spans(self) -> Iterable[str]:
        answer = self._ask("LIST", "keys")
        names = answer.get("data", {}).get("keys", []) if answer else []
        return sorted(name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX))

    def clean(self, at: datetime) -> int:
        """The service leaves nothing unfinished."""
        return 0

    def _has(self, span: str) -> bool:
        return self._ask("GET", f"keys/{PREFIX}{span}") is not None

    def _ask(
        self,
        verb: str,
        path: str,
        said: dict[str, Any] | None = None,
        refused: type[Exception] = KeyStoreDown,
    ) -> dict[str, Any] | None:
        """The answer's JSON ({} for none), or None for 404. Raises `refused` for a 400."""
        status, content = self._exchange(verb, f"{self._mount}/{quote(path)}", said)
        if status == NOT_FOUND:
            return None
        if status == BAD_REQUEST:
            raise refused(f"the key service refused {verb} {path}")
        if status >= BAD_REQUEST:
            raise KeyStoreDown(f"the key service answered {status} to {verb} {path}")
        try:
            answer: dict[str, Any] = json.loads(content) if content else {}
        except ValueError as error:
            raise KeyStoreDown("the key service answered something else than JSON") from error
        return answer

    def _exchange(self, verb: str, path: str, said: dict[str, Any] | None) -> tuple[int, bytes]:
        line = self._open(self._host, self._port, timeout=WAIT_S)
        try:
            body = None if said is None else json.dumps(said)
            line.request(verb, path, body, {"X-Vault-Token": self._token})
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException) as error:
            raise KeyStoreDown(f"the key service: {type(error).__name__}") from error
        finally:
            line.close()


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _field(answer: dict[str, Any] | None, name: str) -> str:
    found = (answer or {}).get("data", {}).get(name)
    if not isinstance(found, str):
        raise KeyStoreDown(f"the key service's answer has no {name}")
    return found
