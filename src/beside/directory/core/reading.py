"""Dates, times, phones and addresses as people write them. Pure: text in, value or reason out."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from rfc3986_validator import validate_rfc3986  # type: ignore[import-untyped]


class Unreadable(ValueError):
    """The text cannot be read as what it must be. `mend` says what to write instead."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.mend = mend


MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
    for name in (names, names[:3])
}
_WRITTEN = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?$")
_CLOCK = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}T)?(\d{1,2})(?::?(\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*"
    r"([AaPp])?\.?(?:[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$"
)
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]{2,}$")
_EXTENSION = re.compile(r"(?i)\b(?:ext|x)\b")
_ZIP = re.compile(r"\d{5}(-?\d{4})?$")
PIVOT = 69  # two digits above it are of the last century, as POSIX strptime has it

STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "DC",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "AS",
        "GU",
        "MP",
        "PR",
        "VI",
        "FM",
        "MH",
        "PW",
        "AA",
        "AE",
        "AP",
    ]
)


def as_date(text: str, *, day_first: bool) -> tuple[date, str]:
    """A date, and a note when it had to be guessed. Raises Unreadable.

    Reads 2014-11-27, 11/27/2014, 11/27/14 and November 27, 2014. With
    `day_first`, 27/11/2014.
    """
    text = text.strip()
    if found := _ISO.match(text):
        return _dated(text, *(int(part) for part in found.groups())), ""
    if (found := _WRITTEN.match(text)) and found[1].lower() in MONTHS:
        return _dated(text, int(found[3]), MONTHS[found[1].lower()], int(found[2])), ""
    if found := _SLASHED.match(text):
        first, second = int(found[1]), int(found[2])
        month, day = (second, first) if day_first else (first, second)
        year, note = _year(found[3])
        return _dated(text, year, month, day), note
    raise _no_date(text)


def _year(text: str) -> tuple[int, str]:
    if len(text) == 4:
        return int(text), ""
    year = int(text) + (1900 if int(text) >= PIVOT else 2000)
    return year, f"The year {text} was read as {year}."


def _dated(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _no_date(text) from error


def _no_date(text: str) -> Unreadable:
    return Unreadable(f"{text!r} is not a date.", "Write it as 2026-01-31.")


def as_time(text: str) -> tuple[time, float | None]:
    """A clock time and, if it says so, its hours from UTC. Raises Unreadable."""
    wrong = Unreadable(f"{text!r} is not a time of day.", "Write it as 09:30 or 9:30 AM.")
    found = _CLOCK.match(text.strip())
    if not found:
        raise wrong
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            raise wrong
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    elif found[2] is None:
        raise wrong
    try:
        return time(hour % 24 if (hour, minute) == (24, 0) else hour, minute, second), _offset(
            found[5]
        )
    except ValueError as error:
        raise wrong from error


def _offset(text: str | None) -> float | None:
    if not text:
        return None
    if text == "Z":
        return 0.0
    digits = text[1:].replace(":", "")
    return (int(digits[:2]) + int(digits[2:]) / 60) * (-1 if text[0] == "-" else 1)


def as_moment(text: str) -> datetime:
    """An instant; without a zone it is taken as UTC. Raises Unreadable."""
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable(
            f"{text!r} is not a date and time.", "Write it as 2026-01-31T09:30:00Z."
        ) from error


def as_uri(text: str) -> str:
    """A web address with its scheme. Raises Unreadable."""
    text = text.strip()
    if not (validate_rfc3986(text, rule="URI") and re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", text)):
        mend = "Write it in full, such as https://example.org."
        if re.match(r"[\w-]+(\.[\w-]+)+(/\S*)?$", text):
            mend = f"Write https://{text}."
        raise Unreadable(f"{text!r} is not a web address.", mend)
    return text


def as_email(text: str) -> str:
    """One e-mail address. Raises Unreadable."""
    if not _EMAIL.match(text.strip()):
        raise Unreadable(
            f"{text!r} is not one e-mail address.", "Write one, such as desk@example.org."
        )
    return text.strip()


def as_phone(text: str) -> str:
    """A phone number of three (211) to fifteen digits, letters counted. Raises Unreadable."""
    text = text.strip()
    digits = sum(map(str.isalnum, _EXTENSION.split(text, 1)[0]))
    if not (3 <= digits <= 20 and sum(map(str.isdigit, text)) >= 3):
        raise Unreadable(
            f"{text!r} is not a phone number.", "Write it with area code: 859-555-0100."
        )
    return text


def as_state(text: str) -> str:
    """A state's two letters. Raises Unreadable."""
    if text.strip().upper() not in STATES:
        raise Unreadable(f"{text!r} is not a state.", "Write its two letters, such as KY.")
    return text.strip().upper()


def as_zip(text: str) -> str:
    """A ZIP code of five or nine digits. Raises Unreadable."""
    if not _ZIP.match(text.strip()):
        raise Unreadable(f"{text!r} is not a ZIP code.", "Write its five digits, such as 40403.")
    return text.strip()


def padded_zip(text: str) -> str:
    """A ZIP code that a spreadsheet robbed of its leading noughts. Raises Unreadable."""
    text = text.strip().removesuffix(".0")
    head, _, tail = text.partition("-")
    return as_zip(head.zfill(5) + (f"-{tail}" if tail else ""))


def as_number(text: Any) -> float:
    """A number. Raises Unreadable."""
    try:
        number = float(text)
        if number != number or number in (float("inf"), float("-inf")):
            raise ValueError
    except (TypeError, ValueError) as error:
        raise Unreadable(f"{text!r} is not a number.", "Write digits only.") from error
    return number


def as_whole(text: Any) -> int:
    """A whole number from nought. Raises Unreadable."""
    number = as_number(text)
    if number != int(number) or not 0 <= number < 32768:
        raise Unreadable(f"{text!r} is not a whole number.", "Write digits only.")
    return int(number)


def as_yes_no(text: Any) -> bool:
    """Yes or no. Raises Unreadable."""
    word = str(text).strip().lower()
    if word in {"true", "t", "yes", "y", "1"}:
        return True
    if word in {"false", "f", "no", "n", "0"}:
        return False
    raise Unreadable(f"{text!r} is neither yes nor no.", "Write yes or no.")


def as_words(value: Any) -> list[str]:
    """A list of words, or words between commas."""
    parts = value if isinstance(value, list) else str(value).split(",")
    return [str(part).strip() for part in parts if str(part).strip()]


def as_id(text: Any) -> UUID:
    """A UUID. Raises Unreadable."""
    try:
        return UUID(str(text).strip())
    except ValueError as error:
        raise Unreadable(f"{text!r} is not a UUID.", "Give the row the id it had.") from error


READERS: dict[str, Callable[[Any], Any]] = {
    "text": str,
    "uri": as_uri,
    "email": as_email,
    "moment": as_moment,
    "number": as_number,
    "whole": as_whole,
    "yes_no": as_yes_no,
    "words": as_words,
    "id": as_id,
}
