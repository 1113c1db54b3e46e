"""One record in one envelope: AES-256-GCM under a key of its own.

What a record is (its id, its kind, its span) is authenticated with it, so
that a row copied over another, renamed, or moved to another span cannot be
opened. Keys are wrapped the same way. Source: NIST SP 800-38D; a random
96-bit nonce is safe for 2**32 messages under one key, and a data key seals one.
"""

import hashlib
import hmac
import os
import re
import struct
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
MARK_BYTES = 16
PADDED_TO = 64
LENGTHS = struct.Struct(">II")


class Forged(ValueError):
    """The bytes do not open with this key as this record: changed, moved, or another's."""


@dataclass(frozen=True)
class Label:
    """What a sealed record is. Authenticated, not secret."""

    id: UUID
    kind: str
    span: str

    def bound(self, part: str) -> bytes:
        """The associated data of `part` ("record" or "key")."""
        return "\0".join(("beside vault 1", part, str(self.id), self.kind, self.span)).encode()


@dataclass(frozen=True)
class Secret:
    """What to seal, and the names or numbers by which its subject may ask for it."""

    plaintext: bytes
    findable_by: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Secret(…)"

    def packed(self) -> bytes:
        """One block of bytes, padded so that its length says little about an address's."""
        terms = "\0".join(fold(term) for term in self.findable_by).encode()
        whole = LENGTHS.pack(len(terms), len(self.plaintext)) + terms + self.plaintext
        return whole + bytes(-len(whole) % PADDED_TO)

    @classmethod
    def unpacked(cls, block: bytes) -> "Secret":
        """What `packed` was made of, with its terms folded."""
        terms, plain = LENGTHS.unpack_from(block)
        start = LENGTHS.size
        said = block[start : start + terms].decode()
        findable_by = tuple(said.split("\0")) if said else ()
        return cls(block[start + terms : start + terms + plain], findable_by)


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def lock(key: bytes, plaintext: bytes, bound: bytes) -> bytes:
    """Nonce and ciphertext of `plaintext`, tied to `bound`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, bound)


def unlock(key: bytes, locked: bytes, bound: bytes) -> bytes:
    """The plaintext of what `lock` made. Raises Forged."""
    try:
        return AESGCM(key).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        raise Forged from error


def mark(search_key: bytes, id: UUID, term: str) -> bytes:
    """What stands in the database so that a record can be found by `term`, 16 bytes.

    The record's id goes in, so two records of one person carry different
    marks: a reader of the database learns neither who nor whether it is the same.
    """
    said = id.bytes + fold(term).encode()
    return hmac.new(search_key, said, hashlib.sha256).digest()[:MARK_BYTES]


def fold(term: str) -> str:
    """A name, number or address as it is compared: no case, accents or punctuation.

    Words may come in any order: "Doe, Jane" is Jane Doe. Of a number with ten digits or
    more the last ten count: +1 (859) 555-0142 is 859.555.0142.
    """
    plain = unicodedata.normalize("NFKD", term).casefold().strip()
    if "@" in plain:
        return plain
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+", plain)
    digits = "".join(words)
    return digits[-10:] if digits.isdigit() else " ".join(sorted(words))
