"""Shifts as a spreadsheet: out, and in again."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from python_calamine import CalamineError, CalamineWorkbook

from beside.kernel import house
from beside.line.models import Shift
from beside.line.rota.services.bringing import Row
from beside.partners.core.rows import Fault

HEADER = ("email", "name", "starts", "ends", "on call", "note")
NAMES = {
    "email": ("email", "e-mail", "correo"), "starts": ("starts", "from", "desde", "empieza"),
    "ends": ("ends", "to", "until", "hasta", "termina"),
    "on_call": ("on call", "on_call", "de guardia"), "note": ("note", "nota"),
}  # fmt: skip
NEEDED = ("email", "starts", "ends")
YES = {"yes", "y", "true", "1", "x", "sí", "si"}
FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
MOST_ROWS, MOST_BYTES = 5_000, 5_000_000


class Unreadable(ValueError):
    """Neither CSV nor XLSX, or too large."""


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


def written(shifts: Iterable[Shift]) -> list[list[str]]:
    """As `judged` reads them back, in the coalition's own time."""
    zone = house.zone()
    return [
        [
            shift.user.email, shift.user.name,
            shift.starts_at.astimezone(zone).strftime(FORMATS[0]),
            shift.ends_at.astimezone(zone).strftime(FORMATS[0]),
            "yes" if shift.on_call_only else "no", shift.note,
        ]
        for shift in shifts
    ]  # fmt: skip


def read(content: bytes) -> list[list[str]]:
    """Every row as text, the header first. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too large")
    rows = _workbook(content) if content[:4] == b"PK\x03\x04" else _text(content)
    if not rows or len(rows) > MOST_ROWS:
        raise Unreadable("empty, or too long")
    return rows


def _text(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable("neither CSV nor XLSX")
    mark = max(",;\t", key=text.partition("\n")[0].count)
    return list(csv.reader(io.StringIO(text), delimiter=mark))


def _workbook(content: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python()
    except (CalamineError, IndexError) as error:
        raise Unreadable("neither CSV nor XLSX") from error
    return [
        [c.strftime(FORMATS[0]) if isinstance(c, datetime) else str(c) for c in row] for row in rows
    ]


def judged(
    rows: Sequence[Sequence[str]], users: Mapping[str, str], notes: Iterable[str]
) -> tuple[list[Row], list[Fault]]:
    """Good rows, or what is wrong with the rest. `users`: ids by address, of whom may answer."""
    titles = [title.strip().casefold() for title in rows[0]]
    places = {
        name: titles.index(title) for name, known in NAMES.items() for title in known
        if title in titles
    }  # fmt: skip
    if missing := [name for name in NEEDED if name not in places]:
        return [], [Fault(1, name, _("this column is missing")) for name in missing]
    good: list[Row] = []
    faults: list[Fault] = []
    for number, cells in enumerate(rows[1:], start=2):
        said = {n: cells[at].strip() if at < len(cells) else "" for n, at in places.items()}
        if any(said.values()):
            _judge(number, said, users, set(notes), good, faults)
    return good, faults


def _judge(
    number: int,
    said: Mapping[str, str],
    users: Mapping[str, str],
    notes: set[str],
    good: list[Row],
    faults: list[Fault],
) -> None:
    before = len(faults)
    user_id = users.get(said["email"].casefold(), "")
    if not user_id:
        faults.append(Fault(number, "email", _("nobody who answers the line"), said["email"]))
    moments = [_moment(said[name]) for name in ("starts", "ends")]
    for name, moment in zip(("starts", "ends"), moments, strict=True):
        if moment is None:
            faults.append(Fault(number, name, _("is no day and hour"), said[name]))
    note = said.get("note", "").casefold()
    if note not in notes:
        faults.append(Fault(number, "note", _("is no note we know"), note))
    starts_at, ends_at = moments
    if len(faults) == before and starts_at and ends_at:
        on_call = said.get("on_call", "").casefold() in YES
        good.append(Row(number, user_id, starts_at, ends_at, on_call, note))


def _moment(cell: str) -> datetime | None:
    for form in FORMATS:
        try:
            return datetime.strptime(cell, form).replace(tzinfo=house.zone()).astimezone(UTC)
        except ValueError:
            continue
    return None
