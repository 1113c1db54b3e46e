"""Which county a post office's point speaks for; Census shapes, in full."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from shapely import STRtree
from shapely.geometry import Point as Spot
from shapely.geometry import shape

from beside.places.core import words
from beside.places.core.fips import canonical_fips, drawn_as
from beside.places.core.place import Point
from scripts.derive_places.sources import PostOffice
from scripts.derive_places.states import STATES

FARTHEST_BELIEVED = 0.25
"""Degrees, some 15 miles: beyond this a point and a county cannot both be right."""


class Ground:
    """The county shapes, asked by point."""

    def __init__(self, rows: Iterable[tuple[str, str, str, dict[str, Any]]]) -> None:
        listed = list(rows)
        self._codes = [fips for fips, *_ in listed]
        self._keys = [words.key(name) for _, name, *_ in listed]
        self._shapes = [shape(geometry) for *_, geometry in listed]
        self._tree = STRtree(self._shapes)

    def may_hold(self, county_fips: str, point: Point) -> bool:
        """Whether the point lies in the county or not far outside it."""
        drawn = drawn_as(county_fips)
        return any(self._codes[row] == drawn for row in self._near(point))

    def county_of(self, office: PostOffice) -> str | None:
        """The county GeoNames names, if it is near; else the nearest of the state."""
        point = Point(office.lat, office.lon)
        state_fips, _ = STATES[office.state]
        near = [row for row in self._near(point) if self._codes[row].startswith(state_fips)]
        if not near:
            return None
        said = words.county_key(office.county)
        spot = Spot(point.lon, point.lat)
        best = min(near, key=lambda r: (self._keys[r] != said, self._shapes[r].distance(spot)))
        return canonical_fips(self._codes[best])

    def _near(self, point: Point) -> list[int]:
        spot = Spot(point.lon, point.lat)
        found = self._tree.query(spot, predicate="dwithin", distance=FARTHEST_BELIEVED)
        return [int(row) for row in np.sort(found)]
