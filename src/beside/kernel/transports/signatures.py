"""Whether a call-back truly comes from the carrier. Pure; compared in constant time."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

STALE = timedelta(minutes=5)


class Forged(Exception):
    """The signature does not fit, or is missing."""


class Stale(Exception):
    """The signature fits, but was made too long ago."""


def twilio(*, token: str, url: str, fields: Mapping[str, str], signature: str) -> None:
    """Raises Forged. HMAC-SHA1 of the address, then each field's name and value, names sorted.

    Source: Twilio's "Validating requests" (X-Twilio-Signature). It holds no time:
    what is repeated must be harmless.
    """
    words = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    made = base64.b64encode(hmac.digest(token.encode(), words.encode(), hashlib.sha1)).decode()
    if not token or not hmac.compare_digest(made.encode(), signature.encode()):
        raise Forged


def telnyx(*, public_key: str, timestamp: str, body: bytes, signature: str, at: datetime) -> None:
    """Raises Forged, Stale. Ed25519 over "timestamp|body", not older than five minutes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), timestamp.encode() + b"|" + body)
        made_at = int(timestamp)
    except (InvalidSignature, ValueError):
        raise Forged from None
    if abs(at.timestamp() - made_at) > STALE.total_seconds():
        raise Stale
