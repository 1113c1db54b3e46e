"""HSDS JSON: one record, a list, a page, or a whole export; nested records become rows."""

import codecs
from typing import Any

import orjson

from beside.directory.hsds.check import breaches
from beside.directory.hsds.rows import columns
from beside.directory.hsds.tables import tables
from beside.directory.imports.package import Package, Place, Row, stable_id
from beside.directory.imports.sheets import NotReadable

Json = dict[str, Any]
MENDS = {
    "format": "Write it in the form the standard asks for.",
    "type": "Write a value of this type.",
    "required": "Add it.",
    "enum": "Write one of these.",
}
ABOUT = {"version", "openapi_url"}
ENVELOPE = frozenset(
    [
        "total_items",
        "total_pages",
        "page_number",
        "size",
        "first_page",
        "last_page",
        "empty",
        "contents",
    ]
)


def read(name: str, content: bytes, scope: str, *, contacts: bool) -> Package:
    """Every record of a file, each checked by the published schema. Raises NotReadable."""
    try:
        document = orjson.loads(content.removeprefix(codecs.BOM_UTF8))
    except ValueError as error:
        raise NotReadable(f"{name} is not JSON: {error}.") from error
    package = Package("hsds_json", schema_checked=True)
    Reader(name, scope, contacts, package).document(document)
    return package


def read_lines(name: str, content: bytes, scope: str, *, contacts: bool) -> Package:
    """One record a line (ndjson). Raises NotReadable."""
    package = Package("hsds_json", schema_checked=True)
    reader = Reader(name, scope, contacts, package)
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if line.strip():
            try:
                reader.record(orjson.loads(line), f"line {number}")
            except ValueError as error:
                raise NotReadable(f"{name}, line {number}: not JSON.") from error
    return package


class Reader:
    """Reads one file into one package; the same record met twice is one row."""

    def __init__(self, file: str, scope: str, contacts: bool, package: Package) -> None:
        self.file, self.scope, self.contacts, self.package = file, scope, contacts, package
        self.met: dict[tuple[str, Any], Row] = {}
        self.taken: dict[tuple[str, Any], Json] = {}
        self.left = 0

    def document(self, document: Any) -> None:
        """A list, a page, a whole export, an API's description of itself, or one record."""
        if isinstance(document, list):
            document = {"contents": document}
        if not isinstance(document, dict):
            raise NotReadable(f"{self.file} holds no HSDS record.")
        if document.keys() >= ABOUT and "name" not in document:
            self._about(document)
            return
        if "contents" not in document:
            self.record(document, "$")
        for name, items in document.items() if "contents" in document else ():
            table = "" if name in ENVELOPE else name
            if isinstance(items, list) and (table in tables() or name == "contents"):
                for number, item in enumerate(items):
                    self.record(item, f"$.{name}[{number}]", table)
        if self.left:
            self.package.note(
                Place(self.file),
                "contacts",
                "contacts_left_out",
                f"{self.left} personal contacts were left out.",
                "Ask for contacts if the coalition needs names; they stay with staff.",
            )

    def record(self, item: Any, path: str, table: str = "") -> None:
        """One record, of the table it is told to be or looks like."""
        table = table or (_looks_like(item) if isinstance(item, dict) else "")
        place = Place(self.file, path=path)
        if not table:
            self.package.blame(
                place, "", "unknown", "This is no HSDS record.", "Give services or organizations."
            )
            return
        self._take(table, item, {}, path)

    def _check(self, table: str, item: Json, path: str, *, nested: bool) -> None:
        """A breach of the schema refuses the file, but an id that is no UUID gets one of ours.

        The UK's own sample leaves required things out of nested records: that is
        told; the judge still asks for what the database cannot do without.
        """
        for breach in breaches(table, item):
            where = Place(self.file, path=f"{path}.{breach.column}".rstrip("."))
            kind, column = f"schema_{breach.keyword}", breach.column
            if breach.of_id:
                mend = "One is made from it, the same each time."
                self.package.note(where, column, "id_made", breach.reason, mend)
            elif breach.keyword == "required" and nested:
                self.package.note(where, column, kind, breach.reason, MENDS["required"])
            else:
                self.package.blame(where, column, kind, breach.reason, MENDS[breach.keyword])

    def _about(self, document: Json) -> None:
        from jsonschema import Draft202012Validator, FormatChecker

        shape = {
            "properties": {
                name: {"type": "string", "format": "uri"} for name in ("profile", "openapi_url")
            }
        }
        place = Place(self.file, path="$")
        for error in Draft202012Validator(shape, format_checker=FormatChecker()).iter_errors(
            document
        ):
            column = str(error.absolute_path[-1])
            self.package.blame(
                place, column, "schema_format", error.message, "Write a whole web address."
            )
        self.package.note(
            place, "", "nothing", "This describes an API; it holds no records.", "Give its records."
        )

    def _take(self, table: str, item: Any, parents: Json, path: str) -> Any:
        """Make rows of a record and all below it; the id it was given, or nothing."""
        if not isinstance(item, dict):
            return None
        if "id" not in item:
            self._check(table, item, path, nested=bool(parents))
            return None
        if table == "contact" and item.get("name") and not self.contacts:
            self.left += 1
            return None
        key = stable_id(self.scope, table, item["id"])
        if (table, key) in self.met and self.taken.get((table, key)) == item:
            given = {name: value for name, value in parents.items() if name not in item}
            self.met[table, key].values.update(given)
            return key
        self.taken[table, key] = item
        spec = tables()[table]
        self._check(table, item, path, nested=bool(parents) or "." in path.split("]")[-1][1:])
        own, extra, below, known = dict(parents), {}, [], columns(table)
        for name, value in item.items():
            if name in known:
                own[name] = value
            elif name in spec.lists and isinstance(value, list):
                below.append((name, value))
            elif name in spec.singles and isinstance(value, dict):
                own |= self._single(table, name, spec.singles[name], value, path)
            elif name in NESTED_BACK and isinstance(value, list | dict):
                below.append((name, value if isinstance(value, list) else [value]))
            elif name not in {"external_id", "source_list", "extension_text", "verification"}:
                extra[name] = value
        own.pop("id", None)
        if text := item.get("extension_text"):
            own["extension"] = text
        self._keep(table, key, own, extra, item, path)
        if table == "service" and own.get("program_id") is not None:
            self._own_program(own)
        for name, items in below:
            self._below(table, key, name, items, path)
        return key

    def _own_program(self, service: Json) -> None:
        """A programme nested in a service does not say whose it is: the service's organization."""
        program = self.met.get(("program", service["program_id"]))
        if program is not None and service.get("organization_id") is not None:
            program.values.setdefault("organization_id", service["organization_id"])

    def _single(self, table: str, name: str, target: str, value: Json, path: str) -> Json:
        key = self._take(target, value, {}, f"{path}.{name}")
        column = "taxonomy_id" if name == "taxonomy_detail" else f"{name}_id"
        return {} if key is None or column not in tables()[table].columns else {column: key}

    def _below(self, table: str, key: Any, name: str, items: list[Any], path: str) -> None:
        target = tables()[table].lists.get(name) or NESTED_BACK[name]
        for number, item in enumerate(items):
            link: Json = {f"{table}_id": key}
            if target == "attribute":
                link = {"link_id": key, "link_entity": table}
            elif target == "metadata":
                link = {"resource_id": key, "resource_type": table}
            if target == "service" and name == "service":
                continue_with = self._take("service", item, {}, f"{path}.service")
                row = self.met[table, key]
                row.values.setdefault("service_id", continue_with)
                continue
            self._take(target, item, link, f"{path}.{name}[{number}]")

    def _keep(self, table: str, key: Any, own: Json, extra: Json, item: Json, path: str) -> None:
        place = Place(self.file, path=path)
        if (row := self.met.get((table, key))) is not None:
            row.values = {**row.values, **own}
            row.extra = {**row.extra, **extra}
            return
        raw = str(item["id"])
        external = str(item.get("external_id") or ("" if str(key) == raw.lower() else raw))
        row = Row(table, key, own, place, external, extra)
        self.met[table, key] = row
        self.package.rows.append(row)


# The compiled schemas nest these where the bare ones do not.
NESTED_BACK = {"services": "service", "service": "service"}


def _looks_like(item: Json) -> str:
    """Which table a lone record is of. HSDS does not write it down; the fields tell."""
    held = item.keys()
    if held & {"taxonomy_id", "taxonomy_detail", "parent_id", "term_uri"} or "taxonomy" in held:
        return "taxonomy_term"
    if held & {"location", "service", "location_id"} and "name" not in held:
        return "service_at_location"
    if "location_type" in held:
        return "location"
    if "status" in held or held & {"organization", "service_at_locations"}:
        return "service"
    if held & {"organization_identifiers", "website", "services", "legal_status", "email"}:
        return "organization"
    if held <= {"id", "name", "description", "uri", "version", "metadata", "created_date"}:
        return "taxonomy"
    return "organization" if {"id", "name", "description"} <= held else ""


def opened(text: str) -> Json:
    """The `extra` column of our own packages. What is no JSON object is kept as it is."""
    try:
        found = orjson.loads(text) if text else {}
    except ValueError:
        found = text
    return found if isinstance(found, dict) else {"extra": text}
