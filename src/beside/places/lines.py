"""Borders and towns for small maps drawn many times a second.

Lines are written once, in whole fractions of a degree, and picked by view; the
drawing places them with one transform (`matrix`), so nothing is projected or
cut per map. `drawing` makes the finer, cut pictures.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from beside.places.adapters.gazetteer import gazetteer
from beside.places.adapters.shapes import NOBODY, Shapes, Size, shapes, touching
from beside.places.core.geometry import Box
from beside.places.core.place import Point

Column = NDArray[np.float32]

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
    names, lats, lons = _towns()
    inside = (lats > box.south) & (lats < box.north)
    inside &= (lons > box.west) & (lons < box.east)
    rows = np.flatnonzero(inside)[:most]
    return [(names[int(r)], Point(float(lats[r]), float(lons[r]))) for r in rows]


@cache
def _towns() -> tuple[list[str], Column, Column]:
    """Names and points of towns whose point is known, the largest first."""
    book = gazetteer()
    rows = np.flatnonzero(book.column("town_precise"))
    rows = rows[np.argsort(-book.column("town_people")[rows].astype(np.int64), kind="stable")]
    names = [str(book.town_names[int(r)]) for r in rows]
    lats, lons = (book.column(f"town_{axis}")[rows] / 1e5 for axis in ("lat", "lon"))
    return names, lats.astype(np.float32), lons.astype(np.float32)
