"""Which saved mapping a file is of. To hold its columns is not enough: two lists may share them.

A mapping document may carry `known_by`:

    {"files": ["samhsa_sud_facilities_2020"],    names of the file, without what follows a dot
     "values": {"type_facility": ["SA"]},        what a column holds in every row, where it is
     "columns": ["name1", "name2", …]}           every column of the list, used or not
"""

from collections.abc import Mapping
from typing import Any

from beside.directory.imports import mapped
from beside.directory.imports.sheets import Sheet

Json = Mapping[str, Any]


def fits(mapping: Json, sheet: Sheet) -> bool:
    """Whether the columns are there, and no row says that it is another list."""
    return mapped.columns_of(mapping) - {""} <= set(sheet.headers) and not said_against(
        mapping, sheet
    )


def said_against(mapping: Json, sheet: Sheet) -> str:
    """A column whose values are not those of the list; empty when there is none."""
    for column, allowed in _known_by(mapping, "values", {}).items():
        if any(line.cells.get(column, allowed[0]) not in allowed for line in sheet.lines):
            return str(column)
    return ""


def named_by_file(mapping: Json, file: str) -> bool:
    """Whether a file of this name is this list."""
    return stem(file) in _known_by(mapping, "files", ())


def told_by_rows(mapping: Json, sheet: Sheet) -> bool:
    """Whether the rows themselves say that they are this list."""
    telling = set(_known_by(mapping, "values", {})) & set(sheet.headers)
    return bool(telling) and bool(sheet.lines) and not said_against(mapping, sheet)


def made_for(mapping: Json, sheet: Sheet, headers: list[str]) -> bool:
    """Whether the file has the columns the mapping was made for, and no other."""
    return set(sheet.headers) - {""} <= mapped.columns_of(mapping) | set(headers)


def headers_of(mapping: Json) -> list[str]:
    """Every column the list is known to have."""
    return sorted(mapped.columns_of(mapping) | set(_known_by(mapping, "columns", ())))


def stem(file: str) -> str:
    """A file's name up to its first dot, in small letters."""
    return file.split(".")[0].lower()


def _known_by(mapping: Json, how: str, otherwise: Any) -> Any:
    return mapping.get("known_by", {}).get(how, otherwise)
