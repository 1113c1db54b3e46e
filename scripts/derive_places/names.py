"""Turns the Postal Service's capitals into names as people write them."""

import re

# Words the rules below would get wrong.
WHOLE_NAMES = {
    "WINSTON SALEM": "Winston-Salem",
    "COEUR D ALENE": "Coeur d'Alene",
    "CAMPO SECO X": "Campo Seco",
    "WILKES BARRE": "Wilkes-Barre",
    "FUQUAY VARINA": "Fuquay-Varina",
    "NANTY GLO": "Nanty-Glo",
    "MCDERMOTT": "McDermott",
}
SMALL = {"OF", "THE", "AND", "DE", "DEL", "LA", "DU", "ON", "IN", "AT"}
SPANISH_OPENERS = {"LA", "DE", "DEL", "DU"}
WHOLE_WORDS = {
    "AFB": "AFB",
    "JBER": "JBER",
    "JBSA": "JBSA",
    "JBPHH": "JBPHH",
    "II": "II",
    "USAF": "USAF",
}


def title(capitals: str) -> str:
    """`MC KEE` to McKee, `LAKE OF THE OZARKS` to Lake of the Ozarks."""
    if capitals in WHOLE_NAMES:
        return WHOLE_NAMES[capitals]
    joined = re.sub(r"\b(MC|O|D|L) (?=[A-Z]{3})", lambda m: _joiner(m.group(1)), capitals)
    words = joined.split()
    return " ".join(_word(word, first=index == 0) for index, word in enumerate(words))


def _joiner(opener: str) -> str:
    return "MC" if opener == "MC" else f"{opener}'"


def _word(word: str, *, first: bool) -> str:
    if word in WHOLE_WORDS:
        return WHOLE_WORDS[word]
    if word in SMALL - SPANISH_OPENERS and not first:
        return word.lower()
    if word.startswith("MC") and len(word) > 4:
        return "Mc" + word[2:].capitalize()
    return "'".join(part.capitalize() for part in word.split("'"))
