"""The one note a peer may write. It is refused when it looks like a name, a number or an address.

It errs towards refusing: a note that is refused is written again without the word, a name
that is kept cannot be taken back. The lists are the commonest given names of births in the
United States (Social Security Administration, 1960-2010), with those that are everyday words
left out unless they are written with a capital.
"""

import re
import unicodedata
from enum import StrEnum

from beside.peers.core.names import FAMILY_NAMES, GIVEN_NAMES, ORDINARY_WORDS

LONGEST = 160


class Looks(StrEnum):
    """What a note looks like. The words that explain it are in the form."""

    NAME = "name"
    NUMBER = "number"
    ADDRESS = "address"
    LINK = "link"  # a web or e-mail address, an account


_LINK = re.compile(r"@|https?:|www\.|\b\w+\.(?:com|net|org|io|me|gg|app)\b", re.I)
_NUMBER = re.compile(r"\d[\d\s().\-/]*\d[\d\s().\-/]*\d[\d\s().\-/]*\d")  # four digits together
_STREETS = "street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|circle|blvd|boulevard|pike|trail"
_ADDRESS = re.compile(
    rf"\b\d{{1,6}}[a-z]?\s+(?:[^\W\d_]+\.?\s+){{1,3}}(?:{_STREETS})\b"  # 12 N Elm St
    r"|\b(?:apartment|apt|unit|room|lot|trailer|box|floor|apto|apartamento|casa|cuarto|piso|lote|"
    r"highway|hwy|route|rt|calle|avenida|carretera)\.?\s*(?:no\.?\s*)?#?\s*\d",
    re.I,
)
_NAMED_STREET = re.compile(rf"(?-i:\b[A-Z][a-z]+)\s+(?:{_STREETS})\b", re.I)
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|sr|sra|don|do[nñ]a|named|called|name is|se llama|apodad[oa]|alias|aka|"
    r"officer|deputy|oficial|agente)\b\.?\s+\w",
    re.I,
)
_CALLED_FOR_HELP = re.compile(r"\bcalled\s+(?:911|for help|ems|help|an ambulance)\b", re.I)


def looks_like(note: str) -> Looks | None:
    """What keeps this note out; None when it may be kept."""
    if _LINK.search(note):
        return Looks.LINK
    if _NUMBER.search(note):
        return Looks.NUMBER
    if _ADDRESS.search(note) or _NAMED_STREET.search(note):
        return Looks.ADDRESS
    return Looks.NAME if _names_somebody(note) else None


def _names_somebody(note: str) -> bool:
    said = _CALLED_FOR_HELP.sub(" ", note)
    if _TITLE.search(said):
        return True
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", said)
    return any(_is_name(word, place == 0) for place, word in enumerate(words))


def _is_name(word: str, is_first: bool) -> bool:
    bare = re.sub(r"['’]s?$|['’]s$", "", word)
    plain = _plain(bare)
    if plain in ORDINARY_WORDS:
        return bool(bare[:1].isupper() and bare[1:].islower() and not is_first)
    return plain in GIVEN_NAMES or (plain in FAMILY_NAMES and bare[:1].isupper())


def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word).lower()
    return "".join(one for one in bare if one.isalpha() and not unicodedata.combining(one))
