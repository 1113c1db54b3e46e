"""What operators should know tonight. Rooms upstairs put words here; the console shows them.

notices.register("bad_batch", lambda at: [Notice("warn", _("Two deaths in Estill County…"))])
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """One notice. `url` leads to where it comes from."""

    kind: Literal["warn", "danger", "good"]
    words: str | Promise
    url: str = ""


Ask = Callable[[datetime], Sequence[Notice]]
_asked: dict[str, Ask] = {}


def register(name: str, ask: Ask) -> None:
    """Ask this whenever a console draws itself."""
    _asked[name] = ask


def forget(name: str) -> None:
    """For tests."""
    _asked.pop(name, None)


def standing(at: datetime) -> list[Notice]:
    """All that is to be said now. One that cannot be asked is logged; the console still comes."""
    found: list[Notice] = []
    for name, ask in _asked.items():
        try:
            found += ask(at)
        except Exception:
            log.exception("notice %s could not be asked", name)
    return found
