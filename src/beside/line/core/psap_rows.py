"""Judging a list of emergency centers, row by row, before any of it is kept. Pure."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from beside.line.core.emergency import is_dialable, is_emergency
from beside.partners.core.rows import Fault

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "psap", "center", "nombre", "centro"),
    "counties": ("counties", "county", "fips", "condados", "condado"),
    "number": ("number", "ten_digit", "phone", "número", "numero", "teléfono"),
    "fallback": ("fallback", "second_number", "alternativo"),
    "source": ("source", "fuente"),
    "tested": ("tested", "last_tested", "last_tested_date", "probado"),
    "test_mode": ("test_mode", "test", "prueba"),
    "area": ("area", "polygon", "geojson", "zona"),
    "notes": ("notes", "notas"),
}
NEEDED = ("name", "counties", "number", "source")
LONGEST = {"name": 120, "source": 200, "notes": 400}
YES = {"yes", "y", "1", "true", "sí", "si", "x"}
CORNERS = 4  # a ring that closes has at least so many points


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


EMERGENCY = _(
    "is an emergency short number. It leads to the center of whoever dials, not of the person: "
    "write the center’s own ten-digit line."
)
NOT_TEN = _("is no ten-digit number")
NO_AREA = _("is no GeoJSON Polygon or MultiPolygon")
NO_COUNTY = _("is no county; write FIPS or “Madison, KY”")


class NotATenDigitLine(ValueError):
    """No number of a center. The message is for the page."""


class NotAnArea(ValueError):
    """No polygon."""


@dataclass(frozen=True)
class Center:
    """One emergency center as a list or form gives it."""

    name: str
    counties: tuple[str, ...]
    number: str
    source: str
    fallback: str = ""
    area: dict[str, Any] | None = None
    tested: date | None = None
    is_test_mode: bool = False
    notes: str = ""


@dataclass(frozen=True)
class Judged:
    """What a list holds: good rows with their numbers, or the faults."""

    rows: tuple[tuple[int, Center], ...]
    faults: tuple[Fault, ...]


def ten_digits(written: str) -> str:
    """A center's own line in E.164. Raises NotATenDigitLine, which says why."""
    digits = re.sub(r"\D", "", written)
    if is_emergency(written):
        raise NotATenDigitLine(EMERGENCY)
    number = "+1" + digits.removeprefix("1") if len(digits) in {10, 11} else ""
    if not is_dialable(number):
        raise NotATenDigitLine(NOT_TEN)
    return number


def area_of(written: str) -> dict[str, Any] | None:
    """A GeoJSON geometry, or a feature around one; nothing when nothing is written.

    Raises NotAnArea.
    """
    if not written.strip():
        return None
    try:
        found = json.loads(written)
        found = found.get("geometry", found)
        polygons = {"Polygon": lambda c: [c], "MultiPolygon": list}[found["type"]](
            found["coordinates"]
        )
        if not polygons or not all(_closes(ring) for rings in polygons for ring in rings):
            raise NotAnArea
        return {"type": found["type"], "coordinates": found["coordinates"]}
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as why:
        raise NotAnArea from why


def _closes(ring: Sequence[Sequence[float]]) -> bool:
    inside = all(-180 <= float(p[0]) <= 180 and -90 <= float(p[1]) <= 90 for p in ring)
    return len(ring) >= CORNERS and list(ring[0]) == list(ring[-1]) and inside


CountyCode = Callable[[str], str]  # raises ValueError


def judge(
    header: Sequence[str], rows: Iterable[Sequence[str]], county_code: CountyCode, today: date
) -> Judged:
    """Every row judged. Only a list without faults may be kept."""
    titles = [title.strip().casefold() for title in header]
    places = {
        column: titles.index(title)
        for column, names in COLUMNS.items()
        for title in names
        if title in titles
    }
    faults = [Fault(1, name, _("there is no such column")) for name in NEEDED if name not in places]
    good: list[tuple[int, Center]] = []
    seen: set[str] = set()
    for number, cells in enumerate(rows if not faults else (), start=2):
        if not any(cell.strip() for cell in cells):
            continue
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        center, wrong = _row(number, said, county_code, today)
        if said["name"].casefold() in seen:
            wrong.append(Fault(number, "name", _("stands in the list twice"), said["name"]))
        seen.add(said["name"].casefold())
        faults += wrong
        good += [(number, center)] if center and not wrong else []
    return Judged(tuple(good), tuple(faults))


def _row(
    number: int, said: Mapping[str, str], county_code: CountyCode, today: date
) -> tuple[Center | None, list[Fault]]:
    row = _Reader(number, said)
    counties = row.counties(county_code)
    main, second = row.line("number", needed=True), row.line("fallback")
    area, tested = row.area(), row.day("tested", today)
    for column, most in LONGEST.items():
        row.text(column, most, needed=column in NEEDED)
    if row.faults:
        return None, row.faults
    center = Center(
        name=" ".join(said["name"].split()), counties=counties, number=main, fallback=second,
        source=said["source"], area=area, tested=tested, notes=said.get("notes", ""),
        is_test_mode=said.get("test_mode", "").casefold() in YES,
    )  # fmt: skip
    return center, []


class _Reader:
    """Reads one row's cells and gathers what is wrong with them."""

    def __init__(self, row: int, said: Mapping[str, str]) -> None:
        self._row, self._said = row, said
        self.faults: list[Fault] = []

    def fault(self, column: str, reason: str, value: str | None = None) -> None:
        stands = self._said.get(column, "") if value is None else value
        self.faults.append(Fault(self._row, column, reason, stands[:60]))

    def text(self, column: str, most: int, *, needed: bool) -> None:
        written = self._said.get(column, "")
        if needed and not written:
            self.fault(column, _("is empty"))
        elif len(written) > most:
            self.fault(column, _("is too long"))

    def line(self, column: str, *, needed: bool = False) -> str:
        written = self._said.get(column, "")
        if not written:
            if needed:
                self.fault(column, _("is empty"))
            return ""
        try:
            return ten_digits(written)
        except NotATenDigitLine as why:
            self.fault(column, str(why))
            return ""

    def counties(self, county_code: CountyCode) -> tuple[str, ...]:
        found: list[str] = []
        written = re.split(r"[;\n|]", self._said["counties"])
        if not self._said["counties"]:
            self.fault("counties", _("is empty"))
        for part in (each.strip() for each in written):
            try:
                found += [county_code(part)] if part else []
            except ValueError:
                self.fault("counties", NO_COUNTY, part)
        return tuple(dict.fromkeys(found))

    def area(self) -> dict[str, Any] | None:
        try:
            return area_of(self._said.get("area", ""))
        except NotAnArea:
            self.fault("area", NO_AREA)
            return None

    def day(self, column: str, today: date) -> date | None:
        written = self._said.get(column, "")
        if not written:
            return None
        try:
            found = date.fromisoformat(written[:10])
        except ValueError:
            self.fault(column, _("is no date; write 2026-01-31"))
            return None
        if found > today:
            self.fault(column, _("lies ahead"))
        return found
