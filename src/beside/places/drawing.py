"""Draws counties, states and town names for a view, as strings a template puts into SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from beside.places.adapters.columns import Column
from beside.places.adapters.gazetteer import gazetteer
from beside.places.adapters.shapes import NOBODY, Floats, Shapes, Size, shapes, touching
from beside.places.core import labels, projection, svg
from beside.places.core.geometry import Box
from beside.places.core.labels import Label
from beside.places.core.place import Point
from beside.places.core.projection import View

SHAPES_VINTAGE = "Census Bureau cartographic boundaries, 2016"


@dataclass(frozen=True)
class LocalMap:
    """Path strings for one view. Draw land filled, then the lines, then the names."""

    width: int
    height: int
    land: str
    county_lines: str
    state_lines: str
    names: tuple[Label, ...]


@dataclass(frozen=True)
class Outline:
    """One county's own closed path; `fips` is the code of the 2016 shape."""

    fips: str
    path: str


def local_map(view: View, *, keep_clear: Sequence[Point], most_names: int) -> LocalMap:
    """The land, borders and largest towns of a view, cut at its edges."""
    book = shapes(_size_for(view))
    county, state = _border_arcs(book, view)
    return LocalMap(
        view.width,
        view.height,
        land=svg.path(_cut_areas(_land_in(book.size, view.box), view), closed=True),
        county_lines=svg.path(_cut_lines(book, county, view), closed=False),
        state_lines=svg.path(_cut_lines(book, state, view), closed=False),
        names=tuple(_town_names(view, keep_clear, most_names)),
    )


def county_outlines(view: View) -> list[Outline]:
    """Every county that shows in the view, each closed: for links and choropleths."""
    book = shapes(_size_for(view))
    box = view.box
    numbers = touching(book.county_boxes, box.south, box.west, box.north, box.east)
    drawn = ((book.fips[int(n)], _rings_of(book, int(n))) for n in numbers)
    paths = ((fips, svg.path(_cut_areas(rings, view), closed=True)) for fips, rings in drawn)
    return [Outline(fips, path) for fips, path in paths if path]


@cache
def national_outlines() -> tuple[Outline, ...]:
    """Every county of the 960 by 600 national picture; Alaska, Hawaii, Puerto Rico inset."""
    book = shapes(Size.NATION)
    found = []
    for number, fips in enumerate(book.fips):
        if fips[:2] not in projection.NOT_DRAWN:
            inset = projection.INSETS.get(fips[:2], projection.LOWER_48)
            rings = [inset.project(ring) for ring in _rings_of(book, number)]
            found.append(Outline(fips, svg.path(rings, closed=True) or svg.pixel(rings[0][0])))
    return tuple(found)


@cache
def national_state_lines() -> str:
    """The borders between states, for the national picture."""
    book = shapes(Size.NATION)
    one, other = book.sides.T
    between = (one != NOBODY) & (other != NOBODY) & (book.states[one] != book.states[other])
    lines = (projection.LOWER_48.project(book.arc(int(n))) for n in np.flatnonzero(between))
    return svg.path(lines, closed=False)


def _size_for(view: View) -> Size:
    """The coarsest shapes whose left-out bends are below two pixels or so."""
    if view.scale > 400:
        return Size.NEAR
    return Size.STATE if view.scale > 40 else Size.NATION


def _border_arcs(book: Shapes, view: View) -> tuple[Column, Column]:
    """Arc numbers between two counties of one state, and between two states."""
    box = view.box
    seen = touching(book.arc_boxes, box.south, box.west, box.north, box.east)
    one, other = book.sides[seen].T
    shared = (one != NOBODY) & (other != NOBODY)
    same = book.states[one] == book.states[other]
    return seen[shared & same], seen[shared & ~same]


def _rings_of(book: Shapes, county: int) -> list[Floats]:
    return [book.line(ring.arcs) for ring in book.rings_of[county]]


def _land_in(size: Size, box: Box) -> list[Floats]:
    rings, boxes = _coast(size)
    seen = touching(boxes, box.south, box.west, box.north, box.east)
    return [rings[int(n)] for n in seen]


@cache
def _coast(size: Size) -> tuple[list[Floats], Floats]:
    """The edges of all land as closed lines, with their boxes: arcs beside one county only."""
    book = shapes(size)
    one, other = book.sides.T
    forward = [int(n) for n in np.flatnonzero((one != NOBODY) & (other == NOBODY))]
    backward = [~int(n) for n in np.flatnonzero((one == NOBODY) & (other != NOBODY))]
    waiting: dict[tuple[float, float], list[int]] = {}
    for number in (*forward, *backward):
        waiting.setdefault(tuple(book.arc(number)[0]), []).append(number)
    rings = []
    while waiting:
        rings.append(book.line(np.array(_chain(book, waiting), dtype=np.int32)))
    lows, highs = [r.min(axis=0) for r in rings], [r.max(axis=0) for r in rings]
    return rings, np.concatenate([np.array(lows)[:, ::-1], np.array(highs)[:, ::-1]], axis=1)


def _chain(book: Shapes, waiting: dict[tuple[float, float], list[int]]) -> list[int]:
    """Takes arcs that follow each other out of `waiting`, until the line closes."""
    here = next(iter(waiting))
    chain: list[int] = []
    while here in waiting:
        number = waiting[here].pop()
        if not waiting[here]:
            del waiting[here]
        chain.append(number)
        here = tuple(book.arc(number)[-1])
    return chain


def _rectangle(view: View) -> tuple[float, float, float, float]:
    """The picture and a little more, so that cut edges stay out of sight."""
    return (-4, -4, view.width + 4, view.height + 4)


def _cut_lines(book: Shapes, numbers: Column, view: View) -> Iterable[Floats]:
    import shapely

    inside = _within(book.arc_boxes[numbers], view.box)
    yield from (view.project(book.arc(int(n))) for n in numbers[inside])
    lines = [shapely.LineString(view.project(book.arc(int(n)))) for n in numbers[~inside]]
    for part in shapely.get_parts(shapely.clip_by_rect(lines, *_rectangle(view))):
        yield shapely.get_coordinates(part)


def _within(boxes: Floats, box: Box) -> Column:
    low = (boxes[:, 0] >= box.south) & (boxes[:, 1] >= box.west)
    return low & (boxes[:, 2] <= box.north) & (boxes[:, 3] <= box.east)


def _cut_areas(rings: Iterable[Floats], view: View) -> Iterable[Floats]:
    """Closed lines cut to the picture; one that goes all round it becomes its frame."""
    import shapely

    areas = [shapely.Polygon(view.project(ring)) for ring in rings if len(ring) > 3]
    cut = shapely.get_parts(shapely.clip_by_rect(areas, *_rectangle(view)))
    for ring in shapely.get_rings(cut):
        yield shapely.get_coordinates(ring)


def _town_names(view: View, keep_clear: Sequence[Point], most: int) -> list[Label]:
    book = gazetteer()
    box = view.box
    lats, lons = book.degrees["town_lat"], book.degrees["town_lon"]
    inside = (lats > box.south) & (lats < box.north) & (lons > box.west) & (lons < box.east)
    rows = np.flatnonzero(inside & book.column("town_precise"))
    order = rows[np.argsort(-book.column("town_people")[rows], kind="stable")][: most * 6]
    named = ((book.town_names[r], view.xy(Point(lats[r], lons[r]))) for r in map(int, order))
    clear = [view.xy(point) for point in keep_clear]
    return labels.placed(named, width=view.width, height=view.height, keep_clear=clear, most=most)
