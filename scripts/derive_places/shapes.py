"""County shapes at three sizes, simplified together so that no sliver opens between them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.derive_places import arcs, pack, sources

Columns = dict[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Size:
    """How much is left out: `tolerance` as coverage_simplify counts it, in degrees.

    Coordinates are whole numbers of `1 / grid` degrees. Islands smaller than
    `least_area` square degrees fall away, never a county's largest part.
    """

    name: str
    tolerance: float
    grid: int
    least_area: float


SIZES = (
    Size("near", 0.002, 10_000, 0.0),
    Size("state", 0.012, 1_000, 0.0002),
    Size("nation", 0.05, 100, 0.006),
)


def derive(folder: Path) -> None:
    """Writes `shapes-<size>.npz` for each size."""
    from shapely import coverage_simplify, orient_polygons
    from shapely.geometry import shape

    rows = sources.county_shapes()
    whole = np.array([shape(geometry) for *_, geometry in rows])
    codes = np.array([int(fips) for fips, *_ in rows], dtype=np.uint32)
    for size in SIZES:
        simple = orient_polygons(coverage_simplify(whole, size.tolerance))
        pack.write(folder / f"shapes-{size.name}.npz", columns(simple, codes, size))


def columns(polygons: Any, codes: NDArray[np.uint32], size: Size) -> Columns:
    """Arcs as steps on the grid, and rings as runs of arc numbers."""
    rings = [(o, r) for o, shape in enumerate(polygons) for r in _rings(shape, size)]
    found = arcs.cut(rings)
    steps = [_steps(line) for line in found.lines]
    every = np.concatenate([s for s, _ in steps])
    owners = np.array([owner for owner, _ in found.rings], dtype=np.uint16)
    return {
        "grid": np.array([size.grid], dtype=np.int32),
        "fips": codes,
        "arc_start": np.array([start for _, start in steps], dtype=np.int32),
        "arc_length": np.array([len(line) for line in found.lines], dtype=np.uint16),
        "step_x": _narrow(every[:, 0]),
        "step_y": _narrow(every[:, 1]),
        "ring_county": owners,
        "ring_length": np.array([len(run) for _, run in found.rings], dtype=np.uint16),
        "ring_arcs": np.array([n for _, run in found.rings for n in run], dtype=np.int32),
    }


def _rings(shape: Any, size: Size) -> list[arcs.Ring]:
    parts = list(getattr(shape, "geoms", [shape]))
    largest = max(parts, key=lambda part: part.area)
    kept = [part for part in parts if part is largest or part.area >= size.least_area]
    rings = [ring for part in kept for ring in (part.exterior, *part.interiors)]
    on_grid = [_on_grid(np.asarray(ring.coords), size.grid) for ring in rings]
    return [ring for ring in on_grid if len(ring) > 2] or on_grid[:1]


def _on_grid(coordinates: NDArray[np.float64], grid: int) -> arcs.Ring:
    """Whole-number vertices, none twice in a row, the closing one left off."""
    whole = np.rint(coordinates[:-1] * grid).astype(int)
    moved = (whole != np.roll(whole, 1, axis=0)).any(axis=1)
    kept = whole[moved] if moved.any() else whole[:1]
    return [(int(x), int(y)) for x, y in kept]


def _steps(line: arcs.Ring) -> tuple[NDArray[np.int64], tuple[int, int]]:
    vertices = np.array(line)
    return np.diff(vertices, axis=0), line[0]


def _narrow(values: NDArray[np.int64]) -> NDArray[np.generic]:
    """The smallest whole-number type that holds the values."""
    for kind in (np.int8, np.int16):
        if np.abs(values).max() <= np.iinfo(kind).max:
            return values.astype(kind)
    return values.astype(np.int32)
