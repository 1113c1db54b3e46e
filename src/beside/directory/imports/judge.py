"""Finds every fault of a package at once. Pure: what the database holds is handed in."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from beside.directory.core import reading
from beside.directory.core.reading import Unreadable
from beside.directory.hsds.rows import columns
from beside.directory.hsds.tables import ORDER, Column, tables
from beside.directory.imports.package import Fault, Package, Row, stable_id

Known = Mapping[str, set[UUID]]

# Without these a row cannot be kept at all.
MUST_BELONG: Mapping[str, tuple[str, ...]] = {
    "program": ("organization_id",),
    "organization_identifier": ("organization_id",),
    "service": ("organization_id",),
    "service_at_location": ("service_id", "location_id"),
    "address": ("location_id",),
    "cost_option": ("service_id",),
    "service_capacity": ("service_id", "unit_id"),
    "attribute": ("link_id",),
    "metadata": ("resource_id",),
}
# These belong to at least one of several.
BELONGS_TO_ONE: Mapping[str, tuple[str, ...]] = {
    "phone": (
        "location_id",
        "service_id",
        "organization_id",
        "contact_id",
        "service_at_location_id",
    ),
    "contact": ("organization_id", "service_id", "service_at_location_id", "location_id"),
    "schedule": ("service_id", "location_id", "service_at_location_id"),
    "language": ("service_id", "location_id", "phone_id"),
    "accessibility": ("location_id",),
    "required_document": ("service_id",),
    "service_area": ("service_id", "service_at_location_id"),
    "funding": ("organization_id", "service_id"),
    "url": ("organization_id", "service_id"),
}
# What the database cannot do without, whatever the standard says of it.
MUST_SAY: Mapping[str, tuple[str, ...]] = {
    "organization": ("name",),
    "service": ("name",),
    "program": ("name",),
    "phone": ("number",),
    "taxonomy_term": ("name",),
    "taxonomy": ("name",),
    "unit": ("name",),
    "url": ("url",),
    "organization_identifier": ("identifier",),
    "service_capacity": ("available", "updated"),
}


@dataclass(frozen=True)
class Rules:
    """How strictly to judge.

    `day_first`: 1/2/2026 is the first of February. `set_aside`: rather than
    refuse the file, leave faulty rows out and keep unreadable values in
    `extra`; every one is still named.
    """

    scope: str
    day_first: bool = False
    set_aside: bool = False


@dataclass(frozen=True)
class Verdict:
    """What may be imported, and what was found."""

    rows: list[Row]
    faults: list[Fault]

    def refused(self) -> bool:
        """Whether the file must not be imported."""
        return any(fault.hard for fault in self.faults)


class Judge:
    """One judgement of one package."""

    def __init__(self, package: Package, known: Known, rules: Rules) -> None:
        self.package = package
        self.rules = rules
        self.strict = not package.schema_checked
        self.faults: list[Fault] = list(package.faults)
        self.held = {name: set(known.get(name, ())) for name in ORDER}
        self.kept: list[Row] = []

    def verdict(self) -> Verdict:
        """Judge every table, parents before children."""
        by_table: dict[str, list[Row]] = defaultdict(list)
        for row in self.package.rows:
            by_table[row.table].append(row)
        for table in ORDER:
            rows = by_table[table]
            self._same_table_first(table, rows)
            for row in self._once_each(table, rows):
                self._judge(row)
        faults = [_softened(fault) for fault in self.faults] if self.rules.set_aside else None
        return Verdict(self.kept, faults or self.faults)

    def _same_table_first(self, table: str, rows: list[Row]) -> None:
        if table in {"taxonomy_term", "organization"}:
            self.held[table] |= {row.id for row in rows}

    def _once_each(self, table: str, rows: list[Row]) -> list[Row]:
        seen: dict[UUID, Row] = {}
        for row in rows:
            if row.id in seen:
                first = seen[row.id].place.row
                self._blame(row, "id", "id_twice", f"Row {first} has the same id.", "Give another.")
            else:
                seen[row.id] = row
        return list(seen.values())

    def _judge(self, row: Row) -> None:
        before = len(self.faults)
        known, as_it_stands = columns(row.table), _as_it_stands(row.table)
        values: dict[str, Any] = {}
        extra = dict(row.extra)
        for name, raw in row.values.items():
            if raw is None or raw == "" or name == "id":
                continue
            if name in as_it_stands:
                values[name] = str(raw)
            elif name in known:
                self._read(row, known[name], raw, values, extra)
            else:
                extra[name] = raw
        fit = self._fits(row, values)
        if not fit or (not self.rules.set_aside and self._hard_since(before)):
            return
        self._point(row, values, extra)
        self.held[row.table].add(row.id)
        self.kept.append(Row(row.table, row.id, values, row.place, row.external_id, extra))

    def _hard_since(self, before: int) -> bool:
        return any(fault.hard for fault in self.faults[before:])

    def _read(
        self, row: Row, column: Column, raw: Any, values: dict[str, Any], extra: dict[str, Any]
    ) -> None:
        try:
            if column.refers_to:
                self._refer(row, column, raw, values, extra)
                return
            values[column.name] = self._value(row, column, raw, values)
        except Unreadable as error:
            self._unread(row, column.name, raw, str(error), error.mend, extra)

    def _value(self, row: Row, column: Column, raw: Any, values: dict[str, Any]) -> Any:
        if column.name in {"link_id", "resource_id"}:
            entity = row.values.get("link_entity") or row.values.get("resource_type") or ""
            return stable_id(self.rules.scope, str(entity), raw)
        if column.kind == "date":
            day, note = reading.as_date(str(raw), day_first=self.rules.day_first)
            if note:
                self._note(row, column.name, "two_digit_year", note, "Write years in full.")
            return day
        if column.kind == "time":
            clock, offset = reading.as_time(str(raw))
            if offset is not None:
                values.setdefault("timezone", offset)
            return clock
        if column.allowed and str(raw) not in column.allowed:
            words = ", ".join(column.allowed)
            raise Unreadable(f"{raw!r} is not one of {words}.", f"Write one of {words}.")
        plain = raw if column.kind in {"words", "yes_no", "number", "whole"} else str(raw)
        value = reading.READERS[column.kind](plain)
        return self._checked(row, column.name, value) if self.strict else value

    def _checked(self, row: Row, name: str, value: Any) -> Any:
        """What HSDS leaves open and a list of ours must still get right."""
        if (row.table, name) == ("phone", "number"):
            return reading.as_phone(value)
        if row.table == "address" and self.package.kind != "hsds_tabular":
            home = str(row.values.get("country") or "US").upper() in {"US", "USA"}
            if home and name == "state_province":
                return reading.as_state(value)
            if home and name == "postal_code":
                return reading.as_zip(value)
        return value

    def _refer(
        self, row: Row, column: Column, raw: Any, values: dict[str, Any], extra: dict[str, Any]
    ) -> None:
        key = stable_id(self.rules.scope, column.refers_to, raw)
        if key in self.held[column.refers_to]:
            values[column.name] = key
            return
        must = column.name in MUST_BELONG.get(row.table, ())
        reason = f"There is no {column.refers_to.replace('_', ' ')} {str(raw)!r}."
        mend = f"Add it, or give the id of a {column.refers_to.replace('_', ' ')} that is there."
        soft = column.refers_to == "contact" or (not must and not self.strict)
        if soft:
            self._note(row, column.name, "reference_kept", reason, "It is kept as it was given.")
            extra[column.name] = str(raw)
        else:
            self._blame(row, column.name, "orphan", reason, mend)
            extra[column.name] = str(raw)

    def _fits(self, row: Row, values: dict[str, Any]) -> bool:
        """Whether the row can be kept at all; says why not."""
        fit = True
        for name in MUST_BELONG.get(row.table, ()):
            if values.get(name) is None:
                fit = False
                if row.values.get(name) in (None, ""):
                    self._blame(row, name, "orphan", "It belongs to nothing.", f"Fill in {name}.")
        for name in _must_say(row.table, self.strict and self.package.kind == "hsds_tabular"):
            if values.get(name) in (None, ""):
                fit = fit and name not in MUST_SAY.get(row.table, ())
                if row.values.get(name) in (None, ""):
                    self._blame(row, name, "missing", f"{name} is missing.", "Fill it in.")
        parents = BELONGS_TO_ONE.get(row.table)
        if parents and not any(map(values.get, parents)):
            fit = False
            if not any(map(row.values.get, parents)):
                needed = ", ".join(parents)
                self._blame(
                    row, parents[0], "orphan", "It belongs to nothing.", f"Fill in one of {needed}."
                )
        return fit

    def _point(self, row: Row, values: dict[str, Any], extra: dict[str, Any]) -> None:
        """A point is whole and on earth, or kept aside."""
        if row.table != "location":
            return
        lat, lon = values.get("latitude"), values.get("longitude")
        if lat is None and lon is None:
            return
        on_earth = lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180
        if on_earth and (lat, lon) != (0, 0):
            return
        for name in ("latitude", "longitude"):
            if (said := values.pop(name, None)) is not None:
                extra[f"given_{name}"] = said
        self._note(
            row,
            "latitude",
            "no_point",
            f"{lat}, {lon} is no place on land.",
            "Give both in degrees.",
        )

    def _unread(
        self, row: Row, name: str, raw: Any, reason: str, mend: str, extra: dict[str, Any]
    ) -> None:
        extra.setdefault("unread", {})[name] = raw
        if self.strict:
            self._blame(row, name, "unreadable", reason, mend)
        else:
            self._note(row, name, "unreadable", reason, mend)

    def _blame(self, row: Row, column: str, kind: str, reason: str, mend: str) -> None:
        self.faults.append(Fault(row.place, column, kind, reason, mend))

    def _note(self, row: Row, column: str, kind: str, reason: str, mend: str) -> None:
        self.faults.append(Fault(row.place, column, kind, reason, mend, hard=False))


# Text that `_checked` looks at.
CHECKED: Mapping[str, frozenset[str]] = {
    "phone": frozenset({"number"}),
    "address": frozenset({"state_province", "postal_code"}),
}


@cache
def _as_it_stands(table: str) -> frozenset[str]:
    """Columns that are text and nothing more: most of a file. They are read without asking."""
    looked_at = CHECKED.get(table, frozenset())
    return (
        frozenset(
            name
            for name, column in columns(table).items()
            if column.kind == "text" and not column.allowed and not column.refers_to
        )
        - looked_at
        - {"link_id", "resource_id"}
    )


# HSDS requires these, yet real lists leave them empty; we write empty text, which it allows.
NEVER_FILLED = frozenset(
    {"description", "address_1", "city", "state_province", "postal_code", "country"}
)


@cache
def _must_say(table: str, by_standard: bool) -> tuple[str, ...]:
    """What a row must say; `by_standard`, whatever HSDS requires of a table too."""
    must = set(MUST_SAY.get(table, ()))
    if by_standard:
        must |= {
            name
            for name, column in columns(table).items()
            if column.required and name != "id" and name not in NEVER_FILLED
        }
    return tuple(sorted(must - set(MUST_BELONG.get(table, ()))))


def _softened(fault: Fault) -> Fault:
    """Told, not refused: unless we cannot know which column is which."""
    return fault if fault.kind == "header_twice" else replace(fault, hard=False)


def wanted(package: Package, scope: str) -> dict[str, set[UUID]]:
    """Ids that rows refer to and the package does not hold itself, by table."""
    held: dict[str, set[UUID]] = {name: set() for name in ORDER}
    for row in package.rows:
        held[row.table].add(row.id)
    asked: dict[str, set[UUID]] = {name: set() for name in ORDER}
    for row in package.rows:
        for name, target in _references(row.table):
            if raw := row.values.get(name):
                key = stable_id(scope, target, raw)
                if key not in held[target]:
                    asked[target].add(key)
    return asked


@cache
def _references(table: str) -> tuple[tuple[str, str], ...]:
    known = tables()[table].columns.values()
    return tuple((column.name, column.refers_to) for column in known if column.refers_to)
