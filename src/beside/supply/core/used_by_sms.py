"""A reversal reported by SMS: `USED`, and in any order a ZIP code, doses and how it went.

`USED 40403 2 ok`, `usado 40403 2 si`, `USED acorn lemon tulip` with the three words of the order
it came with, for the same again: what is not understood is left out, never refused.
Everything else in the text is thrown away unread: no free text is kept.
"""

import re
import unicodedata
from dataclasses import dataclass

from beside.kernel import word_codes
from beside.kernel.codes import NotACode
from beside.supply.core.used import Naloxone, Said

KEYWORDS = {"used": "en", "usado": "es", "usamos": "es", "usada": "es"}
_SURVIVED = {
    "ok": Said.YES, "yes": Said.YES, "alive": Said.YES, "si": Said.YES, "vive": Said.YES,
    "bien": Said.YES, "died": Said.NO, "no": Said.NO, "murio": Said.NO,
}  # fmt: skip
_PRODUCTS = {
    "nose": Naloxone.NASAL, "spray": Naloxone.NASAL, "nariz": Naloxone.NASAL,
    "narcan": Naloxone.NASAL_4MG, "shot": Naloxone.INJECTION, "vial": Naloxone.INJECTION,
    "inyeccion": Naloxone.INJECTION,
}  # fmt: skip


@dataclass(frozen=True)
class Texted:
    """What could be read."""

    language: str
    zip_code: str = ""
    doses: int | None = None
    survived: Said | None = None
    product: Naloxone | None = None
    code: int | None = None  # of the order whose kit it was


def read(text: str) -> Texted | None:
    """None when the text does not begin with our keyword: it is somebody else's."""
    words = _words(text)
    if not words or words[0] not in KEYWORDS:
        return None
    return Texted(
        language=KEYWORDS[words[0]],
        zip_code=next((word for word in words if re.fullmatch(r"\d{5}", word)), ""),
        doses=next((int(word) for word in words if re.fullmatch(r"[1-9]", word)), None),
        survived=next((_SURVIVED[word] for word in words[1:] if word in _SURVIVED), None),
        product=next((_PRODUCTS[word] for word in words if word in _PRODUCTS), None),
        code=_code([word for word in words[1:] if word.isalpha()]),
    )


def _code(words: list[str]) -> int | None:
    """Three words in a row that are ours."""
    for three in zip(words, words[1:], words[2:], strict=False):
        try:
            return word_codes.parse(" ".join(three))
        except NotACode:
            continue
    return None


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).lower()
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return re.findall(r"[a-z0-9]+", bare)
