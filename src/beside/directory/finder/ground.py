"""The land under the map: county and state lines and the larger towns.

Drawn land is kept for a while. What is kept is land, not who looked at it.
"""

import math
from functools import lru_cache

from beside.directory.finder.map import SIZE, Land, View
from beside.places import lines
from beside.places.adapters.shapes import Size
from beside.places.queries import Box

MOST_TOWNS = 14


@lru_cache(maxsize=4096)
def ground(view: View) -> Land:
    """The land of a view: lines as SVG, placed by one transform, and the towns on it."""
    box = _box(view)
    size = _size(view)
    drawn = lines.borders(box, size)
    paths = "".join(
        f'<path class="{name}" d="{path}"/>'
        for name, path in (("county", drawn.county), ("state", drawn.state), ("coast", drawn.coast))
        if path
    )
    placed = f'<g transform="{_matrix(view, lines.PER_DEGREE[size])}">{paths}</g>'
    return Land(placed, _towns(view, box))


def _size(view: View) -> Size:
    if view.miles <= 5:
        return Size.NEAR
    return Size.STATE if view.miles <= 50 else Size.NATION


def _box(view: View) -> Box:
    north = SIZE / 2 / view.scale
    east = north / math.cos(math.radians(view.latitude))
    return Box(
        view.latitude - north, view.longitude - east, view.latitude + north, view.longitude + east
    )


def _matrix(view: View, per_degree: int) -> str:
    """From parts of a degree to the units of the drawing."""
    down = view.scale / per_degree
    across = down * math.cos(math.radians(view.latitude))
    left = SIZE / 2 - view.longitude * per_degree * across
    top = SIZE / 2 + view.latitude * per_degree * down
    return f"matrix({across:.5f} 0 0 {-down:.5f} {left:.1f} {top:.1f})"


def _towns(view: View, box: Box) -> tuple[tuple[str, float, float], ...]:
    """The largest towns, and where they lie on the drawing."""
    found = lines.largest_towns(box, MOST_TOWNS)
    return tuple((name, *view.project(point.lat, point.lon)) for name, point in found)


def warm() -> None:
    """Read every size of shapes and the towns once, before anybody waits for them."""
    for miles in (2, 20, 100):
        ground(View(38.0, -84.5, miles))
