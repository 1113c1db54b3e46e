"""HSDS tabular packages: one CSV for each table."""

from pathlib import PurePosixPath
from typing import Any

from beside.directory.hsds.profile import ADDED
from beside.directory.hsds.tables import tables
from beside.directory.imports.package import Package, Row, stable_id
from beside.directory.imports.sheets import Line, Sheet

OURS = frozenset({"external_id", "extra", "source_list"})


def table_of(sheet: Sheet) -> str:
    """Which HSDS table a sheet is, by its file's name or its headers; or nothing."""
    name = PurePosixPath(sheet.file).name.removesuffix(".gz").lower()
    for table, spec in tables().items():
        if name in {spec.file, f"{table}.csv", f"{table}s.csv"} and "id" in sheet.headers:
            return table
    held = set(sheet.headers) - OURS
    fits = [
        name
        for name, spec in tables().items()
        if "id" in held and held <= spec.columns.keys() | ADDED.get(name, {}).keys()
    ]
    return max(fits, key=lambda name: -len(tables()[name].columns), default="")


def read(sheets: list[Sheet], scope: str) -> Package:
    """Rows as they stand; a column HSDS does not know is kept in `extra`."""
    package = Package("hsds_tabular")
    for sheet in sheets:
        package.faults.extend(sheet.faults)
        table = table_of(sheet)
        for line in sheet.lines:
            if (row := _row(package, table, sheet, line, scope)) is not None:
                package.rows.append(row)
    return package


def _row(package: Package, table: str, sheet: Sheet, line: Line, scope: str) -> Row | None:
    from beside.directory.imports.hsds_json import opened

    values: dict[str, Any] = dict(line.cells)
    raw = values.pop("id", "")
    place = sheet.place(line)
    if not raw:
        package.blame(place, "id", "missing", "id is missing.", "Give every row an id.")
        return None
    key = stable_id(scope, table, raw)
    external = str(values.pop("external_id", "")) or ("" if str(key) == raw.lower() else raw)
    values.pop("source_list", None)
    extra = opened(values.pop("extra", ""))
    if text := values.pop("extension_text", ""):
        values["extension"] = text
    return Row(table, key, values, place, external, extra)
