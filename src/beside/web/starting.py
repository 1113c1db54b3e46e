"""What a new house begins with: the rooms' starting data, and somebody who may sign in."""

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from beside.kernel import starting

FIRST = "beside.accounts.services.first"


def fill(at: datetime) -> Iterator[tuple[str, int]]:
    """Every room's starting data, for rooms that have none yet."""
    yield from starting.fill(at)


def first_sign_in(at: datetime) -> str | None:
    """How the first coordinator signs in, in words; None once somebody can."""
    if find_spec(FIRST) is None:
        return None
    answer = import_module(FIRST).make_first_coordinator(at=at)
    return None if answer is None else str(answer)
