"""Marks for the map: sites too close to tell apart become one mark with a number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

APART = 30.0


@dataclass(frozen=True)
class Mark:
    """A leading site at x, y and how many sites it stands for; `members` in order of rank."""

    x: float
    y: float
    members: tuple[int, ...]


def marks(xs: Sequence[float], ys: Sequence[float], *, apart: float = APART) -> list[Mark]:
    """Each site in order becomes a mark, taking in all that lie closer than `apart`.

    So no two marks are closer than `apart`, every site is in exactly one, and
    the mark stands where its best site stands.
    """
    points = np.stack([np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)], axis=1)
    left = np.arange(len(points))
    found = []
    while len(left):
        leader = points[left[0]]
        away = ((points[left] - leader) ** 2).sum(axis=1)
        taken = away < apart**2
        found.append(Mark(float(leader[0]), float(leader[1]), tuple(left[taken].tolist())))
        left = left[~taken]
    return found
