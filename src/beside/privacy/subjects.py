"""What the system holds about a person: rooms say how to find it, one page says what was found.

    subjects.register("line.sessions", find=sessions_of)

`find(identifier)` gets what was asked as it was typed: a name, number, address or e-mail.
It must not keep it, log it, or put it into an address or an error.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from beside.design.navigation import Words


@dataclass(frozen=True)
class OpenedBy:
    """Who opened it, what for, when."""

    who: str
    purpose: Words
    at: datetime


@dataclass(frozen=True)
class Held:
    """One thing held about a person: what, why, until when (None: while they are on staff)."""

    what: Words
    why: Words
    until: datetime | None
    opened_by: tuple[OpenedBy, ...] = ()
    since: datetime | None = None


Find = Callable[[str], Iterable[Held]]

_finders: dict[str, Find] = {}


def register(name: str, *, find: Find) -> None:
    """Have `find` asked whenever somebody asks what is held. Call in AppConfig.ready."""
    _finders[name] = find


def finders() -> dict[str, Find]:
    """Every finder, by name."""
    return dict(sorted(_finders.items()))
