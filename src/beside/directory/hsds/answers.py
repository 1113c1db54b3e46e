"""How an answer leaves: JSON with an ETag, ndjson as a stream, problems as problem details."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags

from beside.directory.hsds.finding import NoSuchPlace
from beside.directory.hsds.questions import BadQuestion
from beside.kernel.doors import public

View = Callable[..., HttpResponseBase]
MINUTE = 60


class NotHere(LookupError):
    """No such record is public. Whether a hidden one exists is not said."""


def door(*methods: str) -> Callable[[View], View]:
    """An open door of the API: these methods, anyone, any origin, errors as problem details."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = _answered(view, methods, request, *args, **kwargs)
            _open_to_all(response, methods)
            return response

        answer.csrf_exempt = True  # type: ignore[attr-defined]
        return public(answer)

    return wrap


def _answered(
    view: View, methods: tuple[str, ...], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join((*methods, "OPTIONS"))})
    if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
        response = problem(405, "This address answers " + " and ".join(methods) + ".")
        response["Allow"] = ", ".join((*methods, "OPTIONS"))
        return response
    try:
        return view(request, *args, **kwargs)
    except BadQuestion as error:
        return problem(400, str(error))
    except NoSuchPlace:
        return problem(404, "No place is known by this postcode.")
    except NotHere:
        return problem(404, "No such record is published here.")


def _open_to_all(response: HttpResponseBase, methods: tuple[str, ...]) -> None:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ", ".join((*methods, "OPTIONS"))
    response["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified"


def problem(status: int, detail: str) -> HttpResponse:
    """A problem in words, as RFC 9457 has it."""
    titles = {400: "Bad question", 404: "Not found", 405: "Method not allowed"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "detail": detail}
    return HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")


def as_json(
    request: HttpRequest, body: Any, *, modified_at: datetime | None = None
) -> HttpResponse:
    """JSON that may be kept for a minute; 304 when the caller holds it already."""
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
    kept = tag in parse_etags(request.headers.get("If-None-Match", ""))
    response = (
        HttpResponse(status=304) if kept else HttpResponse(written, content_type="application/json")
    )
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
        return response
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={MINUTE}"
    if modified_at is not None:
        response["Last-Modified"] = http_date(modified_at.timestamp())
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def as_lines(documents: Iterator[dict[str, Any]]) -> StreamingHttpResponse:
    """One document a line, as they come; memory does not grow with the list."""
    lines = (json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in documents)
    return StreamingHttpResponse(lines, content_type="application/x-ndjson")
