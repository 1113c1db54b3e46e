"""Distance on the globe, for one pair or for thousands at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from beside.places.core.place import Point

Floats = NDArray[np.float64]

EARTH_RADIUS_MILES = 3958.7613
"""The mean radius of WGS 84, 6371.0088 km (Moritz 2000), in miles."""
MILES_PER_DEGREE = EARTH_RADIUS_MILES * radians(1)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of degrees. Never crosses the 180th meridian."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies in the box or on its edge."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east


def distance_miles(a: Point, b: Point) -> float:
    """Great-circle distance by the haversine formula, on a sphere.

    Within 0.6% of the distance on the ellipsoid. Source: Sinnott 1984, Sky
    and Telescope 68(2):159.
    """
    north, south = radians(a.lat), radians(b.lat)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_MILES * asin(min(1.0, sqrt(half)))


def distances_miles(origin: Point, lats: Floats, lons: Floats) -> Floats:
    """`distance_miles` from one point to many; degrees in, miles out."""
    north = radians(origin.lat)
    souths = np.radians(lats)
    half = np.sin((souths - north) / 2) ** 2
    half += cos(north) * np.cos(souths) * np.sin(np.radians(lons - origin.lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_MILES * np.arcsin(np.minimum(1.0, np.sqrt(half))))


def nearest(origin: Point, lats: Floats, lons: Floats, *, k: int) -> NDArray[np.intp]:
    """Indices of the k nearest, nearest first; fewer if there are fewer."""
    miles = distances_miles(origin, lats, lons)
    k = min(k, len(miles))
    if k == 0:
        return np.empty(0, dtype=np.intp)
    chosen = np.argpartition(miles, k - 1)[:k]
    return chosen[np.argsort(miles[chosen], kind="stable")]


def box_around(point: Point, *, miles: float) -> Box:
    """A box that holds everything within `miles` of the point, and some more."""
    north = miles / MILES_PER_DEGREE
    widest = max(cos(radians(min(abs(point.lat) + north, 89.0))), 0.01)
    east = north / widest
    return Box(point.lat - north, point.lon - east, point.lat + north, point.lon + east)


def box_of(points: Sequence[Point]) -> Box:
    """The smallest box that holds the points. Raises ValueError on none."""
    lats, lons = [p.lat for p in points], [p.lon for p in points]
    return Box(min(lats), min(lons), max(lats), max(lons))
