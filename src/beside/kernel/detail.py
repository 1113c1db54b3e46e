"""What a detail of the record may hold: nothing that could say who or where."""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from beside.kernel import word_codes
from beside.kernel.codes import NotACode

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:[_.:\-/][a-z0-9]+)*")
_LONGEST_SLUG = 64
_DIGITS_OF_A_PHONE = 7  # so many digits together are a phone number, until proved otherwise
_LARGEST_NUMBER = 10**9
_FINEST_FRACTION = 2  # decimals; coordinates have more


class NotForTheRecord(ValueError):
    """A detail holds free text, or something that could be a name, number, code or place."""


def slug(word: str) -> str:
    """The word, if it is a short lower-case slug. Raises NotForTheRecord."""
    if len(word) > _LONGEST_SLUG or not _SLUG.fullmatch(word):
        raise NotForTheRecord("only short lower-case slugs, ids and numbers are recorded")
    if re.search(rf"\d{{{_DIGITS_OF_A_PHONE},}}", re.sub(r"[^a-z0-9]", "", word)):
        raise NotForTheRecord("so many digits together could be a phone number")
    if _is_word_code(word):
        raise NotForTheRecord("three of our words are somebody's code")
    return word


def _is_word_code(word: str) -> bool:
    if word.count("-") != word_codes.WORDS - 1:
        return False
    try:
        word_codes.parse(word)
    except NotACode:
        return False
    return True


def checked(detail: Mapping[str, object]) -> dict[str, Plain]:
    """The detail in plain JSON values. Raises NotForTheRecord, naming the key and not the value."""
    plain: dict[str, Plain] = {}
    for key, value in detail.items():
        try:
            plain[slug(key)] = _plain(value)
        except NotForTheRecord as why:
            raise NotForTheRecord(f"detail {key!r}: {why}") from None
    return plain


def _plain(value: object) -> Plain:
    match value:
        case None | bool():
            return value
        case int():
            return _number(value)
        case float() | Decimal():
            return _fraction(value)
        case uuid.UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case str():
            return _text(value)
        case Mapping():
            return dict(checked(value))
        case Iterable():
            return [_plain(item) for item in value]
    raise NotForTheRecord(f"a {type(value).__name__} is not recorded")


def _number(value: int) -> int:
    if abs(value) >= _LARGEST_NUMBER:
        raise NotForTheRecord("so large a number could be a phone number")
    return value


def _fraction(value: float | Decimal) -> float:
    if round(value, _FINEST_FRACTION) != value:  # also true of NaN
        raise NotForTheRecord("so fine a fraction could be a coordinate; round it")
    return float(value)


def _text(value: str) -> str:
    """A slug, an id or a moment, written as text."""
    if value == "":
        return value
    for reads_it in (uuid.UUID, date.fromisoformat, datetime.fromisoformat):
        try:
            reads_it(value)
        except ValueError:
            continue
        return value
    return slug(value)
