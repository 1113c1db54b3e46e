"""Maps: what they weigh, and that borders meet and names keep apart."""

import re
from itertools import combinations

import brotli
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside.places import queries as places
from beside.places.adapters.shapes import NOBODY, Size, shapes
from beside.places.core import labels, projection, svg
from beside.places.core.place import Point
from beside.places.core.projection import Albers, view_of

KENTUCKY_MIDDLE = [Point(36.9, -85.9), Point(38.6, -82.8)]


def local_view(points: list[Point], least_miles: float = 20) -> projection.View:
    return view_of(points, width=720, height=480, padding=24, least_miles=least_miles)


def numbers(path: str) -> list[int]:
    return [int(n) for n in re.findall(r"-?\d+", path)]


def test_albers_gives_snyders_worked_example():
    """Snyder 1987, p. 291: 35N 75W with parallels 29.5 and 45.5, origin 23N 96W."""
    cone = Albers(29.5, 45.5, Point(23, -96))
    [[x, y]] = cone.project(np.array([[-75.0, 35.0]]))

    assert cone.cone == pytest.approx(0.6028370, abs=1e-7)
    assert (x, y) == (pytest.approx(0.2952720, abs=1e-7), pytest.approx(0.2416774, abs=1e-7))


def test_a_local_map_of_some_hundred_counties_is_below_8_kb():
    drawn = places.local_map(local_view(KENTUCKY_MIDDLE), keep_clear=[], most_names=12)
    outlines = places.county_outlines(local_view(KENTUCKY_MIDDLE))
    lines = drawn.land + drawn.county_lines + drawn.state_lines

    assert len(outlines) > 60
    assert len(brotli.compress(lines.encode())) < 8_000
    assert len(brotli.compress("".join(o.path for o in outlines).encode())) < 8_000


def test_the_national_map_has_every_county_and_is_below_100_kb():
    outlines = places.national_outlines()
    svg_text = "".join(f'<path id="c{o.fips}" d="{o.path}"/>' for o in outlines)

    assert len(outlines) == 3220  # 3,142 counties of 2016 and 78 municipios
    assert all(o.path for o in outlines)
    assert len(brotli.compress(svg_text.encode())) < 100_000


def test_the_national_map_fits_its_picture():
    for outline in places.national_outlines():
        x, y = numbers(outline.path)[:2]
        assert -20 <= x <= projection.NATION_WIDTH, outline.fips
        assert 0 <= y <= projection.NATION_HEIGHT + 20, outline.fips


@pytest.mark.parametrize("size", list(Size))
def test_every_border_has_a_county_on_one_side_or_a_different_one_on_each(size):
    one, other = shapes(size).sides.T

    assert ((one != NOBODY) | (other != NOBODY)).all()
    assert (one != other).all()


@pytest.mark.parametrize("size", list(Size))
def test_every_ring_closes(size):
    book = shapes(size)
    assert all((line[0] == line[-1]).all() for line in (book.line(r.arcs) for r in book.rings))


def test_all_sizes_have_the_same_counties():
    assert shapes(Size.NEAR).fips == shapes(Size.STATE).fips == shapes(Size.NATION).fips
    assert all({r.county for r in shapes(s).rings} == set(range(3233)) for s in Size)


def test_land_fills_an_inland_view_and_leaves_the_sea_out():
    inland = places.local_map(local_view([Point(37.57, -84.29)]), keep_clear=[], most_names=0)
    harbour = places.local_map(local_view([Point(42.33, -70.95)]), keep_clear=[], most_names=0)

    assert len(numbers(inland.land)) <= 10  # the frame and no more
    assert len(numbers(harbour.land)) > 100


def test_a_view_holds_its_points_with_padding():
    points = [Point(37.57, -84.29), Point(38.05, -84.5), Point(37.1, -83.8)]
    view = local_view(points)

    for x, y in map(view.xy, points):
        assert 23 <= x <= 697
        assert 23 <= y <= 457


def test_one_point_is_seen_from_no_closer_than_asked():
    view = local_view([Point(37.57, -84.29)], least_miles=40)

    assert view.xy(Point(37.57, -84.29)) == (360, 240)
    assert view.miles_per_pixel * (480 - 48) == pytest.approx(40, rel=0.01)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 200)), max_size=25))
def test_names_never_lie_over_each_other(dots):
    names = [(f"Town {n}", dot) for n, dot in enumerate(dots)]
    found = labels.placed(names, width=300, height=200, keep_clear=[(150, 100)], most=10)
    boxes = [labels._rectangle(label) for label in found]

    assert len(found) <= 10
    assert not any(labels._meet(a, b) for a, b in combinations(boxes, 2))
    assert all(labels._within(box, 300, 200) for box in boxes)


def test_the_largest_towns_are_named():
    drawn = places.local_map(local_view(KENTUCKY_MIDDLE), keep_clear=[], most_names=12)

    assert [label.text for label in drawn.names][:2] == ["Louisville", "Lexington"]


def test_a_name_gives_way_to_a_site():
    view = local_view([Point(37.57, -84.29)])
    [berea] = places.locate("Berea, KY")
    free = places.local_map(view, keep_clear=[], most_names=30)
    taken = places.local_map(view, keep_clear=[berea.point], most_names=30)
    spot = {label.text: (label.x, label.y) for label in free.names}

    assert spot["Berea"] != {label.text: (label.x, label.y) for label in taken.names}.get("Berea")


def test_a_path_is_short_and_means_what_it_was():
    line = np.array([[0, 0], [0.2, 0.1], [3, 4], [6, 8], [6, -2]])

    assert svg.path([line], closed=False) == "M0 0l6 8 0-10"
    assert svg.path([line[:2]], closed=False) == ""
    assert svg.path([np.array([[0, 0], [5, 0], [5, 5], [0, 0]])], closed=True) == "M0 0l5 0 0 5z"
