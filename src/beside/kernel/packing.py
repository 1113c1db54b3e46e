"""Frozen dataclasses to JSON and back, by their type hints. Facts travel so."""

import dataclasses
import enum
import types
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Packed = dict[str, Any]
Thing = TypeVar("Thing")


class CannotPack(TypeError):
    """A field's type does not survive the journey through JSON."""


def pack(thing: Any) -> Packed:
    """The dataclass as plain JSON values. Raises CannotPack."""
    return {field.name: _packed(getattr(thing, field.name)) for field in dataclasses.fields(thing)}


def unpack(kind: type[Thing], packed: Mapping[str, Any]) -> Thing:
    """The dataclass again. Fields that are missing take their defaults; unknown ones are dropped,

    so that a fact written before a deploy is still read after it.
    """
    hints = get_type_hints(kind)
    known = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: _unpacked(hints[name], packed[name]) for name in known if name in packed})


def _packed(value: Any) -> Any:
    match value:
        case enum.Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case uuid.UUID() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case list() | tuple() | frozenset() | set():
            return [_packed(item) for item in value]
        case dict():
            return {str(key): _packed(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value):
        return pack(value)
    raise CannotPack(type(value).__name__)


def _unpacked(hint: Any, value: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _unpacked_optional(inner, value)
    if origin in (list, tuple, set, frozenset):
        return origin(_unpacked(inner[0], item) for item in value)
    if origin is dict:
        return {_unpacked(inner[0], key): _unpacked(inner[1], item) for key, item in value.items()}
    if dataclasses.is_dataclass(hint):
        return unpack(hint, value)  # type: ignore[arg-type]
    if hint in (datetime, date):
        return hint.fromisoformat(value)
    if hint is timedelta:
        return timedelta(seconds=value)
    if hint in (uuid.UUID, Decimal) or isinstance(hint, enum.EnumMeta):
        return hint(value)
    return value


def _unpacked_optional(choices: tuple[Any, ...], value: Any) -> Any:
    if value is None:
        return None
    (real,) = [choice for choice in choices if choice is not types.NoneType]
    return _unpacked(real, value)
