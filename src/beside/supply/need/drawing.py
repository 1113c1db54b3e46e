"""Maps of the planners' pages: counties shaded by need; candidates, chosen and existing places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beside.places import queries as places
from beside.places.core.labels import Label
from beside.places.core.place import Point

WIDTH, HEIGHT, PADDING, LEAST_MILES = 720, 480, 40, 4
STEPS = 5


@dataclass(frozen=True)
class Shaded:
    """A county: its path, its step from 0 (least) to 4 (most), and what it says when asked."""

    code: str
    path: str
    step: int
    said: str


@dataclass(frozen=True)
class ShadedMap:
    """Shaded counties above the pale ones around them, which are one path: they say nothing."""

    width: int
    height: int
    around: str
    counties: Sequence[Shaded]


def shaded(points: Sequence[Point], steps: Mapping[str, tuple[int, str]]) -> ShadedMap | None:
    """`steps` gives step and words by county code. None when there is no place to draw."""
    if not points:
        return None
    view = places.view_of(points, width=WIDTH, height=HEIGHT, padding=2 * PADDING, least_miles=60)
    drawn, around = [], []
    for outline in places.county_outlines(view):
        if outline.fips in steps:
            step, said = steps[outline.fips]
            drawn.append(Shaded(outline.fips, outline.path, step, said))
        else:
            around.append(outline.path)
    return ShadedMap(view.width, view.height, "".join(around), drawn)


def step_of(value: float, edges: Sequence[float]) -> int:
    """Which of five shades: how many of the four edges it reaches."""
    return sum(value >= edge for edge in edges)


@dataclass(frozen=True)
class Spot:
    """Where something stands on the picture. `number` names a chosen place in the table below."""

    x: int
    y: int
    said: str
    size: float = 4.0
    number: int = 0


@dataclass(frozen=True)
class PlacementMap:
    """Land and lines, then need (reached or not), candidates, existing and chosen places."""

    width: int
    height: int
    land: str
    county_lines: str
    state_lines: str
    names: Sequence[Label]
    reached: Sequence[Spot]
    missed: Sequence[Spot]
    candidates: Sequence[Spot]
    existing: Sequence[Spot]
    chosen: Sequence[Spot]
    radius: float  # of the reach, in pixels
    miles: int  # of the scale bar
    bar: float  # its length, in pixels


Named = tuple[str, float, float]
Weighed = tuple[str, float, float, float]


def placement(
    *,
    candidates: Sequence[Named],
    existing: Sequence[Named],
    chosen: Sequence[int],
    reached: Sequence[Weighed],
    missed: Sequence[Weighed],
    reach_miles: float,
) -> PlacementMap | None:
    """The picture of one placement; `chosen` are indices of the candidates, best first."""
    around = [Point(lat, lon) for _, lat, lon in (*candidates, *existing)]
    around += [Point(lat, lon) for _, lat, lon, _weight in (*reached, *missed)]
    if not around:
        return None
    for index in chosen:
        box = places.box_around(Point(*candidates[index][1:]), miles=reach_miles)
        around += [Point(box.south, box.west), Point(box.north, box.east)]
    view = places.view_of(
        around, width=WIDTH, height=HEIGHT, padding=PADDING, least_miles=LEAST_MILES
    )
    best = [candidates[index] for index in chosen]
    clear = [Point(lat, lon) for _, lat, lon in (*best, *existing)]
    base = places.local_map(view, keep_clear=clear, most_names=10)
    largest = max((one[3] for one in (*reached, *missed)), default=1) or 1
    others = [one for index, one in enumerate(candidates) if index not in set(chosen)]
    miles = _scale_of(view.miles_per_pixel)
    return PlacementMap(
        base.width, base.height, base.land, base.county_lines, base.state_lines, base.names,
        reached=[_weighed(view, one, largest) for one in reached],
        missed=[_weighed(view, one, largest) for one in missed],
        candidates=[_named(view, one) for one in others],
        existing=[_named(view, one) for one in existing],
        chosen=[_named(view, one, number) for number, one in enumerate(best, start=1)],
        radius=round(reach_miles / view.miles_per_pixel, 1),
        miles=miles, bar=round(miles / view.miles_per_pixel, 1),
    )  # fmt: skip


def _scale_of(miles_per_pixel: float) -> int:
    """Whole miles for a bar of at most a quarter of the picture."""
    fits = [miles for miles in (1, 2, 5, 10, 20, 50, 100, 200) if miles / miles_per_pixel < 180]
    return max(fits, default=1)


def _named(view: places.View, one: Named, number: int = 0) -> Spot:
    name, lat, lon = one
    x, y = view.xy(Point(lat, lon))
    return Spot(x, y, name, number=number)


def _weighed(view: places.View, one: Weighed, largest: float) -> Spot:
    """Its area is in proportion to its weight."""
    name, lat, lon, weight = one
    x, y = view.xy(Point(lat, lon))
    return Spot(x, y, name, size=round(2 + 10 * (weight / largest) ** 0.5, 1))
