"""Borders and towns for small maps: what they mean when they are drawn."""

import re

import numpy as np
import pytest

from beside.places import lines
from beside.places.adapters.shapes import Size
from beside.places.core.geometry import Box

BEREA = Box(south=37.2, west=-84.8, north=37.9, east=-83.8)
LOUISVILLE = Box(south=38.0, west=-86.2, north=38.5, east=-85.4)
BOSTON = Box(south=42.2, west=-71.2, north=42.5, east=-70.8)
ATLANTIC = Box(south=30, west=-60, north=31, east=-59)


def starts(path: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in re.findall(r"M(-?\d+) (-?\d+)", path)]


def test_an_inland_town_sees_county_borders_and_no_coast():
    seen = lines.borders(BEREA, Size.NEAR)

    assert seen.county
    assert (seen.state, seen.coast) == ("", "")


def test_a_river_between_states_is_a_state_border():
    assert lines.borders(LOUISVILLE, Size.NEAR).state


def test_a_harbour_has_a_coast():
    assert lines.borders(BOSTON, Size.NEAR).coast


@pytest.mark.parametrize("size", list(Size))
def test_the_open_sea_has_nothing_to_draw(size):
    assert lines.borders(ATLANTIC, size) == lines.Lines("", "", "")


@pytest.mark.parametrize("size", list(Size))
def test_lines_are_in_whole_parts_of_a_degree_near_their_box(size):
    per_degree = lines.PER_DEGREE[size]
    found = starts(lines.borders(BEREA, size).county)

    assert found
    assert all(-90 < x / per_degree < -80 and 35 < y / per_degree < 40 for x, y in found)


def test_a_path_is_relative_steps_and_stands_still_nowhere():
    line = np.array([[-84.0, 37.0], [-84.0001, 37.0], [-84.002, 37.003], [-84.002, 37.0]])

    assert lines._path(line, 1000) == "M-84000 37000l-2 3 0-3"
    assert lines._path(line[:2], 1000) == ""


def test_the_largest_towns_come_first_and_lie_in_the_box():
    towns = lines.largest_towns(BEREA, 4)

    assert [name for name, _ in towns][:2] == ["Richmond", "Nicholasville"]
    assert len(towns) == 4
    assert all(BEREA.south < p.lat < BEREA.north for _, p in towns)
    assert all(BEREA.west < p.lon < BEREA.east for _, p in towns)


def test_no_more_towns_than_asked():
    assert lines.largest_towns(BEREA, 0) == []
