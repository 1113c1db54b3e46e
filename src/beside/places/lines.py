"""Borders and towns for small maps drawn many times a second.

Lines are written once, when a view first meets them, in whole fractions of a degree; the
drawing places them with one transform (`matrix`), so nothing is projected or
cut per map. `drawing` makes the finer, cut pictures.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from beside.places.adapters.gazetteer import gazetteer
from beside.places.adapters.shapes import NOBODY, Shapes, Size, shapes
from beside.places.core.geometry import Box
from beside.places.core.place import Point

Column = NDArray[np.float32]
Degrees = NDArray[np.float64]

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
    """The arcs of one size; `kind` is 0 county, 1 state, 2 coast.

    `edges` are its south, west, north and east, each in one piece: a view compares all of them.
    `text` holds those written so far. All would take a second, and a view needs some dozens.
    """

    book: Shapes
    kind: list[int]
    edges: tuple[Degrees, ...]
    text: dict[int, str] = field(default_factory=dict)

    def path(self, number: int) -> str:
        """An arc as path text."""
        if (text := self.text.get(number)) is None:
            text = self.text[number] = _path(self.book.arc(number), PER_DEGREE[self.book.size])
        return text


@cache
def _written(size: Size) -> Written:
    book = shapes(size)
    one, other = book.sides.T
    states = np.array([int(fips[:2]) for fips in book.fips])
    coast = (one == NOBODY) | (other == NOBODY)
    kind = np.where(coast, 2, np.where(states[one] == states[other], 0, 1))
    return Written(
        book,
        kind.tolist(),
        tuple(np.ascontiguousarray(edge) for edge in book.arc_boxes.T),
    )


def _path(degrees: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", per_degree: int) -> str:
    whole = np.round(degrees * per_degree).astype(int)
    steps = np.diff(whole, axis=0)
    moved = steps[(steps != 0).any(axis=1)].ravel().tolist()
    body = "".join(f"{n}" if n < 0 else f" {n}" for n in moved).lstrip()
    return f"M{whole[0][0]} {whole[0][1]}l{body}" if body else ""


def borders(box: Box, size: Size) -> Lines:
    """The borders that touch a box, uncut."""
    written = _written(size)
    south, west, north, east = written.edges
    meets = (south <= box.north) & (north >= box.south) & (west <= box.east) & (east >= box.west)
    found: tuple[list[str], ...] = ([], [], [])
    for number in np.flatnonzero(meets).tolist():
        found[written.kind[number]].append(written.path(number))
    return Lines(*("".join(paths) for paths in found))


def largest_towns(box: Box, most: int) -> list[tuple[str, Point]]:
    """The towns of a box with most people, largest first."""
    towns = _towns()
    first, end = np.searchsorted(towns.lats, [box.south, box.north])
    lons = towns.lons[first:end]
    inside = np.flatnonzero((lons > box.west) & (lons < box.east)) + first
    largest = inside[np.argsort(towns.rank[inside])[:most]]
    return [
        (towns.names[rank], Point(lat, lon))
        for rank, lat, lon in zip(
            towns.rank[largest].tolist(),
            towns.lats[largest].tolist(),
            towns.lons[largest].tolist(),
            strict=True,
        )
    ]


@dataclass(frozen=True)
class Towns:
    """Names by rank, the largest first; points from south to north with the rank of each."""

    names: list[str]
    lats: Column
    lons: Column
    rank: "np.ndarray[tuple[int], np.dtype[np.intp]]"


@cache
def _towns() -> Towns:
    """Towns whose point is known."""
    book = gazetteer()
    rows = np.flatnonzero(book.column("town_precise"))
    rows = rows[np.argsort(-book.column("town_people")[rows].astype(np.int64), kind="stable")]
    names = [str(book.town_names[int(r)]) for r in rows]
    lats, lons = (book.column(f"town_{axis}")[rows] / 1e5 for axis in ("lat", "lon"))
    rank = np.argsort(lats, kind="stable")
    return Towns(names, lats[rank].astype(np.float32), lons[rank].astype(np.float32), rank)
