"""Change, add, remove and take back: every verb of the desk writes the journal."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from beside.accounts.models import User
from beside.directory.desk.rows import (
    EDITABLE,
    TABLES,
    Row,
    from_plain,
    plain,
    rebuilt,
    table_of,
    whole,
)
from beside.directory.models import Edit, Service, ServiceCapacity, Unit
from beside.kernel import ids, record


class NotEditable(ValueError):
    """The desk does not edit that field; an import or the API does."""


class Overtaken(RuntimeError):
    """Somebody changed the same field since; look again before you take it back."""


class NothingToUndo(LookupError):
    """There is no such change, or it was taken back already."""


@transaction.atomic
def edit_row(
    *, row: Row, service: Service, changes: Mapping[str, Any], by: User | None, at: datetime,
    change_set: UUID | None = None,
) -> UUID | None:  # fmt: skip
    """Write those of `changes` that differ; return their change set, or None if none did.

    Raises NotEditable for a field that is not the desk's, ValidationError for a
    value its table refuses.
    """
    _refuse_foreign(type(row), changes)
    current = type(row)._default_manager.select_for_update().get(pk=row.pk)
    differing = {name: value for name, value in changes.items() if getattr(current, name) != value}
    if not differing:
        return None
    mark = change_set or ids.uuid7()
    for name, value in differing.items():
        before, after = plain(getattr(current, name)), plain(value)
        _journal(mark, service, Edit.Kind.CHANGED, current, name, before, after, by, at)
        setattr(current, name, value)
    _save(current, [*differing], service, at)
    record.act(
        "listing_edited", on=service, by=by, at=at,
        detail={"table": table_of(row), "fields": sorted(differing)},
    )  # fmt: skip
    return mark


@transaction.atomic
def add_row(*, row: Row, service: Service, by: User, at: datetime) -> UUID:
    """Add a phone, an opening time, a language… Raises ValidationError.

    What a capacity is counted in is taken by its name, and made if nothing is counted in it yet.
    """
    if isinstance(row, ServiceCapacity):
        row.unit = _unit_called(row.unit.name)
    row.full_clean()
    row.save(force_insert=True)
    mark = ids.uuid7()
    _journal(mark, service, Edit.Kind.ADDED, row, "", None, whole(row), by, at)
    _touch(service, at)
    record.act("listing_row_added", on=service, by=by, at=at, detail={"table": table_of(row)})
    return mark


def _unit_called(name: str) -> Unit:
    return Unit.objects.filter(name__iexact=name).order_by("id").first() or Unit.objects.create(
        name=name
    )


@transaction.atomic
def remove_row(*, row: Row, service: Service, by: User, at: datetime) -> UUID:
    """Remove a row that hangs on a listing; the journal keeps it whole."""
    mark = ids.uuid7()
    _journal(mark, service, Edit.Kind.REMOVED, row, "", whole(row), None, by, at)
    row.delete()
    _touch(service, at)
    record.act("listing_row_removed", on=service, by=by, at=at, detail={"table": table_of(row)})
    return mark


@transaction.atomic
def edit_many(
    *, services: Iterable[Service], changes: Mapping[str, Any], by: User, at: datetime
) -> tuple[UUID, int]:
    """The same change to many services at once; returns the change set and how many changed."""
    mark = ids.uuid7()
    changed = sum(
        edit_row(row=one, service=one, changes=changes, by=by, at=at, change_set=mark) is not None
        for one in services
    )
    record.act(
        "listings_edited_together", on=("change_set", str(mark)), by=by, at=at,
        detail={"fields": sorted(changes), "count": changed},
    )  # fmt: skip
    return mark, changed


@transaction.atomic
def undo(*, change_set: UUID, by: User, at: datetime) -> UUID:
    """Take a change set back, all of it or nothing.

    Raises NothingToUndo, or Overtaken when a field no longer holds what the
    change set wrote.
    """
    edits = list(Edit.objects.select_for_update().filter(change_set=change_set).order_by("-id"))
    if not edits or Edit.objects.filter(undoes=change_set).exists():
        raise NothingToUndo(str(change_set))
    mark = ids.uuid7()
    for edit in edits:
        _take_back(edit, mark, by, at)
    record.act("listing_edit_undone", on=("change_set", str(change_set)), by=by, at=at)
    return mark


def _take_back(edit: Edit, mark: UUID, by: User, at: datetime) -> None:
    """Do the opposite of one edit, and journal that."""
    opposite = {
        Edit.Kind.ADDED.value: (_remove_again, Edit.Kind.REMOVED),
        Edit.Kind.REMOVED.value: (_restore, Edit.Kind.ADDED),
        Edit.Kind.CHANGED.value: (_put_back, Edit.Kind.CHANGED),
    }
    act, kind = opposite[edit.kind]
    act(edit, at)
    _touch(edit.service, at)
    Edit.objects.create(
        change_set=mark, service=edit.service, kind=kind, table=edit.table, row_id=edit.row_id,
        field=edit.field, before=edit.after, after=edit.before, at=at, by=by,
        undoes=edit.change_set,
    )  # fmt: skip


def _restore(edit: Edit, at: datetime) -> None:
    rebuilt(TABLES[edit.table], edit.before or {}).save(force_insert=True)


def _remove_again(edit: Edit, at: datetime) -> None:
    _held(edit).delete()


def _held(edit: Edit) -> models.Model:
    """The row an edit touched, locked. Raises Overtaken when it is gone."""
    held = TABLES[edit.table]._default_manager.select_for_update().filter(pk=edit.row_id).first()
    if held is None:
        raise Overtaken(str(edit.id))
    return held


def _put_back(edit: Edit, at: datetime) -> None:
    row = _held(edit)
    if plain(getattr(row, edit.field)) != edit.after:
        raise Overtaken(str(edit.id))
    setattr(row, edit.field, from_plain(type(row), edit.field, edit.before))
    _save(row, [edit.field], edit.service, at)


def _refuse_foreign(model: type[models.Model], changes: Mapping[str, Any]) -> None:
    if foreign := set(changes) - set(EDITABLE[model]):
        raise NotEditable(", ".join(sorted(foreign)))


def _save(row: models.Model, names: list[str], service: Service, at: datetime) -> None:
    row.full_clean(exclude=[f.name for f in row._meta.concrete_fields if f.name not in names])
    row.modified_at = at  # type: ignore[attr-defined]
    row.save(update_fields=[*names, "modified_at"])
    _touch(service, at)


def _touch(service: Service, at: datetime) -> None:
    """The listing changed, whichever of its rows did: importers elsewhere ask `modified_after`."""
    Service.objects.filter(pk=service.pk).update(last_modified=at)


def _journal(
    mark: UUID, service: Service, kind: Edit.Kind, row: models.Model, field: str,
    before: Any, after: Any, by: User | None, at: datetime,
) -> None:  # fmt: skip
    Edit.objects.create(
        change_set=mark, service=service, kind=kind, table=table_of(row), row_id=row.pk,
        field=field, before=before, after=after, at=at, by=by,
    )  # fmt: skip
