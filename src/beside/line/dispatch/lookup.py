"""Which emergency center answers for a place: by its area, then by county. Nothing leaves here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beside.line.models import Psap
from beside.line.particulars import Particulars
from beside.places import queries as places
from beside.places.queries import Point

STALE = timedelta(days=180)


class Why(StrEnum):
    """Why a center is thought to be the right one."""

    AREA = "area"
    COUNTY = "county"
    PART = "part"  # a part of the ZIP area lies in its county


@dataclass(frozen=True)
class Answer:
    """A center that may answer for the place, and why."""

    psap: Psap
    why: Why
    county: str
    is_stale: bool


def is_stale(tested_at: datetime | None, at: datetime) -> bool:
    """Whether nobody has called it for 180 days."""
    return tested_at is None or at - tested_at > STALE


def centers_for(
    *, point: Point | None, counties: Sequence[str], at: datetime, for_practice: bool = False
) -> list[Answer]:
    """The centers for a place, likeliest first: the smallest area around it, then its counties.

    Entries in test mode answer for practice alone; practice falls back on real ones, which
    it never rings.
    """
    table = list(Psap.objects.order_by("is_test_mode", "name"))
    fitting = [psap for psap in table if psap.is_test_mode] if for_practice else []
    table = fitting or [psap for psap in table if not psap.is_test_mode]
    found = _by_area(table, point, at)
    for nth, county in enumerate(counties):
        why = Why.COUNTY if nth == 0 else Why.PART
        here = [psap for psap in table if county in psap.counties]
        found += [
            _answer(psap, why, county, at)
            for psap in sorted(here, key=lambda psap: psap.area is not None)
            if psap not in [each.psap for each in found] and not _lies_elsewhere(psap, point)
        ]
    return found


def _by_area(table: Sequence[Psap], point: Point | None, at: datetime) -> list[Answer]:
    if point is None:
        return []
    around = [
        (area.area, psap)
        for psap in table
        if psap.area and (area := _shape(psap.area)).covers(_spot(point))
    ]
    around.sort(key=lambda pair: pair[0])
    return [_answer(psap, Why.AREA, "", at) for _, psap in around]


def _lies_elsewhere(psap: Psap, point: Point | None) -> bool:
    """Whether the center has an area of its own, and the place is surely not in it."""
    return point is not None and psap.area is not None


def _spot(point: Point) -> Any:
    from shapely.geometry import Point as Spot  # dear to import; asked for in an emergency alone

    return Spot(point.lon, point.lat)


def _shape(area: dict[str, Any]) -> Any:
    from shapely.geometry import shape

    return shape(area)


def _answer(psap: Psap, why: Why, county: str, at: datetime) -> Answer:
    name = places.county(county).name if county else ""
    return Answer(psap, why, name, is_stale(psap.last_tested_at, at))


@dataclass(frozen=True)
class Where:
    """What is known of a place for finding its center."""

    point: Point | None
    counties: tuple[str, ...]


def where_is(particulars: Particulars, county_fips: str) -> Where:
    """The point and counties of a place; empty when it cannot be placed, which blocks nothing."""
    point = None
    if particulars.lat is not None and particulars.lon is not None:
        point = Point(particulars.lat, particulars.lon)
    shares = _of_zip(particulars.zip)
    counties = [county_fips, *shares] if county_fips else shares
    return Where(point, tuple(dict.fromkeys(counties)))


def where_typed(typed: str) -> Where:
    """A ZIP, a town, a county or “37.57, -84.29”. Raises UnknownPlace, MilitaryZip."""
    if (point := _point(typed)) is not None:
        return Where(point, (places.county_at(point).fips,))
    if typed.strip()[:5].isdigit():
        found = _of_zip(typed.strip()[:5])
        if found:
            return Where(None, tuple(found))
    place = places.locate(typed)[0]
    return Where(None, (place.county_fips,) if place.county_fips else ())


def _point(typed: str) -> Point | None:
    lat, comma, lon = typed.partition(",")
    try:
        point = Point(float(lat), float(lon)) if comma else None
    except ValueError:
        return None
    return point if point and -90 <= point.lat <= 90 and -180 <= point.lon <= 180 else None


def _of_zip(zip_code: str) -> list[str]:
    if not re.fullmatch(r"\d{5}.*", zip_code):
        return []
    try:
        return [share.county_fips for share in places.counties_of_zip(zip_code[:5])]
    except places.UnknownPlace:
        return []
