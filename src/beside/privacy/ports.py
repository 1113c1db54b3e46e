"""Where the keys of spans are kept. Never in the database, its backups or its logs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol


class KeyMissing(LookupError):
    """The span has no key: it was destroyed, or never made."""


class KeyStoreDown(RuntimeError):
    """The key store cannot be reached, or refuses us. Nothing was sealed, opened or destroyed."""


class KeyStore(Protocol):
    """Keeps one wrapping key for each span, and lets it be forgotten for ever.

    Every method may be repeated: the second `make` or `destroy` changes nothing.
    """

    def make(self, span: str) -> None:
        """See that the span has a key that survives a power cut. Keeps the one it has."""

    def wrap(self, span: str, key: bytes, bound: bytes) -> bytes:
        """`key`, sealed by the span's key and tied to `bound`. Raises KeyMissing."""

    def unwrap(self, span: str, wrapped: bytes, bound: bytes) -> bytes:
        """What `wrap` was given. Raises KeyMissing, Forged (another key's, or changed)."""

    def search_key(self, span: str) -> bytes:
        """32 bytes known only from the span's key, for search marks. Raises KeyMissing."""

    def destroy(self, span: str) -> None:
        """Forget the span's key for ever."""

    def spans(self) -> Iterable[str]:
        """The spans that have a key."""

    def clean(self, at: datetime) -> int:
        """Remove what an interrupted `make` left behind; how many there were."""
