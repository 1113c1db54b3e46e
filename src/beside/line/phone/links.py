"""Addresses that go out: to the provider, to a chosen person, to an operator."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from beside.kernel import ids
from beside.line.models import Rung


def here(name: str, *arguments: object) -> str:
    """One of our own webhooks, in full."""
    return str(settings.SITE_ADDRESS) + reverse(f"line_machine:{name}", args=arguments)


def turn(name: str, *arguments: object) -> str:
    """A webhook that is good for one answer: it ends in a fresh mark that holds its time."""
    return here(name, *arguments, ids.uuid7())


def token_of_rung(rung: Rung) -> str:
    """The secret in the link of whoever stands on this rung: made anew each time, kept nowhere."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"beside.line.rungs", hashlib.sha256)
    made = hmac.digest(key, f"{rung.session_id}:{rung.pk}".encode(), hashlib.sha256)
    return urlsafe_b64encode(made[:16]).decode().rstrip("=")


def of_rung(rung: Rung, language: str) -> str:
    """The page where they say: I am going, I am there, I cannot."""
    return _page("line:rung", language, token_of_rung(rung))


def of_console(language: str) -> str:
    return _page("line:console", language)


def _page(name: str, language: str, *arguments: object) -> str:
    from django.utils import translation

    with translation.override(language):
        try:
            return str(settings.SITE_ADDRESS) + reverse(name, args=arguments)
        except NoReverseMatch:
            return str(settings.SITE_ADDRESS)
