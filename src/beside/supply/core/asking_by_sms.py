"""Kits asked for by SMS: what a text means where the talk stands. No I/O."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from beside.kernel import word_codes
from beside.kernel.codes import NotACode

KEYWORDS = {"kits": "en", "kit": "en", "narcan": "en", "naloxone": "en",
            "naloxona": "es", "equipo": "es"}  # fmt: skip
MAIL = frozenset({"mail", "correo", "post"})


class Step(StrEnum):
    """What was asked last."""

    ZIP = "zip"
    KITS = "kits"
    WHERE = "where"
    ADDRESS = "address"


@dataclass(frozen=True)
class Opened:
    """Somebody begins; perhaps the ZIP is with it."""

    language: str
    zip: str = ""


def opening(text: str) -> Opened | None:
    """None when it does not begin with a keyword of ours."""
    words = plain(text).split()
    if not words or words[0] not in KEYWORDS:
        return None
    return Opened(KEYWORDS[words[0]], zip_in(text))


AGAIN = {"again": "en", "more": "en", "refill": "en", "mas": "es", "otra": "es", "otro": "es"}
HELP = frozenset({"help", "info", "ayuda", "informacion"})


@dataclass(frozen=True)
class Again:
    """Somebody wants the same as an earlier order, by its three words."""

    language: str
    code: int


def again(text: str) -> Again | None:
    """None when it is not one of our words before three words of a code."""
    words = plain(text).split()
    if not words or words[0] not in AGAIN:
        return None
    try:
        return Again(AGAIN[words[0]], word_codes.parse(" ".join(words[1:])))
    except NotACode:
        return None


def is_help(text: str) -> bool:
    """Whether somebody asks what can be texted here."""
    return plain(text) in HELP


SPANISH = frozenset({
    "hola", "gracias", "necesito", "quiero", "tengo", "donde", "cuando", "como", "que", "por",
    "favor", "buenos", "buenas", "dias", "tardes", "noches", "ayuda", "gratis", "para", "una",
})  # fmt: skip


def language_in(text: str) -> str:
    """Spanish, when a word of it says so; else "": nobody can know."""
    return "es" if SPANISH & set(plain(text).split()) else ""


def zip_in(text: str) -> str:
    found = re.search(r"(?<!\d)\d{5}(?!\d)", text)
    return found.group() if found else ""


def number_in(text: str, most: int) -> int | None:
    """A whole number from one to `most`, or None."""
    found = re.fullmatch(r"\D{0,12}(\d{1,3})\D{0,12}", text.strip())
    number = int(found.group(1)) if found else 0
    return number if 1 <= number <= most else None


def lines_in(text: str) -> tuple[str, ...]:
    """An address as texted: parts between commas or lines; () when it can be none."""
    parts = [" ".join(part.split()) for part in re.split(r"[,\n]", text)]
    lines = tuple(part for part in parts if part)
    has_street = any(re.search(r"\d", line) for line in lines)
    return lines if len(lines) >= 2 and has_street and len(text) <= 300 else ()


def plain(text: str) -> str:
    marked = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(one for one in marked if not unicodedata.combining(one))
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", bare).split())
