"""Three-word codes, in English and in Spanish: "acorn lemon tulip", written on a hand.

A code is a number of 24 bits (256 words, three times), the same in every language:
store the number, say the words. 24 bits name an order that waits for a few weeks behind
a rate limit; they are not a password. Any two words of a list differ by at least three
typing slips, so one slip in each word is mended without a doubt.
"""

import secrets
import unicodedata
from functools import cache
from itertools import takewhile
from pathlib import Path

from beside.kernel.codes import NotACode

LANGUAGES = ("en", "es")
WORDS = 3
SIZE = 256
BITS = 24
_HERE = Path(__file__).parent


def make() -> int:
    """A random code, as its number."""
    return secrets.randbits(BITS)


def say(number: int, language: str) -> str:
    """The code in words of that language (English when we have no words for it)."""
    if not 0 <= number < SIZE**WORDS:
        raise ValueError("a code has 24 bits")
    words = listed(language if language in LANGUAGES else "en")
    return " ".join(words[number >> shift & 0xFF] for shift in (16, 8, 0))


def parse(said: str) -> int:
    """The number, from words in any of the languages. Raises NotACode.

    Case, accents, spaces, hyphens and commas do not matter, and one slip in each
    word (a letter wrong, missing, too many, or two exchanged) is mended.
    """
    words = _bare(said).split()
    if len(words) != WORDS:
        raise NotACode("it has three words")
    for mend in (False, True):
        for language in LANGUAGES:
            places = [_place(word, language, mend=mend) for word in words]
            if None not in places:
                first, second, third = (place or 0 for place in places)
                return first << 16 | second << 8 | third
    raise NotACode("one of the words is not ours")


@cache
def listed(language: str) -> tuple[str, ...]:
    """The 256 words of a language, as they are shown."""
    return tuple((_HERE / f"words_{language}.txt").read_text(encoding="utf-8").split())


def _bare(said: str) -> str:
    plain = unicodedata.normalize("NFKD", said).lower()
    kept = (character for character in plain if not unicodedata.combining(character))
    return "".join(character if character.isalpha() else " " for character in kept)


@cache
def _places(language: str) -> dict[str, int]:
    return {_bare(word): place for place, word in enumerate(listed(language))}


def _place(word: str, language: str, *, mend: bool) -> int | None:
    places = _places(language)
    if word in places or not mend:
        return places.get(word)
    near = [place for known, place in places.items() if is_one_slip(word, known)]
    return near[0] if len(near) == 1 else None


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two neighbours are exchanged."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    same = zip(typed, meant, strict=False)
    start = len(list(takewhile(lambda pair: pair[0] == pair[1], same)))
    left, right = typed[start:], meant[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[:2][::-1] and left[2:] == right[2:])
    )
