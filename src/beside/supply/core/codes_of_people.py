"""Participant codes: what a person says of themselves so that visits can be counted as one.

Such a code can be rebuilt by anyone who knows the person, so it is personal data and is
never kept: only `keyed`, a hash under a key of the program and the year, is. Without a
code everything is given out just the same. docs/methods/participant-codes.md has how
often two people share a code and how often one can be rebuilt.
"""

import hashlib
import hmac
import re
import unicodedata
from datetime import UTC, date, datetime
from enum import StrEnum

HASH_BYTES = 16


class Style(StrEnum):
    NY = "ny"  # initials of last, first and mother's first name, date of birth, gender
    NEO = "neo"  # four letters, year of birth, gender


class NotACode(ValueError):
    """It does not look like a code of this style. The message never repeats it."""


GENDERS = {"f": "f", "w": "f", "m": "m", "x": "x", "t": "t", "o": "x", "n": "x"}
_NY = re.compile(r"([a-z]{3})(\d{6}|\d{8})([a-z])")
_NEO = re.compile(r"([a-z]{4})(\d{2}|\d{4})([a-z])")


def parse(said: str, style: Style, *, on: date) -> str:
    """The one way of writing a code, whatever was typed. Raises NotACode.

    NY: `ABC 03/14/1985 F`; NEO: `abcd 85 m`. Case, accents, spaces and marks do not matter;
    a year of two figures lies in the hundred years up to `on`.
    """
    bare = _bare(said)
    found = (_NY if style is Style.NY else _NEO).fullmatch(bare)
    if found is None or found[3] not in GENDERS:
        raise NotACode(style.value)
    letters, figures, gender = found.groups()
    day = _birth_date(figures, on) if style is Style.NY else str(_year(figures, on))
    return f"{letters}{day}{GENDERS[gender]}"


def style_of(said: str, *, on: date) -> Style:
    """Which style the code is written in. Raises NotACode for neither."""
    for style in Style:
        try:
            parse(said, style, on=on)
        except NotACode:
            continue
        return style
    raise NotACode("neither")


def keyed(code: str, style: Style, key: bytes) -> bytes:
    """What is kept of a code: it says nothing to whoever has not the key."""
    return hmac.digest(key, f"{style.value}:{code}".encode(), hashlib.sha256)[:HASH_BYTES]


def ends(year: int) -> datetime:
    """When the codes of a year are no longer compared: after the yearly reports."""
    return datetime(year + 1, 4, 1, tzinfo=UTC)


def _bare(said: str) -> str:
    plain = unicodedata.normalize("NFKD", said).lower()
    return "".join(one for one in plain if one.isascii() and one.isalnum())


def _birth_date(figures: str, on: date) -> str:
    month, day, year = int(figures[:2]), int(figures[2:4]), _year(figures[4:], on)
    try:
        born = date(year, month, day)
    except ValueError:
        raise NotACode(Style.NY.value) from None
    if born > on:
        raise NotACode(Style.NY.value)
    return born.isoformat().replace("-", "")


def _year(figures: str, on: date) -> int:
    year = int(figures)
    if len(figures) == 2:
        year += on.year - on.year % 100
        year -= 100 if year > on.year else 0
    if not on.year - 120 <= year <= on.year:
        raise NotACode("year")
    return year
