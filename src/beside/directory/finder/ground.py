"""The land under the map: county and state lines and the larger towns.

Drawn land is kept for a while. What is kept is land, not who looked at it.
"""

import math
from functools import lru_cache

from django.utils.html import escape

from beside.directory.finder.map import SIZE, View
from beside.places import lines
from beside.places.adapters.shapes import Size
from beside.places.queries import Box

MOST_NAMES = 7
LETTER, LINE = 6.2, 15
BELOW = 26  # under the mark that may stand on the town


@lru_cache(maxsize=4096)
def ground(view: View) -> str:
    """The land of a view as SVG: lines placed by one transform, then names."""
    box = _box(view)
    size = _size(view)
    drawn = lines.borders(box, size)
    paths = "".join(
        f'<path class="{name}" d="{path}"/>'
        for name, path in (("county", drawn.county), ("state", drawn.state), ("coast", drawn.coast))
        if path
    )
    placed = f'<g transform="{_matrix(view, lines.PER_DEGREE[size])}">{paths}</g>'
    return f'{placed}<g class="town">{_names(view, box)}</g>'


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


def _names(view: View, box: Box) -> str:
    """The largest towns whose names do not run into each other or the edge."""
    taken: list[tuple[float, float, float]] = []
    made: list[str] = []
    for name, point in lines.largest_towns(box, MOST_NAMES * 2):
        x, y = view.project(point.lat, point.lon)
        y += BELOW
        half = len(name) * LETTER / 2
        if not half < x < SIZE - half or not LINE < y < SIZE - 4 or len(made) == MOST_NAMES:
            continue
        if all(abs(x - a) > half + b or abs(y - c) > LINE for a, b, c in taken):
            taken.append((x, half, y))
            made.append(f'<text x="{x:.0f}" y="{y:.0f}">{escape(name)}</text>')
    return "".join(made)


def warm() -> None:
    """Read every size of shapes and the towns once, before anybody waits for them."""
    for miles in (2, 20, 100):
        ground(View(38.0, -84.5, miles))
