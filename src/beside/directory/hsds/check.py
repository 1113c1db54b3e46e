"""One record against its published schema, fast enough for a whole city's file.

The schemas use four keywords only: required, type, format and enum. Answers of
our own API are judged in the tests by jsonschema itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from beside.directory.hsds.tables import schema

if TYPE_CHECKING:
    from jsonschema import FormatChecker

TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "array": (list,),
    "boolean": (bool,),
}


@dataclass(frozen=True)
class Breach:
    """A rule of the schema that a record breaks."""

    column: str
    keyword: str
    reason: str
    of_id: bool = False


@cache
def _rules(table: str) -> tuple[frozenset[str], dict[str, Mapping[str, Any]]]:
    spec = schema(table)
    return frozenset(spec.get("required", ())), dict(spec["properties"])


def breaches(table: str, item: Mapping[str, Any]) -> Iterator[Breach]:
    """Every rule the record itself breaks; records nested in it are asked on their own."""
    required, properties = _rules(table)
    for name in sorted(required - item.keys()):
        yield Breach("", "required", f"{name!r} is a required property")
    for name, value in item.items():
        if (rule := properties.get(name)) is not None:
            yield from _value(name, value, rule)


def _value(name: str, value: Any, rule: Mapping[str, Any]) -> Iterator[Breach]:
    wanted = rule.get("type", "")
    if "$ref" in rule:
        if not isinstance(value, dict):
            yield Breach(name, "type", f"{value!r} is not an object"[:300])
        return
    if wanted in TYPES and (
        not isinstance(value, TYPES[wanted]) or (wanted == "number" and isinstance(value, bool))
    ):
        yield Breach(name, "type", f"{value!r} is not a {wanted}"[:300])
        return
    if "enum" in rule and value not in rule["enum"]:
        yield Breach(name, "enum", f"{value!r} is not one of {rule['enum']}"[:300])
    form = rule.get("format")
    if form and isinstance(value, str) and not _conforms(value, form):
        yield Breach(name, "format", f"{value!r} is not a {form!r}"[:300], form == "uuid")


@cache
def _formats() -> "FormatChecker":
    """Importing it takes seconds: not at every start of the house."""
    from jsonschema import FormatChecker

    return FormatChecker()


@lru_cache(maxsize=50_000)
def _conforms(value: str, form: str) -> bool:
    return bool(_formats().conforms(value, form))
