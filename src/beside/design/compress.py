"""Answers are compressed: a cheap phone pays by the byte."""

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache

import brotli
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

LEAST = 400
QUALITY = 5
CONTINUED_QUALITY = 5
GZIP = 31  # zlib's word for a window of 32 KB in gzip's wrapping
KINDS = ("text/", "application/json", "application/javascript", "application/manifest+json")
ALSO = ("image/svg+xml", "application/xml")

Answer = Callable[[HttpRequest], HttpResponseBase]


class Compressed:
    """Middleware: Brotli where it is understood, gzip elsewhere.

    Only for who sends no cookie and is given none. Who sends none has no secret
    here; on a staff page the length could betray one that stands beside words
    from the address (BREACH). See docs/decisions/0021.

    An answer made many times a second may say how it always begins
    (`begins_with`). That part is compressed once, by gzip, which can go on from
    there and Brotli cannot: half the time, and no more bytes than a quick Brotli.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if not _is_worth_it(answer):
            return answer
        patch_vary_headers(answer, ("Accept-Encoding",))
        if request.COOKIES or answer.cookies:
            return answer
        accepted = request.headers.get("Accept-Encoding", "")
        body: bytes = answer.content  # type: ignore[attr-defined]
        known: bytes = getattr(answer, "begins_with", b"")
        if known and "gzip" in accepted and body.startswith(known):
            _replace(answer, "gzip", _continued(known, body))
        elif "br" in accepted:
            _replace(answer, "br", brotli.compress(body, quality=QUALITY))
        elif "gzip" in accepted:
            _replace(answer, "gzip", gzip.compress(body, compresslevel=6, mtime=0))
        return answer


@lru_cache(maxsize=32)
def _begun(known: bytes) -> tuple["zlib._Compress", bytes]:
    """A compressor that has read `known`, and what it wrote. Used by copy only."""
    begun = zlib.compressobj(CONTINUED_QUALITY, wbits=GZIP)
    return begun, begun.compress(known)


def _continued(known: bytes, body: bytes) -> bytes:
    begun, written = _begun(known)
    going_on = begun.copy()
    rest = memoryview(body)[len(known) :]
    return b"".join((written, going_on.compress(rest), going_on.flush()))


def _is_worth_it(answer: HttpResponseBase) -> bool:
    kind = answer.headers.get("Content-Type", "")
    return (
        not answer.streaming
        and not answer.has_header("Content-Encoding")
        and kind.startswith((*KINDS, *ALSO))
        and len(answer.content) >= LEAST  # type: ignore[attr-defined]
    )


def _replace(answer: HttpResponseBase, coding: str, body: bytes) -> None:
    answer.content = body  # type: ignore[attr-defined]
    answer.headers["Content-Encoding"] = coding
    answer.headers["Content-Length"] = str(len(body))
    if (tag := answer.headers.get("ETag", "")) and not tag.startswith("W/"):
        answer.headers["ETag"] = f"W/{tag}"
