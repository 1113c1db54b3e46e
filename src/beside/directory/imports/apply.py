"""Carries out a plan in one transaction, and takes it back."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from beside.directory.hsds.rows import MODELS, attribute
from beside.directory.hsds.tables import ORDER
from beside.directory.imports import bulk
from beside.directory.imports.plan import AT_ONCE, Plan, as_json, chunks, held_rows
from beside.directory.models import Batch, Change, Source

Tell = Callable[[int], None]


class ChangedSince(ValueError):
    """Rows of the batch were edited after it; undoing would lose those edits."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} records were changed after this import.")
        self.count = count


def carry_out(
    plan: Plan, *, batch: Batch, source: Source | None, at: datetime, tell: Tell = lambda done: None
) -> None:
    """Make and change every row. The caller holds the transaction; `tell` hears of progress."""
    for table in ORDER:
        new = plan.new.get(table, [])
        bulk.insert(table, new, source, at)
        if new:
            bulk.note_made(batch, table, (row.id for row in new))
        changes = _change(table, plan, batch, at)
        Change.objects.bulk_create(changes, batch_size=AT_ONCE)
        tell(len(new) + len(changes))


def _change(table: str, plan: Plan, batch: Batch, at: datetime) -> list[Change]:
    changes, records = [], []
    touched = {"extra", "modified_at"} | ({"last_modified"} if table == "service" else set())
    for row, record in plan.changed.get(table, ()):
        changes.append(Change(batch=batch, table=table, row_id=record.pk, before=as_json(record)))
        said = {attribute(table, name): value for name, value in row.values.items()}
        if table == "service":
            said.setdefault("last_modified", at)
        for name, value in said.items():
            setattr(record, name, value)
        touched |= said.keys()
        record.extra = {**record.extra, **row.extra}
        record.modified_at = at
        records.append(record)
    if records:
        names = [one.name for one in MODELS[table]._meta.concrete_fields if one.attname in touched]
        MODELS[table]._default_manager.bulk_update(records, names, batch_size=500)
    return changes


def take_back(batch: Batch, *, applied_at: datetime) -> int:
    """Put back what was changed and remove what was made. Raises ChangedSince."""
    made = {one.table: one.keys for one in batch.made.all()}
    changes: dict[str, list[Change]] = {}
    for change in batch.changes.all():
        changes.setdefault(change.table, []).append(change)
    touched = {
        table: [*made.get(table, ()), *(change.row_id for change in changes.get(table, ()))]
        for table in ORDER
    }
    if edited := sum(_edited(table, keys, applied_at) for table, keys in touched.items()):
        raise ChangedSince(edited)
    for table in reversed(ORDER):
        _put_back(table, changes.get(table, []))
        for keys in chunks(made.get(table, [])):
            MODELS[table]._default_manager.filter(pk__in=keys).delete()
    return sum(map(len, touched.values()))


def _edited(table: str, keys: list[UUID], applied_at: datetime) -> int:
    return sum(
        MODELS[table]._default_manager.filter(pk__in=some, modified_at__gt=applied_at).count()
        for some in chunks(keys)
    )


def _put_back(table: str, changes: list[Change]) -> None:
    held = held_rows(table, [change.row_id for change in changes])
    model = MODELS[table]
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    records = []
    for change in changes:
        if (record := held.get(change.row_id)) is None:
            continue
        for one in fields:
            setattr(record, one.attname, one.to_python(change.before[one.attname]))
        records.append(record)
    if records:
        model._default_manager.bulk_update(records, [one.name for one in fields], batch_size=500)
