"""What a text from somebody with a card means. One text is one act; nothing is remembered.

acorn lemon tulip            as many as the last time
MORE acorn lemon tulip 12 2  twelve, at the second place
END acorn lemon tulip        the card and all that is kept of it are deleted
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from beside.kernel import word_codes
from beside.kernel.codes import NotACode

LARGEST = 99


class Verb(StrEnum):
    """What is wanted."""

    MORE = "more"
    END = "end"


KEYWORDS = {
    "more": (Verb.MORE, "en"), "mas": (Verb.MORE, "es"),
    "forget": (Verb.END, "en"), "olvidar": (Verb.END, "es"),
}  # fmt: skip


@dataclass(frozen=True)
class Texted:
    """What could be read. `number` is that of the three words."""

    verb: Verb
    number: int
    language: str
    kits: int | None = None
    place: int | None = None
    has_keyword: bool = False


def read(text: str) -> Texted | None:
    """None when it is no text of ours: no three words of a list, or something more with them."""
    words = re.findall(r"[a-z]+|\d+", _plain(text))
    verb, language = KEYWORDS.get(words[0], (Verb.MORE, "")) if words else (Verb.MORE, "")
    told = words[1:] if language else words
    said, numbers = told[: word_codes.WORDS], told[word_codes.WORDS :]
    if len(numbers) > 2 or not all(n.isdigit() and 1 <= int(n) <= LARGEST for n in numbers):
        return None
    try:
        number = word_codes.parse(" ".join(said))
    except NotACode:
        return None
    kits, place = [int(n) for n in numbers] + [None] * (2 - len(numbers))
    return Texted(verb, number, language or _language(said), kits, place, bool(language))


def language_of_end(text: str) -> str:
    """Somebody wants a card deleted, whatever follows: in which language they say so, or ""."""
    first = re.findall(r"[a-z]+", _plain(text))[:1]
    verb, language = KEYWORDS.get(first[0], (Verb.MORE, "")) if first else (Verb.MORE, "")
    return language if verb is Verb.END else ""


def _language(said: list[str]) -> str:
    """The language whose list holds more of the words; English when both do."""
    held = {
        language: len(set(said) & {_plain(word) for word in word_codes.listed(language)})
        for language in word_codes.LANGUAGES
    }
    return max(held, key=lambda language: held[language])


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).lower()
    return "".join(one for one in bare if not unicodedata.combining(one))
