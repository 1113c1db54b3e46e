"""Ohana and HSDS-1 CSV files: eleven small tables, turned into today's."""

import re
from collections.abc import Callable, Mapping
from uuid import UUID

from beside.directory.imports.package import Package, Place, Row, stable_id
from beside.directory.imports.sheets import Line, Sheet

LocateOrganization = Callable[[UUID], UUID | None]

# Headers by which each table is known, whatever the file is called; the most telling first.
SIGNS: Mapping[str, frozenset[str]] = {
    "regular_schedules": frozenset({"weekday", "opens_at"}),
    "holiday_schedules": frozenset({"start_date", "end_date", "closed"}),
    "taxonomy": frozenset({"taxonomy_id", "parent_id", "parent_name"}),
    "phones": frozenset({"number", "number_type"}),
    "mail_addresses": frozenset({"location_id", "attention", "address_1"}),
    "addresses": frozenset({"location_id", "address_1", "state_province"}),
    "locations": frozenset({"organization_id", "accessibility", "latitude"}),
    "services": frozenset({"location_id", "accepted_payments", "keywords"}),
    "organizations": frozenset({"date_incorporated", "funding_sources"}),
    "contacts": frozenset({"resource_type", "resource_id", "title"}),
    "contacts_by_column": frozenset({"location_id", "organization_id", "title", "department"}),
    "programs": frozenset({"organization_id", "name"}),
}
HSDS_SIGNS = frozenset({"address_type", "service_at_location_id", "year_incorporated"})
MUST: Mapping[str, tuple[str, ...]] = {
    "regular_schedules": ("weekday", "opens_at", "closes_at"),
    "holiday_schedules": ("start_date", "end_date", "closed"),
    "taxonomy": ("taxonomy_id", "name"),
    "phones": ("number", "number_type"),
    "mail_addresses": ("address_1", "city", "state_province", "postal_code", "country"),
    "addresses": ("city", "state_province", "postal_code", "country"),
    "locations": ("name",),
    "services": ("name",),
    "organizations": ("name", "description"),
    "contacts": ("name",),
    "programs": ("name",),
}
DAYS = {
    day: day[:2].upper()
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
ORDER = (
    "taxonomy",
    "organizations",
    "programs",
    "locations",
    "services",
    "addresses",
    "mail_addresses",
    "contacts",
    "phones",
    "regular_schedules",
    "holiday_schedules",
)


def table_of(headers: list[str]) -> str:
    """Which Ohana table has these headers, or nothing."""
    held = set(headers)
    if held & HSDS_SIGNS or ("description" in held and held <= PROGRAM_OF_TODAY):
        return ""
    for name, signs in SIGNS.items():
        if signs <= held:
            return name.removesuffix("_by_column")
    return ""


PROGRAM_OF_TODAY = frozenset({"id", "organization_id", "name", "alternate_name", "description"})


class Ohana:
    """Translates the sheets of one package. Contacts are personal names: only when told to."""

    def __init__(self, scope: str, organization_at: LocateOrganization, contacts: bool) -> None:
        self.scope = scope
        self.contacts = contacts
        self.organization_at = organization_at
        self.package = Package("ohana")
        self.owners: dict[UUID, UUID] = {}
        self.terms: dict[str, UUID] = {}

    def read(self, sheets: list[Sheet]) -> Package:
        """Every sheet, parents before children."""
        for sheet in sorted(sheets, key=lambda one: ORDER.index(table_of(one.headers))):
            self.package.faults.extend(sheet.faults)
            name = table_of(sheet.headers)
            if name == "contacts" and not self.contacts:
                self._leave_contacts(sheet)
                continue
            for line in sheet.lines:
                if self._says_enough(name, sheet, line):
                    getattr(self, f"_{name}")(sheet, line)
        return self.package

    def _leave_contacts(self, sheet: Sheet) -> None:
        self.package.note(
            Place(sheet.file),
            "",
            "contacts_left_out",
            f"{len(sheet.lines)} personal contacts were left out.",
            "Ask for contacts if the coalition needs names; they stay with staff.",
        )

    def _says_enough(self, name: str, sheet: Sheet, line: Line) -> bool:
        """Blames what must be said and is not. A line of ids only says nothing: it is left out."""
        place = sheet.place(line)
        if name in {"addresses", "mail_addresses"} and line.cells.keys() <= {
            "id",
            "location_id",
            "country",
        }:
            self.package.note(
                place, "", "blank", "The row says nothing but ids; it was left out.", "Fill it in."
            )
            return False
        missing = [column for column in MUST[name] if column not in line.cells]
        if name == "holiday_schedules" and _closed(line.cells.get("closed", "")) is False:
            missing += [key for key in ("opens_at", "closes_at") if key not in line.cells]
        for column in missing:
            self.package.blame(place, column, "missing", f"{column} is missing.", "Fill it in.")
        return not missing

    def _row(
        self, table: str, sheet: Sheet, line: Line, values: dict[str, object], prefix: str = ""
    ) -> Row:
        raw = line.cells.get("id") or f"{sheet.file}:{line.row}"
        key = stable_id(self.scope, table, f"{prefix}{raw}")
        row = Row(table, key, values, sheet.place(line), external_id=f"{prefix}{raw}")
        self.package.rows.append(row)
        return row

    def _listed(self, parent: Row, table: str, column: str, text: str, place: Place) -> None:
        """One row for each part of a text with commas."""
        for part in (part.strip() for part in text.split(",")):
            if part:
                key = stable_id(self.scope, table, f"{parent.id}\n{part}")
                values = {f"{parent.table}_id": parent.id, column: part}
                self.package.rows.append(Row(table, key, values, place))

    def _taxonomy(self, sheet: Sheet, line: Line) -> None:
        cells = dict(line.cells)
        code = cells.pop("taxonomy_id")
        row = Row(
            "taxonomy_term",
            stable_id(self.scope, "taxonomy_term", code),
            {"code": code, "name": cells.pop("name"), "taxonomy": self.scope},
            sheet.place(line),
            external_id=code,
        )
        if parent := cells.pop("parent_id", ""):
            row.values["parent_id"] = parent
        if number := cells.pop("id", ""):
            row.extra["given_id"] = number
        row.extra.update({key: value for key, value in cells.items() if key != "parent_name"})
        self.package.rows.append(row)
        self.terms[code] = row.id

    def _organizations(self, sheet: Sheet, line: Line) -> None:
        cells = dict(line.cells)
        cells.pop("id", None)
        funding = cells.pop("funding_sources", "")
        row = self._row("organization", sheet, line, dict(cells))
        if incorporated := cells.get("date_incorporated"):
            self._incorporated(row, incorporated)
        self._listed(row, "funding", "source", funding, row.place)

    def _incorporated(self, row: Row, text: str) -> None:
        from beside.directory.core import reading

        try:
            day, note = reading.as_date(text, day_first=False)
        except reading.Unreadable as error:
            self.package.blame(row.place, "date_incorporated", "unreadable", str(error), error.mend)
            return
        row.values["year_incorporated"] = day.year
        if note:
            self.package.note(
                row.place, "date_incorporated", "two_digit_year", note, "Write years in full."
            )

    def _programs(self, sheet: Sheet, line: Line) -> None:
        cells = dict(line.cells)
        cells.pop("id", None)
        self._row("program", sheet, line, dict(cells))

    def _locations(self, sheet: Sheet, line: Line) -> None:
        cells = dict(line.cells)
        cells.pop("id", None)
        languages, access = cells.pop("languages", ""), cells.pop("accessibility", "")
        virtual = cells.pop("virtual", "").lower() == "true"
        values: dict[str, object] = {
            **{key: value for key, value in cells.items() if key != "website"},
            "url": cells.get("website", ""),
            "location_type": "virtual" if virtual else "physical",
        }
        row = self._row("location", sheet, line, values)
        if not cells.get("organization_id"):
            self.package.blame(
                row.place, "organization_id", "orphan", "It belongs to nothing.", "Fill it in."
            )
        else:
            self.owners[row.id] = stable_id(self.scope, "organization", cells["organization_id"])
        self._listed(row, "language", "name", languages, row.place)
        self._listed(row, "accessibility", "description", access, row.place)

    def _services(self, sheet: Sheet, line: Line) -> None:
        cells = dict(line.cells)
        cells.pop("id", None)
        raw = cells.pop("location_id", "")
        place = stable_id(self.scope, "location", raw)
        owner = self.owners.get(place) or (self.organization_at(place) if raw else None)
        if owner is None:
            reason = f"There is no location {raw!r}." if raw else "It belongs to no location."
            mend = "Add the location, or give the id of one that is there."
            self.package.blame(sheet.place(line), "location_id", "orphan", reason, mend)
            return
        lists = {key: cells.pop(key, "") for key in LISTS}
        codes = cells.pop("taxonomy_ids", "")
        renamed = {RENAMED.get(key, key): value for key, value in cells.items()}
        status = renamed.get("status") or "active"
        row = self._row(
            "service", sheet, line, {**renamed, "organization_id": owner, "status": status}
        )
        for key, (table, column) in LISTS.items():
            self._listed(row, table, column, lists[key], row.place)
        self._at(row, place)
        self._say(row, codes)

    def _at(self, row: Row, place: UUID) -> None:
        key = stable_id(self.scope, "service_at_location", f"{row.id}\n{place}")
        values: dict[str, object] = {"service_id": row.id, "location_id": place}
        self.package.rows.append(Row("service_at_location", key, values, row.place))

    def _say(self, row: Row, codes: str) -> None:
        """Terms said of a service; codes that are not in the package are kept and told."""
        unknown = []
        for code in (part.strip() for part in codes.split(",") if part.strip()):
            if code not in self.terms:
                unknown.append(code)
                continue
            key = stable_id(self.scope, "attribute", f"{row.id}\n{code}")
            values: dict[str, object] = {
                "link_id": row.id,
                "link_entity": "service",
                "taxonomy_term_id": self.terms[code],
            }
            self.package.rows.append(Row("attribute", key, values, row.place))
        if unknown:
            row.extra["taxonomy_ids"] = ", ".join(unknown)
            self.package.note(
                row.place,
                "taxonomy_ids",
                "reference_kept",
                f"There is no category {', '.join(unknown)}.",
                "Import taxonomy.csv with it. The codes are kept as they were given.",
            )

    def _addresses(self, sheet: Sheet, line: Line) -> None:
        self._address(sheet, line, "physical", "")

    def _mail_addresses(self, sheet: Sheet, line: Line) -> None:
        self._address(sheet, line, "postal", "mail/")

    def _address(self, sheet: Sheet, line: Line, kind: str, prefix: str) -> None:
        cells = dict(line.cells)
        cells.pop("id", None)
        country = cells.get("country", "").upper()
        values: dict[str, object] = {**cells, "country": country, "address_type": kind}
        self._row("address", sheet, line, values, prefix)

    def _contacts(self, sheet: Sheet, line: Line) -> None:
        cells = dict(line.cells)
        cells.pop("id", None)
        if kind := cells.pop("resource_type", ""):
            cells[f"{kind.lower()}_id"] = cells.pop("resource_id", "")
        self._row("contact", sheet, line, dict(cells))

    def _phones(self, sheet: Sheet, line: Line) -> None:
        cells = dict(line.cells)
        cells.pop("id", None)
        parents = [key for key in ("location_id", "service_id", "organization_id") if key in cells]
        if "contact_id" in cells and not parents and not self.contacts:
            self.package.note(
                sheet.place(line),
                "contact_id",
                "contacts_left_out",
                "The phone of a personal contact was left out.",
                "Ask for contacts if the coalition needs them; they stay with staff.",
            )
            return
        values: dict[str, object] = {
            **{key: value for key, value in cells.items() if key not in {"number_type"}},
            "type": cells["number_type"],
            "description": cells.get("department", ""),
        }
        self._row("phone", sheet, line, values)

    def _regular_schedules(self, sheet: Sheet, line: Line) -> None:
        cells = dict(line.cells)
        cells.pop("id", None)
        day = DAYS.get(cells.pop("weekday").lower())
        if day is None:
            text = line.cells["weekday"]
            self.package.blame(
                sheet.place(line),
                "weekday",
                "unreadable",
                f"{text!r} is not a day of the week.",
                "Write Monday to Sunday.",
            )
            return
        self._row("schedule", sheet, line, {**cells, "freq": "WEEKLY", "byday": day})

    def _holiday_schedules(self, sheet: Sheet, line: Line) -> None:
        cells = dict(line.cells)
        closed = _closed(cells.pop("closed"))
        if closed is None:
            text = line.cells["closed"]
            self.package.blame(
                sheet.place(line),
                "closed",
                "unreadable",
                f"{text!r} is neither yes nor no.",
                "Write true or false.",
            )
            return
        values: dict[str, object] = {
            "valid_from": cells["start_date"],
            "valid_to": cells["end_date"],
            "exception": True,
            **{key: cells[key] for key in ("location_id", "service_id") if key in cells},
        }
        if not closed:
            values |= {"opens_at": cells["opens_at"], "closes_at": cells["closes_at"]}
        self._row("schedule", sheet, line, values, "holiday/")


LISTS: Mapping[str, tuple[str, str]] = {
    "languages": ("language", "name"),
    "required_documents": ("required_document", "document"),
    "service_areas": ("service_area", "name"),
    "funding_sources": ("funding", "source"),
}
RENAMED = {"website": "url", "eligibility": "eligibility_description", "fees": "fees_description"}


def _closed(text: str) -> bool | None:
    if re.fullmatch(r"(?i)true|t|yes|y|1", text):
        return True
    return False if re.fullmatch(r"(?i)false|f|no|n|0", text) else None
