"""Expiry dates as cartons print them, and how long is left."""

import calendar
from datetime import date


class NotADate(ValueError):
    """This is not a month and a year, nor a day."""


def last_day(year: int, month: int) -> date:
    """A month without a day means its last day (as day 00 does in a GS1 code)."""
    return date(year, month, calendar.monthrange(year, month)[1])


def read(typed: str) -> date:
    """ "2027-03", "03/2027", "3/27", "2027-03-15" or GS1's "270300". Raises NotADate."""
    bare = typed.strip()
    try:
        if bare.isdigit() and len(bare) == 6:
            return of_gs1(bare)
        parts = [int(part) for part in bare.replace("/", "-").replace(".", "-").split("-")]
        return _of_parts(parts)
    except ValueError as error:
        raise NotADate("a month and a year, as 03/2027") from error


def of_gs1(six: str) -> date:
    """YYMMDD of the application identifier 17; day 00 is the month's last."""
    year, month, day = 2000 + int(six[:2]), int(six[2:4]), int(six[4:])
    return date(year, month, day) if day else last_day(year, month)


def _of_parts(parts: list[int]) -> date:
    if len(parts) == 3:
        return date(*parts) if parts[0] > 999 else date(_year(parts[2]), parts[0], parts[1])
    first, second = parts
    year, month = (first, second) if first > 12 else (second, first)
    return last_day(_year(year), month)


def _year(typed: int) -> int:
    return typed if typed > 999 else 2000 + typed
