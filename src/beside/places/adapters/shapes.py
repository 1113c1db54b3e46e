"""County shapes in memory: arcs, and which counties lie on their two sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from beside.places.adapters import columns
from beside.places.adapters.columns import Column

Floats = NDArray[np.float64]
NOBODY = -1


class Size(StrEnum):
    """How fine a shape is."""

    NEAR = "near"
    """About 200 m: a town, a county, a point's county."""
    STATE = "state"
    """About 1 km: a state on a screen."""
    NATION = "nation"
    """About 5 km: the country on a screen."""


@dataclass(frozen=True)
class Ring:
    """A closed line of one county: arc numbers, ~n when walked backwards."""

    county: int
    arcs: NDArray[np.int32]


class Shapes:
    """Borders of one size. Vertices are (longitude, latitude) in degrees."""

    def __init__(self, size: Size, packed: Mapping[str, Column]) -> None:
        self.size = size
        self.fips = [f"{code:05d}" for code in packed["fips"]]
        self.states = packed["fips"] // 1000
        lengths = packed["arc_length"].astype(np.int64)
        self.first = np.concatenate([[0], np.cumsum(lengths)])
        grid = int(packed["grid"][0])
        self.vertices = _walked(packed, lengths, self.first) / grid
        ends = np.cumsum(packed["ring_length"].astype(np.int64))
        runs = np.split(packed["ring_arcs"], ends[:-1])
        self.rings = [Ring(int(c), r) for c, r in zip(packed["ring_county"], runs, strict=True)]
        self.sides = self._sides()
        self.arc_boxes = self._boxes()

    def arc(self, number: int) -> Floats:
        """The vertices of an arc, turned round for ~n."""
        forward = number if number >= 0 else ~number
        line = self.vertices[self.first[forward] : self.first[forward + 1]]
        return line if number >= 0 else line[::-1]

    def line(self, numbers: NDArray[np.int32]) -> Floats:
        """Arcs end to end, the shared vertices once."""
        pieces = [self.arc(int(n)) for n in numbers]
        return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])

    @cached_property
    def arcs_of(self) -> list[NDArray[np.intp]]:
        """The arc numbers around each county, without direction."""
        found: list[list[int]] = [[] for _ in self.fips]
        for ring in self.rings:
            found[ring.county].extend(int(n) if n >= 0 else ~int(n) for n in ring.arcs)
        return [np.array(numbers, dtype=np.intp) for numbers in found]

    @cached_property
    def rings_of(self) -> list[list[Ring]]:
        """The rings of each county."""
        found: list[list[Ring]] = [[] for _ in self.fips]
        for ring in self.rings:
            found[ring.county].append(ring)
        return found

    @cached_property
    def county_boxes(self) -> Floats:
        """South, west, north, east of each county."""
        boxes = np.empty((len(self.fips), 4))
        for county, numbers in enumerate(self.arcs_of):
            around = self.arc_boxes[numbers]
            boxes[county, :2] = around[:, :2].min(axis=0)
            boxes[county, 2:] = around[:, 2:].max(axis=0)
        return boxes

    def _sides(self) -> NDArray[np.int32]:
        """For each arc the county that walks it forward, and the one that walks it back."""
        sides = np.full((len(self.first) - 1, 2), NOBODY, dtype=np.int32)
        for ring in self.rings:
            backward = ring.arcs < 0
            sides[np.where(backward, ~ring.arcs, ring.arcs), backward.astype(int)] = ring.county
        return sides

    def _boxes(self) -> Floats:
        starts = self.first[:-1]
        lons, lats = self.vertices[:, 0], self.vertices[:, 1]
        return np.stack(
            [
                np.minimum.reduceat(lats, starts),
                np.minimum.reduceat(lons, starts),
                np.maximum.reduceat(lats, starts),
                np.maximum.reduceat(lons, starts),
            ],
            axis=1,
        )


def touching(boxes: Floats, south: float, west: float, north: float, east: float) -> Column:
    """Which rows of (south, west, north, east) boxes meet the rectangle, by number."""
    apart = (boxes[:, 0] > north) | (boxes[:, 2] < south)
    return np.flatnonzero(~(apart | (boxes[:, 1] > east) | (boxes[:, 3] < west)))


def _walked(packed: Mapping[str, Column], lengths: Column, first: Column) -> Column:
    """Grid coordinates from each arc's start and its steps."""
    total = int(first[-1])
    inside = np.ones(total, dtype=bool)
    inside[first[:-1]] = False
    flat = np.zeros((total, 2), dtype=np.int32)
    flat[inside, 0] = packed["step_x"]
    flat[inside, 1] = packed["step_y"]
    walked = np.cumsum(flat, axis=0, dtype=np.int64)
    offsets = packed["arc_start"] - walked[first[:-1]]
    return walked + np.repeat(offsets, lengths, axis=0)


@cache
def shapes(size: Size) -> Shapes:
    """The ones of this process, read on first use."""
    return Shapes(size, columns.read(f"shapes-{size}"))
