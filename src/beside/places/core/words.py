"""Place names as people type them, brought to one spelling."""

import re
import unicodedata

SAME_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mtn": "mountain"}
COUNTY_WORDS = ("county", "parish", "borough", "census area", "municipio", "condado")


def key(name: str) -> str:
    """`St. Louis`, `SAINT  LOUIS` and `saint-louis` are all `saint louis`.

    Accents fall away: `Mayagüez` is `mayaguez`. `McKee`, `Mc Kee` and `O'Fallon`,
    `O Fallon` meet too.
    """
    bare = unicodedata.normalize("NFKD", name)
    bare = "".join(c for c in bare if not unicodedata.combining(c)).lower()
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`.]", "", bare)).split()
    joined = re.sub(r"\b(mc|o|d|l) (?=[a-z]{3})", r"\1", " ".join(words))
    return " ".join(SAME_WORDS.get(word, word) for word in joined.split())


def county_key(name: str) -> str:
    """`Jefferson County` and `Jefferson Parish` as `jefferson`; see `names_county`."""
    bare = key(name).removeprefix("condado de ")
    for word in COUNTY_WORDS:
        bare = bare.removesuffix(" " + word)
    return bare


def names_county(typed: str) -> bool:
    """Whether the person said that they mean a county."""
    return county_key(typed) != key(typed)


def edits(word: str) -> set[str]:
    """Every string one letter away: dropped, added, changed, or two swapped."""
    letters = "abcdefghijklmnopqrstuvwxyz "
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    changed = {a + c + b[1:] for a, b in halves if b for c in letters}
    added = {a + c + b for a, b in halves for c in letters}
    return (dropped | swapped | changed | added) - {word}
