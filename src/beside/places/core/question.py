"""What a person typed into the place box, read as a ZIP or as a name and a state."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from beside.places.core import words

ZIP = re.compile(r"(\d{5})(?:[-\s]?\d{4})?")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a name: its search key, and a state code or nothing."""

    key: str
    state: str
    says_county: bool


def zip_in(typed: str) -> str | None:
    """The five digits of a ZIP or ZIP+4, else None.

    A ZIP that lost its leading nought in a spreadsheet (`2139`) is mended.
    """
    bare = typed.strip()
    if found := ZIP.fullmatch(bare):
        return found.group(1)
    if bare.isascii() and bare.isdigit() and len(bare) == 4:
        return "0" + bare
    return None


def is_military(zip_code: str) -> bool:
    """Whether the ZIP is an APO, FPO or DPO: a post office that moves with its people."""
    return "09000" <= zip_code < "09900" or zip_code[:3] == "340" or "962" <= zip_code[:3] <= "966"


def readings(typed: str, state_codes: Mapping[str, str]) -> list[Reading]:
    """Every way to read a name, the likelier first.

    `state_codes` gives the postal code for the key of each state's code and
    name. `Berea KY` is Berea in Kentucky; `New York` is a town in any state.
    """
    tokens = words.key(typed[:LONGEST]).split()
    found = []
    for taken in (1, 2, 3, 4):
        state = state_codes.get(" ".join(tokens[-taken:]))
        if state and len(tokens) > taken:
            found.append(_reading(" ".join(tokens[:-taken]), state))
    return [*found, _reading(" ".join(tokens), "")]


def _reading(name: str, state: str) -> Reading:
    return Reading(words.county_key(name), state, words.names_county(name))
