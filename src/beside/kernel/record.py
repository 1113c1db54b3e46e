"""The record: who did what to which row, when. Append-only and hash-chained.

`act` writes inside the caller's transaction and waits for nobody. The chain is
made afterwards: `seal` takes the acts that have committed, in the order of their
numbers, and links each to the last (`sealing.py`). Chaining inside `act` would
make every transaction of the house wait for every other one's commit. The price:
for the moment between commit and seal, a second or two, an act is guarded by
the trigger alone.

The record says nothing about the public. A detail may hold ids, numbers, moments
and short slugs; what looks like a name, a phone number, a code or a place is refused.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from beside.kernel import detail as details
from beside.kernel import statements
from beside.kernel.about import Subject, kind_and_id
from beside.kernel.models import Act

_ACT = """
INSERT INTO kernel_act (at, verb, on_kind, on_id, "by", detail)
VALUES (%s, %s, %s, %s, %s, %s::jsonb) RETURNING id
"""
_ACTS = """
INSERT INTO kernel_act (at, verb, on_kind, on_id, "by", detail)
SELECT at, verb, on_kind, on_id, "by", detail::jsonb
FROM unnest(%s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    WITH ORDINALITY AS told (at, verb, on_kind, on_id, "by", detail, place)
ORDER BY place
"""
_FIELDS = ["id", "at", "verb", "on_kind", "on_id", "by", "detail"]  # in the order of the model


class Person(Protocol):
    """Whoever signs in: only the id is asked for."""

    @property
    def pk(self) -> object: ...


@dataclass(frozen=True)
class Deed:
    """What `act` records, to be recorded together with others."""

    verb: str
    on: Subject
    at: datetime
    by: Person | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


def acts(deeds: Sequence[Deed]) -> None:
    """Record several acts in their order, in one statement. Raises as `act`."""
    if deeds:
        lines = [_words(each.verb, each.on, each.at, each.by, each.detail) for each in deeds]
        statements.run(_ACTS, [list(column) for column in zip(*lines, strict=True)])


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
    words = _words(verb, on, at, by, detail or {})
    ((number,),) = statements.run(_ACT, words).fetchall()
    return Act.from_db(connection.alias, _FIELDS, [number, *words[:-1], json.loads(words[-1])])


def _words(
    verb: str, on: Subject, at: datetime, by: Person | None, detail: Mapping[str, object]
) -> list[Any]:
    """The columns, in their order."""
    kind, identifier = kind_and_id(on)
    who = "" if by is None else str(by.pk)
    return [at, details.slug(verb), kind, identifier, who, json.dumps(details.checked(detail))]
