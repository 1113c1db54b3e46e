"""Whether a point lies inside a closed line."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def crossings(lon: float, lat: float, line: Floats) -> int:
    """How often a ray to the east crosses the line of (longitude, latitude) vertices.

    Odd over all of an area's borders means inside (the even-odd rule). The
    lower end of each segment belongs to it and the upper does not, so that a
    ray through a vertex counts once.
    """
    above = line[:, 1] > lat
    at = np.flatnonzero(above[1:] != above[:-1])
    if not len(at):
        return 0
    start, end = line[at], line[at + 1]
    meets = start[:, 0] + (lat - start[:, 1]) / (end[:, 1] - start[:, 1]) * (
        end[:, 0] - start[:, 0]
    )
    return int((meets > lon).sum())
