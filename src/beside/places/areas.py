"""Which county a point lies in, by the finest shapes."""

from functools import cache

import numpy as np

from beside.places.adapters.gazetteer import gazetteer
from beside.places.adapters.shapes import Shapes, Size, shapes, touching
from beside.places.core import fips, geometry
from beside.places.core.inside import crossings
from beside.places.core.place import Point, Precision

SHORE_MILES = 15
ROUND_THE_EARTH = 15_000  # miles
"""A point this near to a ZIP's middle but in no shape is on a pier or a left-out island."""


class NowhereInUnitedStates(LookupError):
    """The point lies in no county or territory of ours."""


def county_fips_at(point: Point) -> str:
    """The present code of the county a point lies in. Raises NowhereInUnitedStates."""
    book = shapes(Size.NEAR)
    south_to_east = (point.lat, point.lon, point.lat, point.lon)
    for county in touching(book.county_boxes, *south_to_east):
        if _holds(book, int(county), point):
            return _present(book.fips[county], point)
    return _on_shore(point)


def _holds(book: Shapes, county: int, point: Point) -> bool:
    return (
        sum(crossings(point.lon, point.lat, book.arc(int(n))) for n in book.arcs_of[county]) % 2
        == 1
    )


def _present(drawn: str, point: Point) -> str:
    """The part of a divided county, by the nearest ZIP of any part."""
    parts = fips.successors(drawn)
    if len(parts) == 1:
        return parts[0]
    return _nearest_of(point, parts)


def _nearest_of(point: Point, parts: tuple[str, ...]) -> str:
    book = gazetteer()
    rows = [row for part in parts if (row := book.county_row(part)) is not None]
    at = np.flatnonzero(np.isin(book.column("zip_county"), rows))
    lats, lons = book.degrees["zip_lat"][at], book.degrees["zip_lon"][at]
    [nearest] = geometry.nearest(point, lats, lons, k=1)
    return book.zip_place(int(at[nearest])).county_fips


def _on_shore(point: Point) -> str:
    [row] = nearest_zip_rows(point, k=1)
    place = gazetteer().zip_place(row)
    if geometry.distance_miles(point, place.point) > SHORE_MILES:
        raise NowhereInUnitedStates
    return place.county_fips


def nearest_zip_rows(point: Point, *, k: int) -> list[int]:
    """Rows of the k ZIP areas with the nearest middles, nearest first; none of no place."""
    rows, lats, lons = _areas()
    miles = 12.0
    while True:
        box = geometry.box_around(point, miles=miles)
        near = np.flatnonzero(
            (lats >= box.south) & (lats <= box.north) & (lons >= box.west) & (lons <= box.east)
        )
        is_all = miles > ROUND_THE_EARTH
        if len(near) >= k or is_all:
            chosen = near[geometry.nearest(point, lats[near], lons[near], k=k)]
            far = geometry.distances_miles(point, lats[chosen], lons[chosen])
            if is_all or far[-1] <= miles:
                return [int(rows[n]) for n in chosen]
        miles *= 4


@cache
def _areas() -> tuple[np.ndarray, geometry.Floats, geometry.Floats]:
    """Rows, latitudes and longitudes of ZIPs that have an area of their own."""
    book = gazetteer()
    drawn = book.column("zip_precision") == list(Precision).index(Precision.AREA)
    rows = np.flatnonzero(drawn)
    return rows, book.degrees["zip_lat"][rows], book.degrees["zip_lon"][rows]
