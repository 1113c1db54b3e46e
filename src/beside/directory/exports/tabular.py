"""The whole directory as an HSDS tabular package: a zip of CSVs and datapackage.json."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any

import orjson
from django.db.models import QuerySet

from beside.directory import access
from beside.directory.hsds.rows import MODELS, as_held, columns, flat
from beside.directory.hsds.tables import ORDER, Column, tables

OURS = ("external_id", "extra")
AT_ONCE = 2000
LEVEL = 3  # a city's package grows by a twelfth and is packed in half the time
WHEN_ZIPPED = (1980, 1, 1, 0, 0, 0)  # the same data make the same bytes


def rows_of(table: str, *, public: bool) -> "QuerySet[Any]":
    """Every row of a table that may leave in this kind of export."""
    model = MODELS[table]
    rows: QuerySet[Any] = access.public_rows(model) if public else model._default_manager.all()
    if public and table == "metadata":
        rows = rows.none()
    if public and table == "attribute":
        rows = rows.filter(link_entity="service", link_id__in=access.public_services().values("pk"))
    return rows.order_by("id")


def headers(table: str) -> list[str]:
    """HSDS columns first, then ours."""
    more = ["extension_text"] if table == "phone" else []
    return [*columns(table), *more, *OURS]


def _sorted(extra: dict[str, Any]) -> str:
    return orjson.dumps(extra, option=orjson.OPT_SORT_KEYS).decode()


def lines(table: str, *, public: bool) -> Iterator[list[Any]]:
    """A table's rows as its CSV has them, in the order of `headers`."""
    known = headers(table)
    rows = as_held(table, rows_of(table, public=public), public=public)
    for row in rows.iterator(chunk_size=AT_ONCE):
        said = flat(table, row, public=public)
        extra = None if public else row["extra"]
        said["extra"] = _sorted(extra) if extra else ""
        for name, value in said.items():
            if type(value) is not str:
                said[name] = _cell(value)
        yield list(map(said.get, known))


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return ",".join(str(part) for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def write_package(out: IO[bytes], *, public: bool) -> None:
    """The package as a zip. Tables without rows are left out."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        written = [table for table in ORDER if _write(archive, table, public)]
        described = json.dumps(datapackage(written), indent=2)
        archive.writestr(zipfile.ZipInfo("datapackage.json", WHEN_ZIPPED), described)


def _write(archive: zipfile.ZipFile, table: str, public: bool) -> bool:
    if not rows_of(table, public=public).exists():
        return False
    entry = zipfile.ZipInfo(tables()[table].file, WHEN_ZIPPED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = LEVEL  # type: ignore[attr-defined]  # named in public from Python 3.13
    with archive.open(entry, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(headers(table))
        writer.writerows(lines(table, public=public))
    return True


TYPES = {
    "number": "number",
    "whole": "integer",
    "yes_no": "boolean",
    "date": "date",
    "moment": "datetime",
}


def datapackage(written: list[str]) -> dict[str, Any]:
    """The description of a package, as Frictionless has it."""
    return {
        "name": "human_services_data",
        "title": "Human Services Data",
        "profile": "tabular-data-package",
        "description": "HSDS 3.1 with the Beside recovery profile",
        "resources": [_resource(table) for table in written],
    }


def _resource(table: str) -> dict[str, Any]:
    known = columns(table)
    fields = [_field(known[name]) if name in known else _text(name) for name in headers(table)]
    schema: dict[str, Any] = {"primaryKey": "id", "fields": fields}
    foreign = [
        {"fields": column.name, "reference": {"resource": column.refers_to, "fields": "id"}}
        for column in known.values()
        if column.refers_to
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "name": table,
        "path": tables()[table].file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": TYPES.get(column.kind, "string")}
    if column.kind in {"uri", "email"}:
        field["format"] = column.kind
    if column.kind == "id":
        field["format"] = "uuid"
    return field


def _text(name: str) -> dict[str, Any]:
    return {"name": name, "type": "string"}
