"""Distances, against published ones and by properties."""

from math import radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside.places import queries as places
from beside.places.core import geometry
from beside.places.core.geometry import EARTH_RADIUS_MILES, Box, distance_miles
from beside.places.core.place import Point

points = st.builds(Point, st.floats(-89, 89), st.floats(-179, 179))


def test_los_angeles_to_new_york_is_the_published_angle():
    """Williams, Aviation Formulary: LAX to JFK is 0.623585 radians."""
    lax = Point(33 + 57 / 60, -(118 + 24 / 60))
    jfk = Point(40 + 38 / 60, -(73 + 47 / 60))

    assert distance_miles(lax, jfk) / EARTH_RADIUS_MILES == pytest.approx(0.623585, abs=5e-6)


def test_a_degree_of_latitude_is_69_miles():
    assert distance_miles(Point(37, -84), Point(38, -84)) == pytest.approx(69.09, abs=0.01)


def test_the_other_side_of_the_globe_is_half_way_round():
    half_way = EARTH_RADIUS_MILES * radians(180)
    assert distance_miles(Point(37.5, -84), Point(-37.5, 96)) == pytest.approx(half_way)


@given(points, points)
def test_distance_is_the_same_both_ways_and_never_below_nought(a, b):
    assert distance_miles(a, b) == pytest.approx(distance_miles(b, a), abs=1e-6)
    assert distance_miles(a, b) >= 0


@given(points, points, points)
def test_no_way_round_is_shorter(a, b, c):
    assert distance_miles(a, c) <= distance_miles(a, b) + distance_miles(b, c) + 1e-6


@given(points, st.lists(points, min_size=1, max_size=20))
def test_many_at_once_are_as_one_by_one(origin, others):
    lats, lons = np.array([p.lat for p in others]), np.array([p.lon for p in others])
    one_by_one = [distance_miles(origin, p) for p in others]

    assert geometry.distances_miles(origin, lats, lons) == pytest.approx(one_by_one, abs=1e-6)


@given(points, st.lists(points, min_size=1, max_size=20), st.integers(1, 25))
def test_the_nearest_are_the_nearest(origin, others, k):
    lats, lons = np.array([p.lat for p in others]), np.array([p.lon for p in others])
    chosen = geometry.nearest(origin, lats, lons, k=k)
    miles = sorted(distance_miles(origin, p) for p in others)

    assert [distance_miles(origin, others[i]) for i in chosen] == pytest.approx(miles[:k], abs=1e-6)


def test_nearest_of_none_is_none():
    assert len(geometry.nearest(Point(37, -84), np.array([]), np.array([]), k=3)) == 0


@given(st.builds(Point, st.floats(-60, 72), st.floats(-170, -60)), points, st.floats(1, 300))
def test_a_box_around_a_point_holds_all_within_the_miles(middle, other, miles):
    if distance_miles(middle, other) <= miles:
        assert geometry.box_around(middle, miles=miles).holds(other)


def test_the_smallest_box_touches_its_outermost_points():
    box = geometry.box_of([Point(37, -85), Point(38, -84), Point(37.5, -86)])
    assert box == Box(37, -86, 38, -84)


def test_of_no_place_no_zip_is_the_nearest():
    nowhere = places.Point(float("nan"), float("nan"))
    assert places.nearest_zips(nowhere, k=1) == []
    assert len(places.nearest_zips(places.Point(0.0, 0.0), k=3)) == 3
