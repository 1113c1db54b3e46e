"""The table as a spreadsheet: out, and in again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

from beside.directory.imports import sheets
from beside.partners.core.rows import Fault
from beside.supply.core import law_statement as core
from beside.supply.core.law import Precision, Topic, Value
from beside.supply.core.law_statement import NotADate, Statement, began
from beside.supply.law import versions
from beside.supply.models import LawFact

HEADER = (
    "state", "topic", "value", "scope", "scope_es", "exclusions", "exclusions_es", "citation",
    "source_url", "effective", "as_of", "next_review",
)  # fmt: skip
TOLD_ONLY = ("checked_by", "version")  # go out, are not read back
NEEDED = ("state", "topic", "value")
MOST_ROWS, MOST_BYTES = 2_000, 2_000_000
Word = TypeVar("Word", Topic, Value)
DAYS = {"as_of": "as_of_date", "next_review": "next_review_date"}


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


UNEVEN = _("this row has more or fewer cells than the first")
TWICE = _("two columns are called so")


class Unreadable(ValueError):
    """Neither CSV nor XLSX, or too large."""


@dataclass(frozen=True)
class Judged:
    """Good rows (each with the number of the version that stands), or what is wrong."""

    rows: Sequence[tuple[Statement, int]] = ()
    faults: Sequence[Fault] = ()
    new: int = 0
    changed: int = 0
    same: int = 0


def written(facts: Iterable[LawFact]) -> list[list[str]]:
    """As `judged` reads them back."""
    return [
        [
            fact.state, fact.topic, fact.value, fact.scope, fact.scope_es, fact.exclusions,
            fact.exclusions_es, fact.citation, fact.source_url,
            core.written(fact.effective_date, Precision(fact.effective_precision)),
            _iso(fact.as_of_date), _iso(fact.next_review_date),
            fact.verified_by.name if fact.verified_by else "shipped" if fact.citation else "",
            str(fact.number),
        ]
        for fact in facts
    ]  # fmt: skip


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def judged(name: str, content: bytes, today: date) -> Judged:
    """Every row of a file against the table as it stands. Raises Unreadable."""
    sheet = _read(name, content)
    if missing := [column for column in NEEDED if column not in sheet.headers]:
        return Judged(faults=[Fault(1, column, _("this column is missing")) for column in missing])
    found = [
        Fault(fault.place.row or 1, fault.column, UNEVEN if fault.kind == "ragged" else TWICE)
        for fault in sheet.faults
        if fault.hard
    ]
    standing = versions.standing()
    rows: list[tuple[Statement, int]] = []
    for line in sheet.lines:
        said, wrong = _judge(line.row, line.cells, standing, today)
        found += wrong
        if said is not None and not wrong:
            rows.append((said, _number(standing, said)))
    found += _twice(rows, [line.row for line in sheet.lines]) if not found else []
    return Judged(faults=sorted(found, key=lambda f: f.row)) if found else _counted(rows, standing)


def _read(name: str, content: bytes) -> sheets.Sheet:
    if len(content) > MOST_BYTES:
        raise Unreadable("too large")
    try:
        sheet = sheets.sheet(name, content)
    except sheets.NotReadable as error:
        raise Unreadable(name) from error
    if len(sheet.lines) > MOST_ROWS:
        raise Unreadable("too long")
    return replace(sheet, headers=[header.casefold() for header in sheet.headers])


def _judge(
    row: int, cells: Mapping[str, str], standing: Mapping[versions.Key, LawFact], today: date
) -> tuple[Statement | None, list[Fault]]:
    said = {name.casefold(): _plain(cell) for name, cell in cells.items()}
    wrong: list[Fault] = []
    topic = _one_of(Topic, said.get("topic", ""), row, "topic", wrong)
    value = _one_of(Value, said.get("value", ""), row, "value", wrong)
    days = {name: _date(said.get(name, ""), row, name, wrong) for name in DAYS}
    try:
        effective, precision = began(said.get("effective", "")[:10])
    except NotADate:
        wrong.append(Fault(row, "effective", _("is no day, month or year"), said["effective"]))
    if wrong or topic is None or value is None:
        return None, wrong
    texts: dict[str, Any] = {name: said.get(name, "") for name in core.MOST}
    texts |= {DAYS[name]: day for name, day in days.items()}
    made = Statement(
        said.get("state", "").upper(), topic, value, **texts, effective_date=effective,
        effective_precision=precision,
    )  # fmt: skip
    stands = standing.get((made.state, made.topic))
    if stands is not None and versions.statement_of(stands) == made:
        return made, []
    column = {field: name for name, field in DAYS.items()} | {"effective_date": "effective"}
    return made, [
        Fault(row, column.get(f.field, f.field), f.reason, str(getattr(made, f.field) or "")[:60])
        for f in core.faults(made, today)
    ]


def _plain(cell: str) -> str:
    """A cell without the apostrophe that kept it from being a formula, or a midnight."""
    cell = cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell
    return cell.removesuffix(" 00:00:00")


def _one_of(kind: type[Word], cell: str, row: int, column: str, wrong: list[Fault]) -> Word | None:
    try:
        return kind(cell.casefold())
    except ValueError:
        wrong.append(Fault(row, column, _("is no word we know"), cell))
        return None


def _date(cell: str, row: int, column: str, wrong: list[Fault]) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        wrong.append(Fault(row, column, _("is no day such as 2026-11-22"), cell))
        return None


def _twice(rows: Sequence[tuple[Statement, int]], numbers: Sequence[int]) -> list[Fault]:
    counts = Counter((said.state, said.topic) for said, _seen in rows)
    return [
        Fault(number, "topic", _("this state and topic stand twice"), f"{said.state} {said.topic}")
        for (said, _seen), number in zip(rows, numbers, strict=True)
        if counts[said.state, said.topic] > 1
    ]


def _number(standing: Mapping[versions.Key, LawFact], said: Statement) -> int:
    stands = standing.get((said.state, said.topic))
    return 0 if stands is None else stands.number


def _counted(
    rows: Sequence[tuple[Statement, int]], standing: Mapping[versions.Key, LawFact]
) -> Judged:
    moved = [
        (said, seen)
        for said, seen in rows
        if not seen or versions.statement_of(standing[said.state, said.topic]) != said
    ]
    new = sum(seen == 0 for _said, seen in moved)
    return Judged(moved, new=new, changed=len(moved) - new, same=len(rows) - len(moved))


def packed(rows: Sequence[tuple[Statement, int]]) -> list[list[str | int]]:
    """Rows as plain values, for a preview that is sent back."""
    return [[*_cells(said), seen] for said, seen in rows]


def _cells(said: Statement) -> list[str]:
    return [
        value.isoformat() if isinstance(value, date) else str(value or "")
        for value in (getattr(said, field.name) for field in fields(Statement))
    ]


def unpacked(plain: Sequence[Sequence[str | int]]) -> list[tuple[Statement, int]]:
    """The way back."""
    names = [field.name for field in fields(Statement)]
    return [
        (_said(dict(zip(names, map(str, each), strict=False))), int(each[-1])) for each in plain
    ]


def _said(cells: Mapping[str, str]) -> Statement:
    days: dict[str, Any] = {
        name: date.fromisoformat(cells[name]) if cells[name] else None
        for name in ("effective_date", "as_of_date", "next_review_date")
    }
    texts: dict[str, Any] = {name: cells[name] for name in ("state", *core.MOST)}
    return Statement(
        topic=Topic(cells["topic"]), value=Value(cells["value"]),
        effective_precision=Precision(cells["effective_precision"]), **texts, **days,
    )  # fmt: skip
