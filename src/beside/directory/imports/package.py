"""What every reader makes of a file: rows by HSDS table, each with the place it came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

NAMESPACE = UUID("5c0c4f6e-2a43-5b1b-9a38-6f1f3bd2a6a1")
DIGITS = 32  # of a UUID, however it is written


@dataclass(frozen=True)
class Place:
    """Where in a file something stands. `row` counts as a spreadsheet does; 0 is the file."""

    file: str
    row: int = 0
    path: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where, which column, why, and how to mend it.

    `kind` groups faults of one sort on a page. A `hard` fault refuses the
    file; the others are told, and what could not be read is kept aside.
    """

    place: Place
    column: str
    kind: str
    reason: str
    mend: str
    hard: bool = True


@dataclass
class Row:
    """One record of a table. `values` are raw until the judge has read them."""

    table: str
    id: UUID
    values: dict[str, Any]
    place: Place
    external_id: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Package:
    """All rows of one import, and the faults found on the way."""

    kind: str
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    schema_checked: bool = False

    def of(self, table: str) -> Iterator[Row]:
        """The rows of one table."""
        return (row for row in self.rows if row.table == table)

    def blame(self, place: Place, column: str, kind: str, reason: str, mend: str) -> None:
        """Add a hard fault."""
        self.faults.append(Fault(place, column, kind, reason, mend))

    def note(self, place: Place, column: str, kind: str, reason: str, mend: str) -> None:
        """Add a fault that does not refuse the file."""
        self.faults.append(Fault(place, column, kind, reason, mend, hard=False))

    def refused(self) -> bool:
        """Whether any fault is hard."""
        return any(fault.hard for fault in self.faults)


def stable_id(scope: str, table: str, raw: object) -> UUID:
    """The same id for the same record every time: its own UUID, or one made of source and id."""
    if type(raw) is UUID:
        return raw
    text = str(raw).strip()
    return _own_id(text) or _made_id(scope, table, text)


@lru_cache(maxsize=100_000)
def _own_id(text: str) -> UUID | None:
    if len(text) < DIGITS:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None


@lru_cache(maxsize=100_000)
def _made_id(scope: str, table: str, text: str) -> UUID:
    return uuid5(NAMESPACE, f"{scope}\n{table}\n{text}")
