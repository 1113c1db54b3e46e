"""The words a returning caller carries: four of the house's, 32 bits, in any of its languages."""

import re
import secrets
import unicodedata

from beside.kernel import word_codes
from beside.kernel.codes import NotACode

WORDS = 4
BITS = 8 * WORDS


def make() -> int:
    """A random code, as its number."""
    return secrets.randbits(BITS)


def say(number: int, language: str) -> str:
    """The code in words: "acorn lemon tulip river"."""
    known = language if language in word_codes.LANGUAGES else "en"
    return f"{word_codes.say(number >> 8, known)} {word_codes.listed(known)[number & 0xFF]}"


def parse(said: str) -> int:
    """The number, with one slip in each word mended. Raises NotACode.

    Read as two codes of three words that overlap in two.
    """
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", said))
    if len(words) != WORDS:
        raise NotACode("it has four words")
    first, last = word_codes.parse(" ".join(words[:3])), word_codes.parse(" ".join(words[1:]))
    if first & 0xFFFF != last >> 8:
        raise NotACode("the words are not of one language")
    return first << 8 | last & 0xFF
