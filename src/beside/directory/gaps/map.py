"""A state's counties, shaded by the share of people who live far from help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beside.places import queries as places

WIDTH, HEIGHT, PADDING, LEAST_MILES = 720, 440, 36, 60
SHADE_EDGES = (0.01, 0.1, 0.25, 0.5)


@dataclass(frozen=True)
class Shaded:
    """One county: its path, its step from 0 (few far) to 4 (most far), and its share."""

    fips: str
    name: str
    path: str
    step: int
    share: float


@dataclass(frozen=True)
class GapMap:
    """Shaded counties above the pale ones around them, which are one path: they say nothing."""

    width: int
    height: int
    around: str
    counties: Sequence[Shaded]


def step_of(share: float) -> int:
    """Which of five shades a share has."""
    return sum(share >= edge for edge in SHADE_EDGES)


def draw(state: str, shares: Mapping[str, tuple[str, float]]) -> GapMap:
    """`shares` gives name and share by county code; counties without one stay pale."""
    points = [county.point for county in places.counties_in(state)]
    view = places.view_of(
        points, width=WIDTH, height=HEIGHT, padding=PADDING, least_miles=LEAST_MILES
    )
    outlines = places.county_outlines(view)
    shaded = [_shaded(one, *shares[one.fips]) for one in outlines if one.fips in shares]
    around = "".join(one.path for one in outlines if one.fips not in shares)
    return GapMap(view.width, view.height, around, shaded)


def _shaded(outline: places.Outline, name: str, share: float) -> Shaded:
    return Shaded(outline.fips, name, outline.path, step_of(share), share)
