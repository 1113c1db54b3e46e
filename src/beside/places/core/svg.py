"""Lines as SVG path strings, whole pixels, as few bytes as they can be."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def path(lines: Iterable[Floats], *, closed: bool) -> str:
    """A path of all lines; vertices that fall on one pixel are one vertex.

    Relative steps, no spaces before a minus. Lines of a single pixel vanish
    when open, and closed ones of fewer than three.
    """
    return "".join(filter(None, (_one(line, closed=closed) for line in lines)))


def _one(line: Floats, *, closed: bool) -> str:
    whole = np.rint(line).astype(int)
    if closed and len(whole) > 1 and (whole[0] == whole[-1]).all():
        whole = whole[:-1]
    steps = whole[1:] - whole[:-1]
    steps = _straightened(steps[steps.any(axis=1)])
    if len(steps) < (2 if closed else 1):
        return ""
    return f"M{_joined(whole[0].tolist())}l{_joined(steps.ravel().tolist())}{'z' if closed else ''}"


def _joined(numbers: list[int]) -> str:
    return " ".join(map(str, numbers)).replace(" -", "-")


def _straightened(steps: NDArray[np.int_]) -> NDArray[np.int_]:
    """Equal steps in a row become one."""
    if len(steps) < 2:
        return steps
    starts = np.flatnonzero(np.concatenate([[True], (steps[1:] != steps[:-1]).any(axis=1)]))
    return np.asarray(np.add.reduceat(steps, starts, axis=0))


def pixel(at: Floats) -> str:
    """One pixel at (x, y), for an area too small to draw but not to colour."""
    return f"M{_joined([round(at[0]), round(at[1])])}h1v1h-1z"
