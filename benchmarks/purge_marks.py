"""What a hundred people say of themselves in line_5_purge, and how it is looked for in bytes.

Every place, number and coordinate is invented, and known by its like: one stem for places,
words and names, one area and exchange for numbers, four digits for coordinates.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import vault_search

STEM = "Zyzzyva Quillon"  # in every place, name, code and word
AREA = "6069877"  # every number is +1 606 987 7xxx
LAT, LON = 37.4812, -84.2973
CONTROL = "Obadiah Controlsworth, +16069878888"
SIGNED = re.compile(rb"606[-. )]{0,2}987[-. ]?7\d{3}")


@dataclass(frozen=True)
class Person:
    """One of the hundred."""

    number: int

    @property
    def place(self) -> str:
        return f"{self.number} {STEM} Road, Berea"

    @property
    def phone(self) -> str:
        return f"+1{AREA}{self.number:03d}"

    @property
    def friend(self) -> str:
        return f"+1{AREA}{self.number + 500:03d}"

    @property
    def point(self) -> tuple[float, float]:
        return LAT + self.number / 1e7, LON - self.number / 1e7

    def answers(self) -> dict[str, str]:
        """The page of questions, filled in."""
        lat, lon = self.point
        return {
            "place": self.place, "unit": f"{STEM} unit", "door": f"{STEM} door",
            "gate_code": f"{STEM}#{self.number}", "landmark": f"by the {STEM} mill",
            "zip": "40403", "lat": f"{lat:.7f}", "lon": f"{lon:.7f}", "door_unlocked": "yes",
            "callback": self.phone, "substance": "fentanyl", "route": "inject",
            "naloxone": "here", "first_kind": "person", "first_name": f"{STEM} friend",
            "first_number": self.friend,
        }  # fmt: skip


PEOPLE = [Person(number) for number in range(1, 101)]


def needles() -> list[bytes]:
    """Every writing of the stems, and coordinates as floating point numbers."""
    found = vault_search.writings(STEM.encode()) | vault_search.as_text(f"+1{AREA}".encode())
    found |= {f"+1{AREA}".encode("utf-16-le"), f"{LAT}".encode(), f"{LON}".encode()}
    for person in PEOPLE:
        for value in person.point:
            found |= {struct.pack("<d", value), struct.pack(">d", value)}
    return sorted(found)


def look(*folders: Path) -> dict[str, int]:
    """How often anything of anybody stands in these files, and how much was read."""
    wanted = needles()
    seen = {"found": 0, "bytes": 0, "control": 0}
    for content in _contents(*folders):
        seen["bytes"] += len(content)
        seen["found"] += sum(needle in content for needle in wanted)
        seen["found"] += len(SIGNED.findall(content))
        seen["control"] += CONTROL.encode() in content
    return seen


def _contents(*folders: Path) -> Iterator[bytes]:
    for path in vault_search.files(*folders):
        yield path.read_bytes()
