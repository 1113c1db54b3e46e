"""Spreadsheets as people send them: CSV or XLSX, to rows of text."""

import csv
import io
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

MOST_ROWS = 5_000
MOST_BYTES = 5_000_000


class Unreadable(ValueError):
    """The file is neither CSV nor XLSX, or too large. The message is for the page."""


def read(name: str, content: bytes) -> tuple[list[str], list[list[str]]]:
    """The header and the rows below it. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too large")
    rows = _xlsx(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    if not rows:
        raise Unreadable("empty")
    if len(rows) > MOST_ROWS:
        raise Unreadable("too many rows")
    return rows[0], rows[1:]


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable("neither CSV nor XLSX")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=mark))


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_cell(cell) for cell in row] for row in sheet.to_python()]
    except (CalamineError, IndexError) as error:
        raise Unreadable("neither CSV nor XLSX") from error


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
