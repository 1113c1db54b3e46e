"""Spreadsheets and CSV files as rows: encoding and delimiter found out, ragged rows named."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from beside.directory.imports.package import Fault, Place

DELIMITERS = ",;\t|"
csv.field_size_limit(10_000_000)


class NotReadable(ValueError):
    """The file is not what its name says; the message says what to give instead."""


@dataclass(frozen=True)
class Line:
    """One row with its number as a spreadsheet counts; the header is row 1."""

    row: int
    cells: dict[str, str]


@dataclass
class Sheet:
    """One table as it stood in a file."""

    file: str
    headers: list[str]
    lines: list[Line]
    faults: list[Fault] = field(default_factory=list)

    def place(self, line: Line) -> Place:
        """Where a line stands."""
        return Place(self.file, line.row)


def sheet(name: str, content: bytes) -> Sheet:
    """The first sheet of a CSV, TSV or XLSX file, gzipped or not. Raises NotReadable."""
    if name.endswith(".gz"):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError) as error:
            raise NotReadable(f"{name} is not a gzip file.") from error
        name = name.removesuffix(".gz")
    if PurePosixPath(name).suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods"}:
        return _from_workbook(name, content)
    return _from_text(name, content)


def _from_text(name: str, content: bytes) -> Sheet:
    text, note = _decoded(content)
    if "\0" in text:
        raise NotReadable(f"{name} is not a text file. Save it as CSV or XLSX.")
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda one: _outside_quotes(first, one))
    try:
        made = _made(name, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise NotReadable(f"{name} cannot be read as CSV: {error}.") from error
    if note:
        mend = "Check letters with accents; save as UTF-8 if they look wrong."
        made.faults.append(Fault(Place(name), "", "encoding", note, mend, hard=False))
    return made


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace"), ""
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "The file is not UTF-8; it was read as Windows-1252."
    except UnicodeDecodeError:
        return content.decode("latin-1"), "The file is not UTF-8; it was read as Latin-1."


def _from_workbook(name: str, content: bytes) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as error:
        raise NotReadable(f"{name} cannot be read as a spreadsheet.") from error
    return _made(name, ([_cell(value) for value in row] for row in rows), padded=True)


def _cell(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value)


def _made(name: str, rows: Iterable[list[str]], *, padded: bool = False) -> Sheet:
    numbered: Iterator[tuple[int, list[str]]] = (
        (number, row) for number, row in enumerate(rows, 1) if "".join(row).strip()
    )
    first = next(numbered, None)
    if first is None:
        raise NotReadable(f"{name} is empty.")
    headers = [cell.strip() for cell in first[1]]
    if padded:
        while headers and not headers[-1]:
            headers.pop()
    made = Sheet(name, headers, [], _header_faults(name, headers))
    for number, row in numbered:
        if padded:
            row = row[: len(headers)] + [""] * (len(headers) - len(row))
        if len(row) != len(headers):
            made.faults.append(_ragged(name, number, len(row), len(headers)))
            continue
        cells = {
            key: said for key, cell in zip(headers, row, strict=True) if (said := cell.strip())
        }
        if cells:
            made.lines.append(Line(number, cells))
    return made


def _header_faults(name: str, headers: list[str]) -> list[Fault]:
    twice = [key for key, count in Counter(headers).items() if count > 1 and key]
    mend = "Give each column a name of its own."
    return [
        Fault(Place(name, 1), key, "header_twice", f"Two columns are called {key!r}.", mend)
        for key in twice
    ]


def _ragged(name: str, row: int, cells: int, headers: int) -> Fault:
    return Fault(
        Place(name, row),
        "",
        "ragged",
        f"The row has {cells} cells, the header {headers}.",
        "Look for a missing or extra comma, or a quote that does not close.",
    )
