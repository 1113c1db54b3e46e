"""Borders and towns for small maps drawn many times a second.

Lines are written once, in whole fractions of a degree, and picked by view; the
drawing places them with one transform (`matrix`), so nothing is projected or
cut per map. `drawing` makes the finer, cut pictures.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from beside.places.adapters.gazetteer import gazetteer
from beside.places.adapters.shapes import NOBODY, Shapes, Size, shapes, touching
from beside.places.core.geometry import Box
from beside.places.core.place import Point

# How fine the written numbers are: about 100 m, 300 m, 1 km.
PER_DEGREE = {Size.NEAR: 1000, Size.STATE: 400, Size.NATION: 100}


@dataclass(frozen=True)
class Lines:
    """Path data in `PER_DEGREE` parts of a degree, longitude and latitude: y grows to the north."""

    county: str
    state: str
    coast: str


@dataclass(frozen=True)
class Written:
    """Every arc of one size as path text; its kind is 0 county, 1 state, 2 coast."""

    book: Shapes
    text: list[str]
    kind: "np.ndarray[tuple[int], np.dtype[np.int8]]"


@cache
def _written(size: Size) -> Written:
    book = shapes(size)
    one, other = book.sides.T
    states = np.array([int(fips[:2]) for fips in book.fips])
    coast = (one == NOBODY) | (other == NOBODY)
    kind = np.where(coast, 2, np.where(states[one] == states[other], 0, 1)).astype(np.int8)
    return Written(book, [_path(book.arc(n), PER_DEGREE[size]) for n in range(len(one))], kind)


def _path(degrees: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", per_degree: int) -> str:
    whole = np.round(degrees * per_degree).astype(int)
    steps = np.diff(whole, axis=0)
    moved = steps[(steps != 0).any(axis=1)].ravel().tolist()
    body = "".join(f"{n}" if n < 0 else f" {n}" for n in moved).lstrip()
    return f"M{whole[0][0]} {whole[0][1]}l{body}" if body else ""


def borders(box: Box, size: Size) -> Lines:
    """The borders that touch a box, uncut."""
    written = _written(size)
    seen = touching(written.book.arc_boxes, box.south, box.west, box.north, box.east)
    kinds = written.kind[seen]
    county, state, coast = (
        "".join(written.text[int(n)] for n in seen[kinds == kind]) for kind in (0, 1, 2)
    )
    return Lines(county, state, coast)


def largest_towns(box: Box, most: int) -> list[tuple[str, Point]]:
    """The towns of a box with most people, largest first."""
    book = gazetteer()
    lats, lons = book.column("town_lat"), book.column("town_lon")
    inside = (lats > box.south * 1e5) & (lats < box.north * 1e5)
    inside &= (lons > box.west * 1e5) & (lons < box.east * 1e5) & book.column("town_precise")
    rows = np.flatnonzero(inside)
    people = book.column("town_people")[rows]
    order = rows[np.argsort(-people, kind="stable")][:most]
    return [(str(book.town_names[r]), Point(lats[r] / 1e5, lons[r] / 1e5)) for r in map(int, order)]
