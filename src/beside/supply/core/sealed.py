"""How an address is sealed to a program's packing key. The browser writes the same (seal.js).

ECDH on P-256 with a fresh key each time, HKDF-SHA-256, AES-256-GCM; padded, so that the
length says nothing. In bytes: version 1, the packing key's id (16), the fresh public point
(65), nonce (12), ciphertext with its tag. Who holds only this can open it no more than we.
"""

import base64
import binascii
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
PADDED = 1024
INFO = b"beside.supply.address.1"
_HEAD = 1 + 16 + 65 + 12
LENGTH = _HEAD + PADDED + 16
_POINT = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint


class NotSealed(ValueError):
    """This is not an address sealed to one of our keys."""


class TooLong(ValueError):
    """An address of so many letters fits on no label."""


@dataclass(frozen=True)
class Written:
    """An address, as it stands on a label: lines from the name to the ZIP."""

    lines: tuple[str, ...] = field(repr=False)

    def packed(self) -> bytes:
        """Raises TooLong."""
        plain = json.dumps({"lines": list(self.lines)}, ensure_ascii=False).encode()
        if len(plain) > PADDED:
            raise TooLong
        return plain + b" " * (PADDED - len(plain))


def seal(lines: Sequence[str], *, key_id: UUID, public: Mapping[str, str]) -> bytes:
    """Seal lines to a public key (a JWK). Nobody here can open it again. Raises TooLong."""
    fresh, nonce = ec.generate_private_key(ec.SECP256R1()), os.urandom(12)
    point = fresh.public_key().public_bytes(*_POINT)
    secret = fresh.exchange(ec.ECDH(), read_public(public))
    head = bytes([VERSION]) + key_id.bytes + point + nonce
    return head + AESGCM(_key(secret, point, key_id)).encrypt(
        nonce, Written(tuple(lines)).packed(), head
    )


def open_with(private: ec.EllipticCurvePrivateKey, sealed: bytes) -> tuple[str, ...]:
    """What a packer's browser does. Here for tests, and for who moves to another system."""
    head, point = sealed[:_HEAD], sealed[17:82]
    key_id = key_of(sealed)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    key = _key(private.exchange(ec.ECDH(), theirs), point, key_id)
    try:
        plain = AESGCM(key).decrypt(head[-12:], sealed[_HEAD:], head)
    except InvalidTag:
        raise NotSealed from None
    return tuple(json.loads(plain)["lines"])


def key_of(sealed: bytes) -> UUID:
    """The packing key it is sealed to. Raises NotSealed for what has not our form."""
    if len(sealed) != LENGTH or sealed[0] != VERSION or sealed[17] != 4:
        raise NotSealed
    return UUID(bytes=sealed[1:17])


def from_text(text: str) -> bytes:
    """From a form's field (base64url without padding). Raises NotSealed."""
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotSealed from None
    key_of(found)
    return found


def as_text(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read_public(jwk: Mapping[str, str]) -> ec.EllipticCurvePublicKey:
    """A public key from its JWK. Raises NotSealed unless it is a point of P-256."""
    try:
        if (jwk["kty"], jwk["crv"]) != ("EC", "P-256") or "d" in jwk:
            raise NotSealed
        x, y = (int.from_bytes(_bytes(jwk[name]), "big") for name in ("x", "y"))
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except (KeyError, TypeError, ValueError):
        raise NotSealed from None


def public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """As browsers write one."""
    numbers = key.public_numbers()
    sides = {"x": numbers.x, "y": numbers.y}
    words = {name: as_text(side.to_bytes(32, "big")) for name, side in sides.items()}
    return {"kty": "EC", "crv": "P-256", **words}


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _key(secret: bytes, point: bytes, key_id: UUID) -> bytes:
    made = HKDF(hashes.SHA256(), 32, salt=point, info=INFO + key_id.bytes)
    return made.derive(secret)
