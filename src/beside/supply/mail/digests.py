"""What stands in a table instead of a link or a number: enough to find it again, no more."""

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta

from django.conf import settings

SAME_TEXT = timedelta(minutes=10)  # the same words again so soon are the same wish
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


def nonce_of_text(number: str, said: str, at: datetime) -> str:
    """For what was asked by SMS: the same for the same words within minutes, and guessed by nobody.

    It becomes the private link of a request.
    """
    key = hmac.digest(settings.SECRET_KEY.encode(), b"beside.supply.texts", hashlib.sha256)
    span = int(at.timestamp() // SAME_TEXT.total_seconds())
    made = hmac.digest(key, f"{number}:{said}:{span}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest_of_day(number: str, at: datetime) -> str:
    """To know that a number was answered today; tomorrow it is another."""
    return digest_of_number(f"{number}:{at:%Y-%m-%d}").hex()
