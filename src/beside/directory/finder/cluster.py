"""Marks for the map: sites too close to tell apart become one mark with a number."""

from collections.abc import Sequence
from dataclasses import dataclass

APART = 30.0


@dataclass(frozen=True)
class Mark:
    """A leading site at x, y and how many sites it stands for; `members` in order of rank."""

    x: float
    y: float
    members: tuple[int, ...]


def marks(xs: Sequence[float], ys: Sequence[float], *, apart: float = APART) -> list[Mark]:
    """Each site in order becomes a mark, or joins the first mark that is closer than `apart`.

    So no two marks are closer than `apart`, every site is in exactly one, and
    the mark stands where its best site stands.
    """
    near = apart**2
    found: list[tuple[float, float, list[int]]] = []
    for number, (x, y) in enumerate(zip(xs, ys, strict=True)):
        for at_x, at_y, members in found:
            if (at_x - x) ** 2 + (at_y - y) ** 2 < near:
                members.append(number)
                break
        else:
            found.append((x, y, [number]))
    return [Mark(x, y, tuple(members)) for x, y, members in found]
