"""What opens a plan: a key made of the words that only the caller has.

Argon2id makes the words into a key slowly, so that trying all of them is dear; a secret of
the house goes in with them, so that whoever has only the database cannot try at all. By
one half of what comes out a plan is found, with the other it is read. Neither is kept.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass, field

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MEMORY_KIB, PASSES, LANES = 65_536, 3, 1
_NONCE = 12


class DoesNotOpen(Exception):
    """These words do not open it, or it was tampered with."""


@dataclass(frozen=True)
class Lock:
    """Where a plan lies and what opens it."""

    lookup: bytes = field(repr=False)
    key: bytes = field(repr=False)

    def close(self, plain: bytes) -> bytes:
        """Padded to whole kibibytes: the length says nothing."""
        padded = plain + b"\0" * (-len(plain) % 1024)
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, padded, self.lookup)

    def open(self, closed: bytes) -> bytes:
        """Raises DoesNotOpen."""
        try:
            padded = AESGCM(self.key).decrypt(closed[:_NONCE], closed[_NONCE:], self.lookup)
        except InvalidTag:
            raise DoesNotOpen from None
        return padded.rstrip(b"\0")


def lock_of(number: int) -> Lock:
    """The lock of a code. Takes a tenth of a second, on purpose."""
    salt = hmac.digest(settings.SECRET_KEY.encode(), b"beside.line.plans", hashlib.sha256)
    made = hash_secret_raw(
        number.to_bytes(4, "big"), salt, time_cost=PASSES, memory_cost=MEMORY_KIB,
        parallelism=LANES, hash_len=64, type=Type.ID,
    )  # fmt: skip
    return Lock(made[:32], made[32:])
