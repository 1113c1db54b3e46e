"""Any CSV or XLSX through a mapping: which column is which field.

A mapping is a document. Each of `organization`, `service`, `location`,
`address` and `phone` says how one record is made from one line:

    {"id": ["name1", "street1", "zip"],          the columns that make its id
     "fields": {"name": "name1",                 a column
                "country": {"value": "US"},      the same for all
                "name": {"columns": ["name1", "name2"], "join": ", "},
                "postal_code": {"column": "zip", "as": "zip"},
                "status": {"column": "open", "map": {"Y": "active"}, "else": "inactive"}}}

`where` keeps only lines whose column holds one of the values given. `source`
says whose list it is. A column no field names is kept in the service's `extra`.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from beside.directory.core import reading
from beside.directory.core.reading import Unreadable
from beside.directory.imports.ohana import LocateOrganization
from beside.directory.imports.package import Package, Place, Row, stable_id
from beside.directory.imports.sheets import Line, Sheet

Json = Mapping[str, Any]
PARTS = ("organization", "location", "address", "phone", "service")


class BadMapping(ValueError):
    """The mapping does not fit the file or itself; the message says where."""


def read(sheet: Sheet, mapping: Json, scope: str, organization_at: LocateOrganization) -> Package:
    """Every line that `where` keeps, as an organization, a service and a place."""
    _fits(sheet, mapping)
    package = Package("mapped", faults=list(sheet.faults))
    reader = Mapped(package, sheet, mapping, scope)
    reader.organization_at = organization_at
    for line in sheet.lines:
        if _kept(line, mapping.get("where", {})):
            reader.line(line)
    return package


def _kept(line: Line, where: Json) -> bool:
    return all(line.cells.get(column, "") in values for column, values in where.items())


def columns_of(mapping: Json) -> set[str]:
    """Every column a mapping names."""
    named = set(mapping.get("where", {}))
    for part in PARTS:
        spec = mapping.get(part) or {}
        named |= set(spec.get("id", ())) | ({spec["ref"]} if "ref" in spec else set())
        for said in spec.get("fields", {}).values():
            named |= _columns(said)
    return named | set(mapping.get("leave_out", ()))


def _columns(said: Any) -> set[str]:
    if isinstance(said, str):
        return {said}
    return set(said.get("columns", ())) | ({said["column"]} if "column" in said else set())


def _fits(sheet: Sheet, mapping: Json) -> None:
    if missing := sorted(columns_of(mapping) - set(sheet.headers) - {""}):
        raise BadMapping(f"The file has no column {missing[0]!r}. Choose another mapping.")
    if not (mapping.get("service") or {}).get("fields"):
        raise BadMapping("The mapping must say what the service is called.")


class Mapped:
    """Reads lines of one sheet by one mapping."""

    def __init__(self, package: Package, sheet: Sheet, mapping: Json, scope: str) -> None:
        self.package, self.sheet, self.mapping, self.scope = package, sheet, mapping, scope
        self.unnamed = [name for name in sheet.headers if name not in columns_of(mapping) and name]
        self.made: set[tuple[str, UUID]] = set()
        self.organization_at: LocateOrganization = lambda key: None

    def line(self, line: Line) -> None:
        """One line: organization, place, address, phone, service, and service at the place."""
        place = self.sheet.place(line)
        organization = self._part("organization", line, place, {}) or self._at(line)
        owner: Json = {"organization_id": organization} if organization else {}
        location = self._location(line, place, owner)
        service = self._part("service", line, place, owner)
        if service is None:
            return
        row = self.package.rows[-1]
        row.extra.update({key: line.cells[key] for key in self.unnamed if key in line.cells})
        self._say(row)
        self._join(service, location, line, place)

    def _say(self, row: Row) -> None:
        """The terms that are said of every service of the list."""
        for taxonomy, code in self.mapping["service"].get("terms", ()):
            key = stable_id(self.scope, "attribute", f"{row.id}\n{taxonomy}\n{code}")
            values = {
                "link_id": row.id,
                "link_entity": "service",
                "taxonomy_term_id": stable_id(taxonomy, "taxonomy_term", code),
            }
            self.package.rows.append(Row("attribute", key, values, row.place))

    def _at(self, line: Line) -> UUID | None:
        """The organization of the location a line refers to."""
        ref = (self.mapping.get("location") or {}).get("ref", "")
        raw = line.cells.get(ref, "")
        return self.organization_at(stable_id(self.scope, "location", raw)) if raw else None

    def _location(self, line: Line, place: Place, owner: Json) -> Any:
        spec = self.mapping.get("location") or {}
        if ref := spec.get("ref"):
            raw = line.cells.get(ref, "")
            return stable_id(self.scope, "location", raw) if raw else raw
        location = self._part("location", line, place, {"location_type": "physical", **owner})
        if location:
            here = {"location_id": location}
            self._part("address", line, place, {**here, "address_type": "physical"})
            self._part("phone", line, place, {**here, "type": "voice"})
        return location

    def _part(self, part: str, line: Line, place: Place, given: Json) -> UUID | None:
        spec = self.mapping.get(part)
        if not spec or "fields" not in spec:
            return None
        said = {name: self._said(how, line, place) for name, how in spec["fields"].items()}
        values = {name: value for name, value in said.items() if value not in ("", None)}
        if part in {"address", "phone"} and not any(
            isinstance(how, str) or "value" not in how
            for name, how in spec["fields"].items()
            if name in values
        ):
            return None
        raw = "\n".join(_plain(line.cells.get(column, "")) for column in spec.get("id", ()))
        raw = raw or f"{self.sheet.file}:{line.row}"
        key = stable_id(self.scope, part, raw)
        if part == "organization" and (part, key) in self.made:
            return key
        if (part, key) in self.made:
            key = stable_id(self.scope, part, f"{raw}\n{line.row}")
        self.made.add((part, key))
        external = raw.replace("\n", " | ") if spec.get("id") else ""
        self.package.rows.append(Row(part, key, {**given, **values}, place, external))
        return key

    def _said(self, how: Any, line: Line, place: Place) -> Any:
        if isinstance(how, str):
            return line.cells.get(how, "")
        if "value" in how:
            return how["value"]
        if "columns" in how:
            parts = (line.cells.get(column, "") for column in how["columns"])
            return how.get("join", " ").join(part for part in parts if part)
        raw = line.cells.get(how["column"], "")
        if "map" in how:
            return how["map"].get(raw, how.get("else", ""))
        return self._as(how.get("as", ""), how["column"], raw, place) if raw else ""

    def _as(self, kind: str, column: str, raw: str, place: Place) -> Any:
        try:
            return AS[kind](raw)
        except Unreadable as error:
            self.package.blame(place, column, "unreadable", str(error), error.mend)
            return ""

    def _join(self, service: UUID, location: Any, line: Line, place: Place) -> None:
        if location is None:
            return
        key = stable_id(self.scope, "service_at_location", f"{service}\n{location}")
        values = {"service_id": service, "location_id": location}
        self.package.rows.append(Row("service_at_location", key, values, place))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _titled(text: str) -> str:
    """A name in capitals, as hospital lists have them, in ordinary letters."""
    small = {"Of", "And", "The", "For", "At", "In"}
    words = [word.capitalize() for word in text.split()]
    return " ".join(
        word.lower() if word in small and number else word for number, word in enumerate(words)
    )


AS: Mapping[str, Any] = {
    "": str,
    "zip": reading.padded_zip,
    "title": _titled,
    "list": reading.as_words,
    "number": reading.as_number,
}

SUGGESTED: Mapping[str, tuple[str, str]] = {
    "organization": ("organization", "name"),
    "agency": ("organization", "name"),
    "agency name": ("organization", "name"),
    "organization name": ("organization", "name"),
    "name1": ("organization", "name"),
    "name": ("service", "name"),
    "service": ("service", "name"),
    "service name": ("service", "name"),
    "program": ("service", "name"),
    "description": ("service", "description"),
    "website": ("service", "url"),
    "url": ("service", "url"),
    "email": ("service", "email"),
    "eligibility": ("service", "eligibility_description"),
    "fees": ("service", "fees_description"),
    "latitude": ("location", "latitude"),
    "lat": ("location", "latitude"),
    "longitude": ("location", "longitude"),
    "lon": ("location", "longitude"),
    "lng": ("location", "longitude"),
    "address": ("address", "address_1"),
    "street": ("address", "address_1"),
    "street1": ("address", "address_1"),
    "street address": ("address", "address_1"),
    "address 2": ("address", "address_2"),
    "street2": ("address", "address_2"),
    "city": ("address", "city"),
    "state": ("address", "state_province"),
    "zip": ("address", "postal_code"),
    "zip code": ("address", "postal_code"),
    "zipcode": ("address", "postal_code"),
    "postal": ("address", "postal_code"),
    "phone": ("phone", "number"),
    "telephone": ("phone", "number"),
    "phone number": ("phone", "number"),
}


def suggested(headers: list[str]) -> dict[str, Any]:
    """A first mapping, from the names of the columns. May still lack a name for the service."""
    made: dict[str, Any] = {part: {"fields": {}} for part in PARTS}
    for header in headers:
        plain = " ".join(header.lower().replace("_", " ").split())
        if (found := SUGGESTED.get(plain) or SUGGESTED.get(plain.replace(" ", ""))) is None:
            continue
        part, name = found
        said: Any = {"column": header, "as": "zip"} if name == "postal_code" else header
        made[part]["fields"].setdefault(name, said)
    named = made["service"]["fields"].get("name") or made["organization"]["fields"].get("name")
    if named:
        for part in ("organization", "service"):
            made[part]["fields"].setdefault("name", named)
        key = [named, *(_columns_named(made["address"]["fields"]))]
        made["service"]["id"] = made["location"]["id"] = key
        made["organization"]["id"] = [made["organization"]["fields"]["name"]]
    if made["address"]["fields"]:
        made["address"]["fields"]["country"] = {"value": "US"}
        made["location"]["fields"].setdefault("name", named or "")
    return {part: spec for part, spec in made.items() if spec["fields"]}


def _columns_named(fields: Json) -> list[str]:
    wanted = (fields.get("address_1"), fields.get("postal_code"))
    return [column for said in wanted if said for column in sorted(_columns(said))]
