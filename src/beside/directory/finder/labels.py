"""Words on the map, put where no mark and no other word stands."""

import math
from collections.abc import Iterable, Sequence
from html import escape

MOST_NAMES = 7
LETTER, ASCENT, DESCENT = 6.2, 11, 4
BESIDE_TOWN = ((0, 26), (0, -18), (0, 36), (0, -28), (0, 4))
CORNERS = ((1, 1), (-1, 1), (1, -1), (-1, -1))


Box = tuple[float, float, float, float]
"""A rectangle of the drawing that is taken: left, top, right, bottom. Made by the hundred."""


def around(x: float, y: float, reach: float) -> Box:
    """What a mark takes."""
    return x - reach, y - reach, x + reach, y + reach


def towns(named: Iterable[tuple[str, float, float]], taken: list[Box], size: float) -> str:
    """The largest towns whose names find room; `taken` grows by them."""
    made: list[str] = []
    for name, x, y in named:
        if len(made) == MOST_NAMES:
            break
        places = [(x + across, y + down) for across, down in BESIDE_TOWN]
        if free := _free(name, places, taken, size):
            made.append(f'<text x="{free[0]:.0f}" y="{free[1]:.0f}">{escape(name)}</text>')
    return "".join(made)


def ring(text: str, radius: float, taken: list[Box], size: float) -> str:
    """How far a ring is, on it, in a corner that is free."""
    away = radius * math.sqrt(0.5)
    places = [(size / 2 + a * away, size / 2 + d * away + 4) for a, d in CORNERS]
    x, y = _free(text, places, taken, size) or places[0]
    return f'<text class="far" x="{x:.0f}" y="{y:.0f}">{text}</text>'


def _free(
    text: str, places: Iterable[tuple[float, float]], taken: list[Box], size: float
) -> tuple[float, float] | None:
    """The first place where a word fits; it is taken from then on."""
    half = len(text) * LETTER / 2
    for x, y in places:
        box = (x - half, y - ASCENT, x + half, y + DESCENT)
        inside = box[0] > 0 and box[1] > 0 and box[2] < size and box[3] < size
        if inside and _is_free(box, taken):
            taken.append(box)
            return x, y
    return None


def _is_free(box: Box, taken: Sequence[Box]) -> bool:
    """Whether no part of the box is part of any that is taken."""
    left, top, right, bottom = box
    for other in taken:
        if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
            return False
    return True
