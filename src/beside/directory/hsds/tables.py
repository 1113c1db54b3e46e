"""What HSDS says a table is, read once from the published schemas."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

SCHEMAS = resources.files("beside.directory.hsds") / "schemas" / "v3.1"
NOT_TABLES = {"organization_list", "service_list", "service_at_location_list"}
DATES = {"valid_from", "valid_to", "dtstart", "until", "assured_date"}
TIMES = {"opens_at", "closes_at"}
MOMENTS = {"last_modified", "updated"}
WHOLE = {"count", "interval", "year_incorporated"}


@dataclass(frozen=True)
class Column:
    """One field: `kind` is text, id, uri, email, date, time, moment, number, whole or yes_no."""

    name: str
    kind: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    refers_to: str = ""


@dataclass(frozen=True)
class Table:
    """One HSDS object: its columns, and the lists and single objects nested in it."""

    name: str
    file: str
    columns: Mapping[str, Column]
    lists: Mapping[str, str] = field(default_factory=dict)
    singles: Mapping[str, str] = field(default_factory=dict)


def schema(name: str) -> dict[str, Any]:
    """A published schema by its bare name, such as `service`. Raises FileNotFoundError."""
    return dict(json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")))


@cache
def tables() -> dict[str, Table]:
    """Every HSDS table by its name, in an order in which parents come before children."""
    found = {
        path.name.removesuffix(".json")
        for path in SCHEMAS.iterdir()
        if path.name.endswith(".json") and path.name.removesuffix(".json") not in NOT_TABLES
    }
    made = {name: _table(name, found) for name in found}
    return {name: made[name] for name in ORDER}


def _table(name: str, known: set[str]) -> Table:
    spec = schema(name)
    required = {*spec.get("required", ()), *spec.get("tabular_required", ())}
    columns, lists, singles = {}, {}, {}
    for key, prop in spec["properties"].items():
        if prop.get("type") == "array":
            lists[key] = _named(prop["items"]["$ref"])
        elif "$ref" in prop:
            singles[key] = _named(prop["$ref"])
        else:
            columns[key] = Column(
                key,
                _kind(key, prop),
                key in required,
                tuple(prop.get("enum", ())),
                _refers_to(name, key, known),
            )
    return Table(name, spec["path"], columns, lists, singles)


def _named(ref: str) -> str:
    return ref.removesuffix(".json")


def _kind(key: str, prop: Mapping[str, Any]) -> str:
    if key in DATES:
        return "date"
    if key in TIMES:
        return "time"
    if key in MOMENTS:
        return "moment"
    if key in WHOLE:
        return "whole"
    if key == "extension":
        return "text"
    if prop.get("type") == "number":
        return "number"
    return {"uuid": "id", "uri": "uri", "email": "email"}.get(prop.get("format", ""), "text")


def _refers_to(table: str, key: str, known: set[str]) -> str:
    if key == "parent_organization_id":
        return "organization"
    if key == "parent_id":
        return "taxonomy_term"
    name = key.removesuffix("_id")
    return name if key.endswith("_id") and name in known else ""


ORDER = (
    "taxonomy",
    "taxonomy_term",
    "unit",
    "organization",
    "program",
    "organization_identifier",
    "service",
    "location",
    "service_at_location",
    "address",
    "accessibility",
    "contact",
    "phone",
    "language",
    "schedule",
    "service_area",
    "service_capacity",
    "cost_option",
    "required_document",
    "funding",
    "url",
    "attribute",
    "metadata",
    "meta_table_description",
)
