"""One record against its published schema, fast enough for a whole city's file.

The schemas use four keywords only: required, type, format and enum. Answers of
our own API are judged in the tests by jsonschema itself.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from rfc3339_validator import validate_rfc3339  # type: ignore[import-untyped]
from rfc3986_validator import validate_rfc3986  # type: ignore[import-untyped]

from beside.directory.hsds.tables import schema

USUAL_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
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


@dataclass(frozen=True)
class Rule:
    """What one field must be.

    A value of one of the `types` that passes `further` is surely good; of any
    other, `_value` says whether and why not.
    """

    spec: Mapping[str, Any]
    types: frozenset[type]
    further: Callable[[Any], object] | None


def _rule(spec: Mapping[str, Any]) -> Rule:
    types = frozenset({dict} if "$ref" in spec else TYPES.get(spec.get("type", ""), ()))
    if "enum" in spec:
        return Rule(spec, types, lambda value: value in spec["enum"] and "format" not in spec)
    if (form := spec.get("format")) and types == {str}:
        if form == "uuid":
            return Rule(spec, types, USUAL_UUID.fullmatch)
        return Rule(spec, types, lambda value: _conforms(value, form))
    return Rule(spec, types, None)


@cache
def _rules(table: str) -> tuple[frozenset[str], dict[str, Rule]]:
    spec = schema(table)
    known = {name: _rule(one) for name, one in spec["properties"].items()}
    return frozenset(spec.get("required", ())), known


def breaches(table: str, item: Mapping[str, Any]) -> Iterator[Breach]:
    """Every rule the record itself breaks; records nested in it are asked on their own."""
    required, known = _rules(table)
    if not required <= item.keys():
        for name in sorted(required - item.keys()):
            yield Breach("", "required", f"{name!r} is a required property")
    for name, value in item.items():
        if (rule := known.get(name)) is None:
            continue
        if type(value) in rule.types and (rule.further is None or rule.further(value)):
            continue
        yield from _value(name, value, rule.spec)


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


@lru_cache(maxsize=50_000)
def _conforms(value: str, form: str) -> bool:
    """As jsonschema judges it; importing that with its grammars takes seconds."""
    return FORMATS[form](value) if form in FORMATS else True


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return all(value[place : place + 1] == "-" for place in (8, 13, 18, 23))


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "uuid": _is_uuid,
    "email": lambda value: "@" in value,
    "uri": lambda value: bool(validate_rfc3986(value, rule="URI")),
    "date-time": lambda value: bool(validate_rfc3339(value.upper())),
}
