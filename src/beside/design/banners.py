"""What must stand across every staff page while it is so: an old heartbeat, a demonstration.

banners.register("sweep", lambda request: Banner("danger", _("…")) if late else None)
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.utils.functional import Promise

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Banner:
    """`kind` danger is for what may cost a life; all else is `warn`."""

    kind: Literal["warn", "danger", "good"]
    words: str | Promise
    url: str = ""
    link: str | Promise = ""


Ask = Callable[[HttpRequest], Banner | None]
_asked: dict[str, Ask] = {}


def register(name: str, ask: Ask) -> None:
    """Ask this on every staff page; None means there is nothing to say."""
    _asked[name] = ask


def standing(request: HttpRequest) -> list[Banner]:
    """What must be said now. One that cannot be asked is logged, and the page still comes."""
    found = []
    for name, ask in _asked.items():
        try:
            banner = ask(request)
        except Exception:
            log.exception("banner %s could not be asked", name)
            continue
        if banner:
            found.append(banner)
    return found
