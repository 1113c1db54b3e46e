"""Answers are compressed: a cheap phone pays by the byte."""

import gzip
from collections.abc import Callable

import brotli
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

LEAST = 400
QUALITY = 5
KINDS = ("text/", "application/json", "application/javascript", "application/manifest+json")
ALSO = ("image/svg+xml", "application/xml")

Answer = Callable[[HttpRequest], HttpResponseBase]


class Compressed:
    """Middleware: Brotli where it is understood, gzip elsewhere.

    Only for who sends no cookie and is given none. Who sends none has no secret
    here; on a staff page the length could betray one that stands beside words
    from the address (BREACH). See docs/decisions/0021.
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
        if "br" in accepted:
            quality = getattr(answer, "compress_quality", QUALITY)
            _replace(answer, "br", brotli.compress(body, quality=quality))
        elif "gzip" in accepted:
            _replace(answer, "gzip", gzip.compress(body, compresslevel=6, mtime=0))
        return answer


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
