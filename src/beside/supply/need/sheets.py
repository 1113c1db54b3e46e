"""Planners' own tables: places to which kits may go, candidates, points of need.

Judged row by row before anything is kept; each fault names row, column and reason.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from beside.partners.core.rows import Fault
from beside.places import queries as places
from beside.supply.stock.sheets import Unreadable, read

__all__ = ["Fault", "OwnPlace", "Spot", "Unreadable", "own_places", "read", "spots"]

MOST_PLACES, MOST_SPOTS = 2_000, 5_000
MOST_KITS, MOST_PEOPLE = 10_000_000, 100_000_000
NEAR_DEGREES = 3  # decimals kept of what was typed: about 100 yards

PLACE_COLUMNS = ("name", "people_at_risk", "deaths", "least", "most", "now")
SPOT_COLUMNS = ("name", "latitude", "longitude", "zip")
DEMAND_COLUMNS = (*SPOT_COLUMNS, "weight")
TITLES: Mapping[str, Sequence[str]] = {
    "name": ("name", "place", "town", "nombre", "lugar"),
    "people_at_risk": ("people_at_risk", "people at risk", "at_risk", "personas en riesgo"),
    "deaths": ("deaths", "deaths a year", "muertes", "muertes al año"),
    "least": ("least", "minimum", "at least", "mínimo", "minimo"),
    "most": ("most", "maximum", "capacity", "at most", "máximo", "maximo", "capacidad"),
    "now": ("now", "kits now", "status quo", "ahora", "kits ahora"),
    "latitude": ("latitude", "lat", "latitud"),
    "longitude": ("longitude", "lon", "lng", "longitud"),
    "zip": ("zip", "zip code", "código postal", "codigo postal"),
    "weight": ("weight", "need", "count", "peso"),
}


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


@dataclass(frozen=True)
class OwnPlace:
    """One row of a table of places."""

    name: str
    at_risk: float
    deaths: float
    least: int = 0
    most: int | None = None
    now: int | None = None


@dataclass(frozen=True)
class Spot:
    """A place on the map; `weight` counts only for points of need."""

    name: str
    lat: float
    lon: float
    weight: float = 1.0


class _Wrong(ValueError):
    """One cell, and why."""

    def __init__(self, column: str, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.fault = (column, reason, value)


def own_places(rows: Sequence[Sequence[str]]) -> tuple[list[OwnPlace], list[Fault]]:
    """Good rows, or what is wrong."""
    good: dict[str, OwnPlace] = {}

    def judge(said: Mapping[str, str]) -> None:
        name = said["name"][:80]
        if not name:
            raise _Wrong("name", _("is empty"))
        if name.casefold() in good:
            raise _Wrong("name", _("stands there twice"), name)
        least, most = _kits(said, "least") or 0, _kits(said, "most")
        if most is not None and most < least:
            raise _Wrong("most", _("is less than the least"), said["most"])
        at_risk = _number(said, "people_at_risk", most=MOST_PEOPLE)
        if at_risk <= 0:
            raise _Wrong("people_at_risk", _("must be above nought"), said["people_at_risk"])
        deaths = _number(said, "deaths", most=MOST_PEOPLE)
        if deaths > at_risk:
            raise _Wrong("deaths", _("is more than the people at risk"), said["deaths"])
        good[name.casefold()] = OwnPlace(name, at_risk, deaths, least, most, _kits(said, "now"))

    faults = _judged(rows, PLACE_COLUMNS, ("name", "people_at_risk", "deaths"), judge, MOST_PLACES)
    return list(good.values()), faults


def spots(rows: Sequence[Sequence[str]], *, weighed: bool) -> tuple[list[Spot], list[Fault]]:
    """Places by latitude and longitude, or by ZIP code; points of need carry a weight."""
    good: list[Spot] = []

    def judge(said: Mapping[str, str]) -> None:
        weight = _number(said, "weight", most=MOST_PEOPLE) if weighed else 1.0
        if weight <= 0:
            raise _Wrong("weight", _("must be above nought"), said["weight"])
        lat, lon, name = _where(said)
        if not weighed and not said["name"]:
            raise _Wrong("name", _("is empty"))
        good.append(Spot((said["name"] or name)[:80], lat, lon, weight))

    columns = DEMAND_COLUMNS if weighed else SPOT_COLUMNS
    needed = ("weight",) if weighed else ("name",)
    faults = _judged(rows, columns, needed, judge, MOST_SPOTS)
    return good, faults


def _where(said: Mapping[str, str]) -> tuple[float, float, str]:
    """A point, and what to call it. Coordinates are kept to about 100 yards."""
    if said["latitude"] or said["longitude"]:
        lat = _number(said, "latitude", least=-90, most=90)
        lon = _number(said, "longitude", least=-180, most=180)
        try:
            places.county_at(places.Point(lat, lon))
        except places.NowhereInUnitedStates:
            reason = _("lies outside the United States")
            raise _Wrong("latitude", reason, said["latitude"]) from None
        return round(lat, NEAR_DEGREES), round(lon, NEAR_DEGREES), ""
    if not said["zip"]:
        raise _Wrong("latitude", _("neither a point nor a ZIP code"))
    code = said["zip"].zfill(5)
    try:
        found = places.locate(code)[0]
    except (places.UnknownPlace, places.MilitaryZip):
        raise _Wrong("zip", _("no such ZIP code"), said["zip"]) from None
    return found.point.lat, found.point.lon, f"{found.zip} {found.name}"


def _kits(said: Mapping[str, str], column: str) -> int | None:
    if not said[column]:
        return None
    number = _number(said, column, most=MOST_KITS)
    if not number.is_integer():
        raise _Wrong(column, _("whole kits only"), said[column])
    return int(number)


def _number(
    said: Mapping[str, str], column: str, *, least: float = 0.0, most: float = math.inf
) -> float:
    text = said[column].replace(" ", "").replace(",", "")
    if not text:
        raise _Wrong(column, _("is empty"))
    try:
        number = float(text)
    except ValueError:
        raise _Wrong(column, _("is not a number"), said[column]) from None
    if not math.isfinite(number) or not least <= number <= most:
        raise _Wrong(column, _("is out of range"), said[column])
    return number


def _judged(
    rows: Sequence[Sequence[str]],
    columns: Sequence[str],
    needed: Sequence[str],
    judge: Callable[[Mapping[str, str]], None],
    longest: int,
) -> list[Fault]:
    """Hand every row that says something to `judge`; what it and the header lack."""
    titles = [title.strip().casefold() for title in rows[0]]
    at = {name: titles.index(word) for name in columns for word in TITLES[name] if word in titles}
    missing = [Fault(1, name, _("this column is missing")) for name in needed if name not in at]
    if missing:
        return missing
    faults: list[Fault] = []
    told = 0
    for number, cells in enumerate(rows[1:], start=2):
        said = {name: _cell(cells, at.get(name)) for name in columns}
        if not any(said.values()):
            continue
        told += 1
        try:
            judge(said)
        except _Wrong as wrong:
            faults.append(Fault(number, *wrong.fault))
    if not told:
        return [Fault(2, needed[0], _("no row says anything"))]
    if told > longest:
        return [Fault(longest + 2, needed[0], _("too many rows"), str(told))]
    return faults


def _cell(cells: Sequence[str], place: int | None) -> str:
    """Without the apostrophe that our own files put before what a spreadsheet would run."""
    if place is None or place >= len(cells):
        return ""
    return cells[place].strip().removeprefix("'")
