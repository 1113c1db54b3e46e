"""What other rooms ask of places. Nothing here writes, logs or remembers a question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from beside.places import areas, search
from beside.places.adapters.gazetteer import gazetteer
from beside.places.areas import NowhereInUnitedStates
from beside.places.core import fips, question
from beside.places.core.fips import NotOneCounty, canonical_fips, same_county
from beside.places.core.geometry import (
    Box,
    box_around,
    box_of,
    distance_miles,
    distances_miles,
    nearest,
)
from beside.places.core.place import County, Estimate, Kind, Place, Point, Precision
from beside.places.core.projection import View, view_of
from beside.places.drawing import (
    LocalMap,
    Outline,
    county_outlines,
    local_map,
    national_outlines,
    national_state_lines,
)
from beside.places.population import (
    Band,
    ZipDistance,
    population_by_distance,
    population_by_distance_by_county,
    zip_distances,
)
from beside.places.search import MilitaryZip, UnknownPlace

__all__ = [
    "Band",
    "Box",
    "County",
    "CountyShare",
    "Estimate",
    "Kind",
    "LocalMap",
    "MilitaryZip",
    "NotOneCounty",
    "NowhereInUnitedStates",
    "Outline",
    "Place",
    "Point",
    "Precision",
    "UnknownPlace",
    "View",
    "ZipDistance",
    "box_around",
    "box_of",
    "canonical_fips",
    "counties_in",
    "counties_of_zip",
    "county",
    "county_at",
    "county_outlines",
    "distance_miles",
    "distances_miles",
    "local_map",
    "locate",
    "national_outlines",
    "national_state_lines",
    "nearest",
    "nearest_zip",
    "nearest_zips",
    "neighbours",
    "population_by_distance",
    "population_by_distance_by_county",
    "same_county",
    "states",
    "view_of",
    "zip_distances",
]


@dataclass(frozen=True, slots=True)
class CountyShare:
    """The part of a ZIP's homes that lie in a county; shares of a ZIP sum to 1."""

    county_fips: str
    share: float


def locate(typed: str) -> list[Place]:
    """The places a person may mean: one for a ZIP, perhaps several for a name.

    Takes `40405`, `40405-1234`, `Berea`, `berea ky`, `Jefferson County, KY`,
    `Kentucky`; likeliest first. Raises UnknownPlace (with suggestions) or
    MilitaryZip.
    """
    if zip_code := question.zip_in(typed):
        return [search.by_zip(zip_code)]
    return search.by_name(typed)


def county(code: str) -> County:
    """A county by its code of any year. Raises UnknownPlace, NotOneCounty."""
    return gazetteer().county(_county_row(code))


def county_at(point: Point) -> County:
    """The county a point lies in. Raises NowhereInUnitedStates."""
    return county(areas.county_fips_at(point))


def counties_in(state: str) -> list[County]:
    """A state's counties by code; Connecticut's old counties, which have shapes."""
    book = gazetteer()
    rows = np.flatnonzero(book.column("county_state") == _state_row(state))
    found = (book.county(int(row)) for row in rows)
    return [known for known in found if known.fips not in fips.PLANNING_REGIONS]


def states() -> list[Place]:
    """The 50 states, DC and the five territories, by postal code."""
    return [gazetteer().state_place(row) for row in range(len(gazetteer().state_codes))]


def nearest_zip(point: Point) -> Place:
    """The ZIP area whose point is nearest."""
    [place] = nearest_zips(point, k=1)
    return place


def nearest_zips(point: Point, *, k: int) -> list[Place]:
    """The k ZIP areas with the nearest middles, nearest first."""
    return [gazetteer().zip_place(row) for row in areas.nearest_zip_rows(point, k=k)]


def counties_of_zip(zip_code: str) -> list[CountyShare]:
    """Where a ZIP's homes are, largest share first. Raises UnknownPlace."""
    book = gazetteer()
    row = book.zip_row(zip_code)
    if row is None:
        raise UnknownPlace
    at = np.flatnonzero(book.column("share_zip") == row)
    parts = book.column("share_homes")[at].astype(float)
    codes = [book.county(int(c)).fips for c in book.column("share_county")[at]]
    shares = zip(codes, (parts / parts.sum()).tolist(), strict=True)
    return sorted((CountyShare(*pair) for pair in shares), key=lambda s: -s.share)


def neighbours(code: str) -> list[str]:
    """Codes of the counties that touch this one, water borders included.

    Raises UnknownPlace, NotOneCounty.
    """
    row = _county_row(code)
    pairs = gazetteer().column("county_pairs")
    return sorted(gazetteer().county(int(other)).fips for other in pairs[pairs[:, 0] == row, 1])


def in_order_of_distance(origin: Point, points: Sequence[Point]) -> list[int]:
    """Indices of the points, nearest first."""
    lats = np.array([p.lat for p in points])
    lons = np.array([p.lon for p in points])
    return [int(i) for i in nearest(origin, lats, lons, k=len(points))]


def _county_row(code: str) -> int:
    present = fips.canonical_fips(code)
    row = gazetteer().county_row(present) if present.isdigit() else None
    if row is None:
        raise UnknownPlace
    return row


def _state_row(state: str) -> int:
    try:
        return gazetteer().state_codes.index(state.upper())
    except ValueError:
        raise UnknownPlace from None
