"""What to put into the addresses of a room, so that the doors can be walked.

A room adds real arguments, so that its pages are opened and not only knocked at:

    @samples.of("partners:partner")
    def _(): return {"partner_id": Partner.objects.create(...).pk}

The function runs inside a test's transaction. An address without a sample is walked
with arguments that lead to nothing (`DEFAULTS`): it must still refuse whom it should,
and answer everybody else with anything but a server error.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls.converters import get_converters

Arguments = Mapping[str, Any]
_samples: dict[str, Callable[[], Arguments]] = {}

DEFAULTS: Mapping[str, Any] = {
    "uuid": "0190a6e2-7d4c-7abc-8def-000000000000",
    "int": 1,
    "str": "nothing",
    "slug": "nothing",
    "path": "nothing/here",
}


def of(url_name: str) -> Callable[[Callable[[], Arguments]], Callable[[], Arguments]]:
    """Declare the arguments of one address, by its name with namespaces."""

    def declare(make: Callable[[], Arguments]) -> Callable[[], Arguments]:
        _samples[url_name] = make
        return make

    return declare


def arguments(url_name: str, converters: Mapping[str, Any]) -> Arguments:
    """The sample of an address, or arguments that lead to nothing."""
    _read_rooms()
    return _samples[url_name]() if url_name in _samples else leading_nowhere(converters)


def leading_nowhere(converters: Mapping[str, Any]) -> Arguments:
    """Arguments of the right kinds that lead to nothing."""
    kinds = {type(converter): name for name, converter in get_converters().items()}
    return {
        argument: DEFAULTS.get(kinds.get(type(converter), "str"), "nothing")
        for argument, converter in converters.items()
    }


def named() -> set[str]:
    """Every address that has a sample."""
    _read_rooms()
    return set(_samples)


def _read_rooms() -> None:
    """Import `tests/<room>/samples.py` wherever there is one, and those of a room's cabinets."""
    here = Path(__file__).resolve().parents[1]
    for found in sorted([*here.glob("*/samples.py"), *here.glob("*/*/samples.py")]):
        if found.parent.name != "rules":
            import_module(".".join(("tests", *found.parent.relative_to(here).parts, "samples")))
