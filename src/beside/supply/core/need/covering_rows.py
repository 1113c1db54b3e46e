"""Rows of a covering program: who reaches what, made as small as can be without losing anything.

Demand points with the same candidates in reach are one row. A candidate that reaches only what
another reaches as well is left out. Imports NumPy and SciPy: in workers only.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from beside.places.core.geometry import EARTH_RADIUS_MILES
from beside.supply.core.need.placement import Candidate, Demand

Rows = dict[tuple[int, ...], float]  # the columns that reach a row, and its weight


def within(
    candidates: Sequence[Candidate], demand: Sequence[Demand], reach_miles: float
) -> list[list[int]]:
    """For each candidate, the demand points within reach."""
    if not candidates or not demand:
        return [[] for _ in candidates]
    chord = 2 * np.sin(min(np.pi / 2, reach_miles / (2 * EARTH_RADIUS_MILES)))
    found = cKDTree(_globe(demand)).query_ball_point(_globe(candidates), chord * (1 + 1e-12))
    return [sorted(points) for points in found]


def merged(reach: Sequence[Sequence[int]], weights: Sequence[float]) -> Rows:
    """Demand points with the same columns in reach as one row; what nobody reaches is gone."""
    keys: dict[int, list[int]] = defaultdict(list)
    for column, points in enumerate(reach):
        for point in points:
            keys[point].append(column)
    rows: Rows = defaultdict(float)
    for point, key in sorted(keys.items()):
        if weights[point] > 0:
            rows[tuple(key)] += weights[point]
    return dict(rows)


def columns(rows: Rows) -> list[int]:
    """The columns that reach any row."""
    return sorted({column for key in rows for column in key})


def undominated(rows: Rows) -> Rows:
    """The same without columns that reach only what another one reaches as well."""
    those = columns(rows)
    if not those:
        return rows
    at = {column: number for number, column in enumerate(those)}
    reaches = matrix({tuple(at[c] for c in key): w for key, w in rows.items()}, len(those))
    shared = (reaches.T @ reaches).tocoo()
    size = reaches.getnnz(axis=0)
    inside = (shared.data == size[shared.row]) & (shared.row != shared.col)
    first = (size[shared.col] > size[shared.row]) | (shared.col < shared.row)
    return without(rows, {those[number] for number in shared.row[inside & first]})


def without(rows: Rows, gone: Collection[int]) -> Rows:
    """The rows without these columns; rows that become alike are one."""
    if not gone:
        return rows
    kept: Rows = defaultdict(float)
    for key, weight in rows.items():
        if short := tuple(column for column in key if column not in gone):
            kept[short] += weight
    return dict(kept)


def after(rows: Rows, chosen: Sequence[int]) -> tuple[Rows, float]:
    """The rows these columns leave open, and the weight that they cover."""
    if not chosen:
        return rows, 0.0
    sure = set(chosen)
    hit = {key: weight for key, weight in rows.items() if sure.intersection(key)}
    return {key: weight for key, weight in rows.items() if key not in hit}, sum(hit.values())


def matrix(rows: Mapping[tuple[int, ...], float], width: int) -> Any:
    """Rows by columns, 1 where a column reaches."""
    row = np.repeat(np.arange(len(rows)), [len(key) for key in rows])
    column = np.fromiter((each for key in rows for each in key), dtype=np.int64)
    return sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=(len(rows), width))


def _globe(points: Sequence[Candidate] | Sequence[Demand]) -> NDArray[np.float64]:
    """Points on the unit globe."""
    north = np.radians([point.lat for point in points])
    east = np.radians([point.lon for point in points])
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=1)
