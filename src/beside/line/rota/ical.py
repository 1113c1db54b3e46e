"""Somebody's shifts as a calendar (RFC 5545). It says "Shift" and nothing of what for."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.translation import gettext

from beside.line.models import Shift

LONGEST_LINE = 75  # octets
TYPE = "text/calendar; charset=utf-8"


def calendar(shifts: Iterable[Shift], at: datetime) -> str:
    """All of them, one event each."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//beside//rota//EN", "CALSCALE:GREGORIAN"]
    for shift in shifts:
        lines += [
            "BEGIN:VEVENT",
            f"UID:shift-{shift.pk}@beside",
            f"DTSTAMP:{_utc(at)}",
            f"DTSTART:{_utc(shift.starts_at)}",
            f"DTEND:{_utc(shift.ends_at)}",
            f"SUMMARY:{_escaped(gettext('On call') if shift.on_call_only else gettext('Shift'))}",
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text


def _folded(line: str) -> Iterable[str]:
    """Lines of at most 75 octets, each but the first begun with a space."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST_LINE:
            yield part
            part = " "
        part += letter
    yield part
