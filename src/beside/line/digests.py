"""What stands in a table instead of a link or a number: enough to find it again, no more."""

import hashlib
import hmac

from django.conf import settings


def digest_of_token(token: str) -> bytes:
    """By it the holder of a link is found; the token itself is kept nowhere."""
    return hashlib.sha256(token.encode()).digest()


def digest_of_number(number: str) -> bytes:
    """Keyed, and gone with the session: by it a call or SMS finds its session again."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"beside.line.numbers", hashlib.sha256)
    return hmac.digest(key, number.encode(), hashlib.sha256)
