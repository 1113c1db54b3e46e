"""What somebody on staff must do next, at the top of the page where they arrive.

due.register("line", lambda request: [Due(_("2 people wait"), url, is_now=True)])
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

log = logging.getLogger(__name__)
MOST = 8


@dataclass(frozen=True)
class Due:
    """One thing to do, and where. `is_now`: somebody waits for it; else by `at`, if at a time."""

    words: str
    url: str
    at: datetime | None = None
    is_now: bool = False


Ask = Callable[[HttpRequest], Iterable[Due]]
_asked: dict[str, Ask] = {}


def register(name: str, ask: Ask) -> None:
    """Ask this when somebody arrives. It answers for whoever is signed in, and for no other."""
    _asked[name] = ask


def next_for(request: HttpRequest) -> list[Due]:
    """What cannot wait, then by time, then the rest. A room that fails is left out, and logged."""
    found: list[Due] = []
    for name, ask in _asked.items():
        try:
            found += ask(request)
        except Exception:
            log.exception("what is due in %s could not be asked", name)
    return sorted(found, key=_order)[:MOST]


def _order(each: Due) -> tuple[bool, bool, float]:
    """Now before later; somebody who waits at this moment before what was missed."""
    is_timed = each.at is not None
    return not each.is_now, is_timed if each.is_now else not is_timed, _seconds(each.at)


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
