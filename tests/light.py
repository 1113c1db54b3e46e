"""What the product makes dear on purpose, so that guessing is, costs next to nothing in tests.

Tests make thousands of cards, plans and passwords. What the product itself asks for is kept
in `DEAR` and judged in tests/rules/test_dear.py, with one of each made in earnest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

from beside.line.caller import locks
from beside.peers.core import cards

LIGHT: dict[tuple[Any, str], int] = {
    (cards, "COST"): 2**4,
    (locks, "MEMORY_KIB"): 64,
    (locks, "PASSES"): 1,
    (Argon2PasswordHasher, "memory_cost"): 8,
    (Argon2PasswordHasher, "time_cost"): 1,
    (Argon2PasswordHasher, "parallelism"): 1,
}
DEAR = {(holder, name): getattr(holder, name) for holder, name in LIGHT}


def be_light() -> None:
    _set(LIGHT)


@contextmanager
def in_earnest() -> Iterator[None]:
    """As dear as in the product."""
    _set(DEAR)
    try:
        yield
    finally:
        _set(LIGHT)


def _set(costs: dict[tuple[Any, str], int]) -> None:
    for (holder, name), cost in costs.items():
        setattr(holder, name, cost)
