"""Mappings saved and used again."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from beside.directory.imports import fitting, sheets
from beside.directory.imports.files import Given
from beside.directory.imports.mapped import BadMapping
from beside.directory.models import Batch, Mapping
from beside.kernel import record

if TYPE_CHECKING:
    from beside.accounts.models import User


def suggested_for(given: Given, list_name: str = "") -> Mapping | None:
    """The one saved mapping this file is of; nothing when that is not sure.

    Of those whose columns are there: the one this list came in by before, or
    else the one that the list's name, the file's name, the rows, or exactly its
    columns point to.
    """
    name, content = next(iter(given.files.items()))
    sheet = sheets.sheet(name, content)
    left = [one for one in Mapping.objects.all() if fitting.fits(one.columns, sheet)]
    if before := _used_before(list_name, left):
        return before
    ways: tuple[Callable[[Mapping], bool], ...] = (
        lambda one: list_name in {one.name, one.columns.get("source", {}).get("name")},
        lambda one: fitting.named_by_file(one.columns, name),
        lambda one: fitting.told_by_rows(one.columns, sheet),
        lambda one: fitting.made_for(one.columns, sheet, one.headers),
    )
    for points in ways:
        told = [one for one in left if points(one)]
        if len(told) == 1:
            return told[0]
        left = told or left
    return None


def _used_before(list_name: str, among: list[Mapping]) -> Mapping | None:
    if not list_name:
        return None
    batches = Batch.objects.filter(choices__source__name=list_name, mapping__in=among)
    stood = batches.exclude(state=Batch.State.UNDONE).select_related("mapping")
    last = stood.order_by("-made_at").first()
    return last.mapping if last else None


def mapping_named(name: str, *, at: datetime) -> Mapping:
    """A saved mapping, or one read from a JSON file and saved. Raises BadMapping."""
    if found := Mapping.objects.filter(name=name).first():
        return found
    path = Path(name)
    if not path.is_file():
        raise BadMapping(f"There is no mapping called {name!r}, and no such file.")
    try:
        columns = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise BadMapping(f"{name} is not JSON.") from error
    return save_mapping(name=path.stem, columns=columns, at=at)


@transaction.atomic
def save_mapping(
    *,
    name: str,
    columns: dict[str, Any],
    at: datetime,
    by: "User | None" = None,
    headers: Iterable[str] = (),
) -> Mapping:
    """Save a mapping under a name, replacing what had it. Raises BadMapping for a shipped one.

    `headers`: every column of the file it was made for, to know such a file again.
    """
    if Mapping.objects.filter(name=name, shipped=True).exists():
        raise BadMapping(f"{name!r} came with Beside. Choose another name.")
    mapping, _ = Mapping.objects.update_or_create(
        name=name,
        defaults={
            "columns": columns,
            "headers": sorted({*fitting.headers_of(columns), *headers}),
            "made_at": at,
            "made_by": by,
        },
    )
    record.act("directory_mapping_saved", on=mapping, by=by, at=at)
    return mapping
