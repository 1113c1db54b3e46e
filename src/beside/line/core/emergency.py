"""Which numbers no machine may dial or text, and which are numbers at all. Pure."""

import re
from collections.abc import Collection

# What people dial for police, fire or ambulance around the world; 933 tests 911, 988 is people's.
SHORT = frozenset(
    {"911", "112", "999", "933", "988", "000", "111", "110", "118", "119", "101", "102", "103",
     "108", "190", "192", "193", "995", "15", "17", "18", "066", "061", "1669", "999999"}
)  # fmt: skip
SERVICE_AREA = re.compile(r"1?[2-9]11\d{0,7}")  # N11 codes are services, never a place
PLAIN = re.compile(r"1[2-9]\d{2}[2-9]\d{6}")  # a number of the North American plan


def digits_of(number: str) -> str:
    return re.sub(r"\D", "", number)


def is_emergency(number: str, centers: Collection[str] = ()) -> bool:
    """Whether a machine must keep its hands off this number.

    `centers` are the numbers of emergency centres in the coalition's own table. A short
    number counts behind a country's code too (+1911, 011112), as does the area code 911.
    """
    digits = digits_of(number)
    bare = digits.lstrip("0")
    if any(digits[cut:] in SHORT or bare[cut:] in SHORT for cut in range(4)):
        return True
    if SERVICE_AREA.fullmatch(bare):
        return True
    return digits.removeprefix("1") in {digits_of(each).removeprefix("1") for each in centers}


def is_dialable(number: str) -> bool:
    """Whether somebody could be at this number, in E.164: a real plan's form where we know it."""
    if not re.fullmatch(r"\+[1-9]\d{7,14}", number):
        return False
    return not number.startswith("+1") or PLAIN.fullmatch(number[1:]) is not None
