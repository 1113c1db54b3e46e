"""Keys as files: a folder for the service alone, one small file for each span.

Honest limits: overwriting a file does not reach copies that a solid-state disk,
a copy-on-write file system or a snapshot has put elsewhere. Where that matters,
keep the folder on an encrypted volume, or the keys in a key service (transit.py).
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from beside.privacy.core import envelope, spans
from beside.privacy.ports import KeyMissing, KeyStoreDown

HEADER = b"beside key 1\n"
CHECK_BYTES = 8
LENGTH = len(HEADER) + envelope.KEY_BYTES + CHECK_BYTES
UNFINISHED = ".part"
GIVEN_UP_AFTER_S = 3600  # by the disk's clock: nobody can still be writing it


class FileKeyStore:
    """Wrapping keys in `folder`. Nothing is remembered in memory: a destroyed key is gone at once,
    for every process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, span: str) -> None:
        """A new file appears whole and durable under its name, or not at all."""
        self._open_folder()
        if self._read(span) is not None:
            return
        key = envelope.new_key()
        unfinished = self._write_unfinished(span, HEADER + key + _check(key))
        try:
            self._put_in_place(unfinished, span)
        finally:
            unfinished.unlink(missing_ok=True)
        self._settle_folder()

    def wrap(self, span: str, key: bytes, bound: bytes) -> bytes:
        return envelope.lock(self._derive(span, b"wrap"), key, bound)

    def unwrap(self, span: str, wrapped: bytes, bound: bytes) -> bytes:
        return envelope.unlock(self._derive(span, b"wrap"), wrapped, bound)

    def search_key(self, span: str) -> bytes:
        return self._derive(span, b"search")

    def destroy(self, span: str) -> None:
        """Overwrite, remove, and wait until the disk has done both."""
        if self.folder.exists():
            _shred(self._path(span))
            self._settle_folder()

    def spans(self) -> Iterable[str]:
        names = (path.name for path in self.folder.glob("*.key"))
        return sorted(name.removesuffix(".key") for name in names)

    def clean(self, at: datetime) -> int:
        left = [path for path in self.folder.glob(f".*{UNFINISHED}") if _is_given_up(path, at)]
        for path in left:
            _shred(path)
        return len(left)

    def _path(self, span: str) -> Path:
        if not spans.NAME.match(span):
            raise ValueError(f"not a span: {span!r}")
        return self.folder / f"{span}.key"

    def _read(self, span: str) -> bytes | None:
        """The key, or None where there is none or only an overwritten one."""
        try:
            held = self._path(span).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeyStoreDown(f"{span}: {error.strerror}") from error
        key = held[len(HEADER) : -CHECK_BYTES]
        whole = len(held) == LENGTH and held.startswith(HEADER) and held.endswith(_check(key))
        return key if whole else None

    def _derive(self, span: str, use: bytes) -> bytes:
        key = self._read(span)
        if key is None:
            raise KeyMissing(span)
        return HKDF(SHA256(), envelope.KEY_BYTES, salt=None, info=b"beside " + use).derive(key)

    def _open_folder(self) -> None:
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _settle(self.folder.parent)
        self.folder.chmod(0o700)  # a restored copy may have come with wider rights

    def _write_unfinished(self, span: str, content: bytes) -> Path:
        path = self.folder / f".{span}-{secrets.token_hex(8)}{UNFINISHED}"
        with _opened(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY) as file:
            os.write(file, content)
            os.fsync(file)
        return path

    def _put_in_place(self, unfinished: Path, span: str) -> None:
        """Two at once: the first wins. An overwritten file is replaced."""
        try:
            os.link(unfinished, self._path(span))
        except FileExistsError:
            if self._read(span) is None:
                os.replace(unfinished, self._path(span))

    def _settle_folder(self) -> None:
        _settle(self.folder)


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"beside check" + key).digest()[:CHECK_BYTES]


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags | os.O_CLOEXEC, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _settle(folder: Path) -> None:
    with _opened(folder, os.O_RDONLY | os.O_DIRECTORY) as file:
        os.fsync(file)


def _shred(path: Path) -> None:
    try:
        with _opened(path, os.O_WRONLY) as file:
            os.write(file, bytes(LENGTH))
            os.fsync(file)
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)


def _is_given_up(path: Path, at: datetime) -> bool:
    try:
        return at.timestamp() - path.stat().st_mtime > GIVEN_UP_AFTER_S
    except FileNotFoundError:
        return False
