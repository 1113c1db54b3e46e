"""A small HTTP client for carriers: one request, a short time-out, no redirects."""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from beside.kernel.transports.messages import Refused, Unavailable, Unclear

TIMEOUT = 10.0
LONGEST_ANSWER = 1_000_000


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would carry our credentials to somebody else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]


def post_form(
    url: str,
    fields: Mapping[str, str | Sequence[str]],
    headers: Mapping[str, str],
    *,
    timeout: float | None = None,
) -> Answer:
    """Send a form; a field with several values is said several times. Raises as `post_json`."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(fields, doseq=True).encode()
    return _send("POST", url, body, {**headers, **kind}, timeout)


def ask(
    url: str, headers: Mapping[str, str], *, method: str = "GET", timeout: float | None = None
) -> Answer:
    """Look something up, or take it away (DELETE). Raises as `post_json`."""
    return _send(method, url, None, headers, timeout)


def post_json(url: str, fields: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
    """Send JSON. Raises Refused (4xx), Unavailable (429, 5xx, no way), Unclear (no answer)."""
    kind = {"Content-Type": "application/json"}
    return _send("POST", url, json.dumps(fields).encode(), {**headers, **kind}, None)


def _send(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float | None
) -> Answer:
    request = urllib.request.Request(url, data=body, headers=dict(headers), method=method)  # noqa: S310
    try:
        with _opener.open(request, timeout=timeout or TIMEOUT) as response:
            return Answer(response.status, _json(response.read(LONGEST_ANSWER)))
    except urllib.error.HTTPError as error:
        with error:
            raise _judged(error.code, _code_of(error)) from None
    except urllib.error.URLError as error:
        raise _lost(error.reason) from None
    except (OSError, ValueError) as error:
        raise _lost(error) from None


def _json(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _code_of(error: urllib.error.HTTPError) -> str:
    """The carrier's own number for what is wrong, if it gives one."""
    try:
        code = _json(error.read(LONGEST_ANSWER)).get("code")
    except (OSError, ValueError):
        return ""
    return f" code {code}" if isinstance(code, int) else ""


def _judged(status: int, code: str = "") -> Exception:
    """401 and 403 are our own credentials: another carrier may still do it."""
    if status in {401, 403, 408, 429} or status >= 500 or 300 <= status < 400:
        return Unavailable(f"status {status}{code}")
    return Refused(f"status {status}{code}")


def _lost(error: object) -> Exception:
    """A time-out comes after the request was sent; anything else before."""
    if isinstance(error, TimeoutError | socket.timeout | ConnectionResetError):
        return Unclear(type(error).__name__)
    return Unavailable(type(error).__name__)
