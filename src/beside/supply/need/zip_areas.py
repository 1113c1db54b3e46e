"""ZIP areas where somebody lives, by state: read once for each process."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from beside.places import queries as places
from beside.places.core.place import Point


@dataclass(frozen=True, slots=True)
class ZipArea:
    """A ZIP area: its people, where its middle is, and the county most of it lies in."""

    code: str
    name: str
    county: str
    people: int
    point: Point


@cache
def _by_state() -> Mapping[str, Sequence[ZipArea]]:
    found: dict[str, list[ZipArea]] = defaultdict(list)
    for row in places.zip_distances([], state=None):
        place = places.locate(row.zip)[0]
        found[row.state].append(
            ZipArea(row.zip, f"{row.zip} {place.name}", row.county_fips, row.people, place.point)
        )
    return found


def of_states(states: Sequence[str]) -> list[ZipArea]:
    """All of these states."""
    return [area for state in states for area in _by_state().get(state, ())]


def miles_to_nearest(points: Sequence[Point], sites: Sequence[Point]) -> list[float | None]:
    """From each point to the nearest site, in a straight line; None where there is no site."""
    if not sites:
        return [None] * len(points)
    lats = np.array([site.lat for site in sites])
    lons = np.array([site.lon for site in sites])
    return [float(places.distances_miles(point, lats, lons).min()) for point in points]


def nearest(points: Sequence[Point], sites: Sequence[Point]) -> list[int]:
    """For each point the number of the nearest site. Raises ValueError without sites."""
    lats = np.array([site.lat for site in sites])
    lons = np.array([site.lon for site in sites])
    return [int(places.distances_miles(point, lats, lons).argmin()) for point in points]
