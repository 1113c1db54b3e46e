"""The record: who did what to which row, when. Append-only and hash-chained.

`act` writes inside the caller's transaction and waits for nobody. The chain is
made afterwards: `seal` takes the acts that have committed, in the order of their
numbers, and links each to the last (`sealing.py`). Chaining inside `act` would
make every transaction of the house wait for every other one's commit. The price:
for the moment between commit and seal, usually milliseconds, an act is guarded
by the trigger alone.

The record says nothing about the public. A detail may hold ids, numbers, moments
and short slugs; what looks like a name, a phone number, a code or a place is refused.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from beside.kernel import detail as details
from beside.kernel.about import Subject, kind_and_id
from beside.kernel.models import Act


class Person(Protocol):
    """Whoever signs in: only the id is asked for."""

    @property
    def pk(self) -> object: ...


def act(
    verb: str,
    *,
    on: Subject,
    at: datetime,
    by: Person | None = None,
    detail: Mapping[str, object] | None = None,
) -> Act:
    """Record that `verb` (past tense, a slug) was done to `on`. Call inside the transaction.

    Raises detail.NotForTheRecord when the detail could hold somebody's identity.
    """
    kind, identifier = kind_and_id(on)
    return Act.objects.create(
        at=at,
        verb=details.slug(verb),
        on_kind=kind,
        on_id=identifier,
        by="" if by is None else str(by.pk),
        detail=details.checked(detail or {}),
    )
