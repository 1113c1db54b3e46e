"""Judges answers by the published schemas, formats included."""

from functools import cache
from typing import Any

from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from beside.directory.hsds.profile import profiled
from beside.directory.hsds.tables import ORDER, schema

NAMES = (*ORDER, "service_list", "organization_list", "service_at_location_list")


@cache
def _validator(name: str, ours: bool) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker  # grammars: seconds of work

    read = profiled if ours else schema
    registry: Registry[Any] = Registry().with_resources(
        (f"{one}.json", Resource(read(one), DRAFT202012)) for one in NAMES
    )
    return Draft202012Validator(read(name), registry=registry, format_checker=FormatChecker())


def faults(document: Any, name: str, *, ours: bool = False) -> list[str]:
    """What a published schema (or, with `ours`, the profile's) finds wrong."""
    found = _validator(name, ours).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in found]


def must_be_valid(document: Any, name: str) -> None:
    assert faults(document, name) == []
    assert faults(document, name, ours=True) == []
