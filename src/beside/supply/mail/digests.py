"""What stands in a table instead of a link or a number: enough to find it again, no more."""

import hashlib
import hmac
import re

from django.conf import settings

NONCE = re.compile(r"[\w-]{22,64}", re.ASCII)


class BadNonce(ValueError):
    """A form's own number is 22 to 64 letters of base64url, made at random."""


def digest_of_token(token: str) -> bytes:
    """By it the holder of a private link is found; the link itself is kept nowhere."""
    return hashlib.sha256(b"beside.supply.requests:" + token.encode()).digest()


def token_of(nonce: str) -> str:
    """The private link of a request is its form's own number: who sent it can always find it.

    So an answer that was lost on the way takes no receipt from anybody. Raises BadNonce.
    """
    if not NONCE.fullmatch(nonce):
        raise BadNonce
    return nonce


def digest_of_number(number: str) -> bytes:
    """Keyed, and gone with the talk: by it the next SMS finds its talk again."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"beside.supply.numbers", hashlib.sha256)
    return hmac.digest(key, number.encode(), hashlib.sha256)
