"""Mappings saved and used again."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from beside.directory.imports import mapped, sheets
from beside.directory.imports.files import Given
from beside.directory.imports.mapped import BadMapping
from beside.directory.models import Mapping
from beside.kernel import record

if TYPE_CHECKING:
    from beside.accounts.models import User


def suggested_for(given: Given) -> Mapping | None:
    """The saved mapping that knows most of this file's columns and misses none of its own."""
    name, content = next(iter(given.files.items()))
    headers = set(sheets.sheet(name, content).headers)
    fits = [
        mapping
        for mapping in Mapping.objects.order_by("made_at")
        if mapped.columns_of(mapping.columns) <= headers
    ]
    return max(fits, key=lambda one: len(mapped.columns_of(one.columns)), default=None)


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
    *, name: str, columns: dict[str, Any], at: datetime, by: "User | None" = None
) -> Mapping:
    """Save a mapping under a name, replacing what had it. Raises BadMapping for a shipped one."""
    if Mapping.objects.filter(name=name, shipped=True).exists():
        raise BadMapping(f"{name!r} came with Beside. Choose another name.")
    mapping, _ = Mapping.objects.update_or_create(
        name=name,
        defaults={
            "columns": columns,
            "headers": sorted(mapped.columns_of(columns)),
            "made_at": at,
            "made_by": by,
        },
    )
    record.act("directory_mapping_saved", on=mapping, by=by, at=at)
    return mapping
