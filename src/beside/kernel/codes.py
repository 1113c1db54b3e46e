"""Codes that people read aloud, write on a hand and type on a cheap phone.

Of characters taken for one another (0 O Q D, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V) at most one
is used, and no vowels, so that no code is a word. Twenty-three are left, a prime; so the
weighted check catches every wrong character and every two neighbours exchanged.
"""

import secrets
import unicodedata

ALPHABET = "23456789CDFHJKMNPRTVWXY"
PRIME = len(ALPHABET)
LOOKALIKES = str.maketrans({"O": "D", "0": "D", "Q": "D", "Z": "2", "S": "5", "G": "6", "B": "8",
                            "U": "V"})  # fmt: skip
GROUP = 4
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


class NotACode(ValueError):
    """This is not one of our codes: something is wrong, missing or exchanged."""


def make(length: int = 8) -> str:
    """A random code of `length` characters, the last of them the check: "K7MX-39RC".

    Each character but the last carries 4.52 bits: 31 bits in 8, 49 in 12. Enough
    to name something that is looked up under a rate limit, never a password.
    """
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return grouped(body + check(body))


def check(body: str) -> str:
    """The check character of `body`: value times place, summed modulo the prime, comes to nought.

    Places differ modulo the prime, and neighbours by one: so whatever differs in
    one place, or by an exchange of two neighbours that are not equal, is caught.
    """
    if len(body) >= PRIME - 1:
        raise ValueError(f"a code has at most {PRIME - 1} characters")
    total = sum(_VALUES[letter] * place for place, letter in enumerate(reversed(body), start=2))
    return ALPHABET[-total % PRIME]


def parse(said: str, length: int = 8) -> str:
    """The code as `make` wrote it, from whatever was typed. Raises NotACode.

    Case, spaces, hyphens, dots and accents do not matter; a look-alike is read
    as the one character of its kind that we use.
    """
    plain = unicodedata.normalize("NFKD", said).upper()
    bare = "".join(letter for letter in plain if letter.isalnum()).translate(LOOKALIKES)
    if len(bare) != length or any(letter not in _VALUES for letter in bare):
        raise NotACode("it has the wrong length, or characters that no code has")
    if check(bare[:-1]) != bare[-1]:
        raise NotACode("a character is wrong, or two are exchanged")
    return grouped(bare)


def grouped(bare: str) -> str:
    """In groups of four, as people remember them."""
    return "-".join(bare[start : start + GROUP] for start in range(0, len(bare), GROUP))
