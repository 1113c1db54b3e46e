"""What a check may say, and the list of all checks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum


class Grade(Enum):
    FINE = "fine"
    WARN = "look at this"
    BAD = "wrong"


class Needs(IntEnum):
    """How much of the house must stand before a check can be made."""

    NOTHING = 0
    DJANGO = 1
    DATABASE = 2


@dataclass(frozen=True)
class Finding:
    """One sentence each: what is so, why it matters, how to mend it; fine needs the first."""

    grade: Grade
    what: str
    why: str = ""
    mend: str = ""


@dataclass(frozen=True)
class Check:
    name: str
    needs: Needs
    look: Callable[[datetime], Iterable[Finding]]


_checks: dict[str, Check] = {}

Look = Callable[[datetime], Iterable[Finding]]


def check(name: str, *, needs: Needs = Needs.NOTHING) -> Callable[[Look], Look]:
    """Add a check. It is called with the moment of asking and yields its findings."""

    def add(look: Look) -> Look:
        _checks[name] = Check(name, needs, look)
        return look

    return add


def checks(needs: Needs) -> list[Check]:
    """The checks that need exactly this much, in the order they were added."""
    return [one for one in _checks.values() if one.needs is needs]


def fine(what: str) -> Finding:
    return Finding(Grade.FINE, what)


def warn(what: str, why: str, mend: str) -> Finding:
    return Finding(Grade.WARN, what, why, mend)


def bad(what: str, why: str, mend: str) -> Finding:
    return Finding(Grade.BAD, what, why, mend)
