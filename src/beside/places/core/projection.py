"""From degrees to the pixels of a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from beside.places.core.geometry import MILES_PER_DEGREE, Box, box_of
from beside.places.core.place import Point

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """A local picture: equirectangular, east-west shrunk by the cosine of its middle.

    Below 300 miles across, shapes are true to about 1%. `scale` is pixels per
    degree north.
    """

    box: Box
    width: int
    height: int
    scale: float
    shrink: float

    def project(self, degrees: Floats) -> Floats:
        """(longitude, latitude) rows to (x, y) rows, y downwards."""
        pixels = np.empty_like(degrees, dtype=np.float64)
        pixels[:, 0] = (degrees[:, 0] - self.box.west) * self.shrink * self.scale
        pixels[:, 1] = (self.box.north - degrees[:, 1]) * self.scale
        return pixels

    def xy(self, point: Point) -> tuple[int, int]:
        """Where a point falls, to the pixel."""
        x = (point.lon - self.box.west) * self.shrink * self.scale
        return round(x), round((self.box.north - point.lat) * self.scale)

    @property
    def miles_per_pixel(self) -> float:
        """For a scale bar."""
        return MILES_PER_DEGREE / self.scale


def view_of(
    points: Sequence[Point], *, width: int, height: int, padding: int, least_miles: float
) -> View:
    """The view that holds the points `padding` pixels from its edges.

    Never closer than `least_miles` from top to bottom, however near together
    the points are. Raises ValueError on no points.
    """
    box = box_of(points)
    lat, lon = (box.south + box.north) / 2, (box.west + box.east) / 2
    shrink = cos(radians(lat))
    tall = max(box.north - box.south, least_miles / MILES_PER_DEGREE)
    wide = (box.east - box.west) * shrink
    across, down = width - 2 * padding, height - 2 * padding
    scale = min(down / tall, across / wide if wide else down / tall)
    half_lat, half_lon = height / scale / 2, width / scale / shrink / 2
    around = Box(lat - half_lat, lon - half_lon, lat + half_lat, lon + half_lon)
    return View(around, width, height, scale, shrink)


@dataclass(frozen=True)
class Albers:
    """Albers' equal-area conic on a sphere of radius 1.

    Source: Snyder 1987, Map Projections: A Working Manual, USGS Professional
    Paper 1395, equations 14-1 to 14-6.
    """

    south: float
    north: float
    origin: Point

    @property
    def cone(self) -> float:
        """The cone constant, n."""
        return (sin(radians(self.south)) + sin(radians(self.north))) / 2

    def project(self, degrees: Floats) -> Floats:
        """(longitude, latitude) rows to (x, y) rows, y upwards, in radii of the earth."""
        n = self.cone
        c = cos(radians(self.south)) ** 2 + 2 * n * sin(radians(self.south))
        middle = sqrt(c - 2 * n * sin(radians(self.origin.lat))) / n
        rho = np.sqrt(c - 2 * n * np.sin(np.radians(degrees[:, 1]))) / n
        theta = n * np.radians(degrees[:, 0] - self.origin.lon)
        return np.stack([rho * np.sin(theta), middle - rho * np.cos(theta)], axis=1)


@dataclass(frozen=True)
class Inset:
    """A part of the national picture: its projection, and where and how large it lies."""

    cone: Albers
    scale: float
    x: float
    y: float

    def project(self, degrees: Floats) -> Floats:
        """(longitude, latitude) rows to pixels of the 960 by 600 national picture."""
        plane = self.cone.project(_american_longitudes(degrees))
        return np.stack([self.x + self.scale * plane[:, 0], self.y - self.scale * plane[:, 1]], 1)


def _american_longitudes(degrees: Floats) -> Floats:
    """The Aleutians past the 180th meridian belong with Alaska, not with Asia."""
    west = degrees.astype(np.float64)
    west[:, 0] = np.where(west[:, 0] > 100, west[:, 0] - 360, west[:, 0])
    return west


NATION_WIDTH, NATION_HEIGHT = 960, 600
LOWER_48 = Inset(Albers(29.5, 45.5, Point(37.5, -96)), 1200, 470, 318)
ALASKA = Inset(Albers(55, 65, Point(50, -154)), 420, 130, 600)
HAWAII = Inset(Albers(8, 18, Point(20.6, -157.5)), 1200, 330, 570)
PUERTO_RICO = Inset(Albers(17, 19, Point(18.2, -66.4)), 1200, 860, 565)
INSETS = {"02": ALASKA, "15": HAWAII, "72": PUERTO_RICO}
NOT_DRAWN = frozenset({"60", "66", "69", "78"})
"""American Samoa, Guam, the Northern Marianas and the Virgin Islands have local views only."""
