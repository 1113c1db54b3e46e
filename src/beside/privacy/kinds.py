"""What may be sealed, and what for it may be opened. Rooms register both in AppConfig.ready."""

from dataclasses import dataclass
from datetime import timedelta

from beside.design.navigation import Words


class UnknownKind(LookupError):
    """No room registered this kind of sealed record."""


class NotAPurpose(PermissionError):
    """The purpose is not registered, or is no reason to open this kind of record."""


@dataclass(frozen=True)
class Kind:
    """A kind of sealed record, as the public page explains it."""

    name: str
    what: Words
    why: Words
    longest: timedelta


@dataclass(frozen=True)
class Purpose:
    """A reason for which records of some kinds may be opened."""

    name: str
    says: Words
    kinds: frozenset[str]


_kinds: dict[str, Kind] = {}
_purposes: dict[str, Purpose] = {}


def register_kind(name: str, *, what: Words, why: Words, longest: timedelta) -> Kind:
    """Say that records of this kind exist. Registering the same again changes nothing."""
    return _kinds.setdefault(name, Kind(name, what, why, longest))


def register_purpose(name: str, *, says: Words, kinds: set[str]) -> Purpose:
    """Say that records of `kinds` may be opened for this purpose."""
    return _purposes.setdefault(name, Purpose(name, says, frozenset(kinds)))


def kind_named(name: str) -> Kind:
    """Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(
            f"{name}: register it with vault.register_kind in AppConfig.ready"
        ) from None


def purpose_to_open(name: str, kind: str) -> Purpose:
    """Raises NotAPurpose."""
    purpose = _purposes.get(name)
    if purpose is None or kind not in purpose.kinds:
        raise NotAPurpose(f"{name} is no reason to open {kind}")
    return purpose


def find_kind(name: str) -> Kind | None:
    return _kinds.get(name)


def find_purpose(name: str) -> Purpose | None:
    return _purposes.get(name)


def all_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def all_purposes() -> list[Purpose]:
    return sorted(_purposes.values(), key=lambda purpose: purpose.name)
