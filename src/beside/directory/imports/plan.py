"""What an import would do: new, changed, unchanged and gone, against the database."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from beside.directory.hsds.among import among
from beside.directory.hsds.rows import MODELS, attribute
from beside.directory.hsds.tables import ORDER
from beside.directory.imports.package import Row
from beside.directory.models import Record, Source

AT_ONCE = 5000


@dataclass
class Plan:
    """Rows to make, rows to change with what they held before, and counts for a person."""

    new: dict[str, list[Row]] = field(default_factory=dict)
    changed: dict[str, list[tuple[Row, Record]]] = field(default_factory=dict)
    unchanged: Counter[str] = field(default_factory=Counter)
    gone: dict[str, list[UUID]] = field(default_factory=dict)

    def counts(self) -> dict[str, dict[str, int]]:
        """By table, how many of each."""
        return {
            table: found
            for table in ORDER
            if any(
                (
                    found := {
                        "new": len(self.new.get(table, ())),
                        "changed": len(self.changed.get(table, ())),
                        "unchanged": self.unchanged[table],
                        "gone": len(self.gone.get(table, ())),
                    }
                ).values()
            )
        }

    def empty(self) -> bool:
        """Whether nothing would change."""
        return not any(self.new.values()) and not any(self.changed.values())


def plan(rows: Iterable[Row], source: Source | None) -> Plan:
    """Compare rows with what is there. Columns a file does not have are left as they are."""
    made = Plan()
    by_table: dict[str, list[Row]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    for table, found in by_table.items():
        held = held_rows(table, [row.id for row in found])
        for row in found:
            if (record := held.get(row.id)) is None:
                made.new.setdefault(table, []).append(row)
            elif differs(row, record):
                made.changed.setdefault(table, []).append((row, record))
            else:
                made.unchanged[table] += 1
    if source is not None:
        for table in ("organization", "service", "location"):
            here = {row.id for row in by_table.get(table, ())}
            if here:
                kept = MODELS[table]._default_manager.filter(source=source)
                gone = kept.exclude(among("id", here))
                made.gone[table] = list(gone.values_list("pk", flat=True))
    return made


def held_rows(table: str, keys: list[UUID]) -> dict[UUID, Record]:
    """The rows the database holds, by id."""
    found: dict[UUID, Record] = {}
    for chunk in chunks(keys):
        rows = MODELS[table]._default_manager.filter(among("id", chunk))
        found |= {row.pk: row for row in rows}
    return found


def chunks(keys: list[Any]) -> Iterator[list[Any]]:
    """In parts the database takes at once."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def differs(row: Row, record: Record) -> bool:
    """Whether applying the row would change the record."""
    if any(
        getattr(record, attribute(row.table, name)) != value for name, value in row.values.items()
    ):
        return True
    return bool(row.extra) and {**record.extra, **row.extra} != record.extra


def as_json(record: Record) -> dict[str, Any]:
    """A whole record, so that an undo can put it back."""
    return {
        one.attname: _plain(getattr(record, one.attname))
        for one in record._meta.concrete_fields
        if not one.primary_key
    }


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value
