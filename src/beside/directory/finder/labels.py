"""Words on the map, put where no mark and no other word stands."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape

MOST_NAMES = 7
LETTER, ASCENT, DESCENT = 6.2, 11, 4
BESIDE_TOWN = ((0, 26), (0, -18), (0, 36), (0, -28), (0, 4))
CORNERS = ((1, 1), (-1, 1), (1, -1), (-1, -1))


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether any part of both is the same."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def around(x: float, y: float, reach: float) -> Box:
    """What a mark takes."""
    return Box(x - reach, y - reach, x + reach, y + reach)


def _word(text: str, x: float, y: float) -> Box:
    half = len(text) * LETTER / 2
    return Box(x - half, y - ASCENT, x + half, y + DESCENT)


def towns(named: Iterable[tuple[str, float, float]], taken: list[Box], size: float) -> str:
    """The largest towns whose names find room; `taken` grows by them."""
    made: list[str] = []
    for name, x, y in named:
        places = ((x + across, y + down) for across, down in BESIDE_TOWN)
        if len(made) < MOST_NAMES and (free := _free(name, places, taken, size)):
            made.append(f'<text x="{free[0]:.0f}" y="{free[1]:.0f}">{escape(name)}</text>')
    return "".join(made)


def ring(text: str, radius: float, taken: list[Box], size: float) -> str:
    """How far a ring is, on it, in a corner that is free."""
    away = radius * math.sqrt(0.5)
    places = [(size / 2 + a * away, size / 2 + d * away + 4) for a, d in CORNERS]
    x, y = _free(text, iter(places), taken, size) or places[0]
    return f'<text class="far" x="{x:.0f}" y="{y:.0f}">{text}</text>'


def _free(
    text: str, places: Iterator[tuple[float, float]], taken: list[Box], size: float
) -> tuple[float, float] | None:
    """The first place where a word fits; it is taken from then on."""
    for x, y in places:
        box = _word(text, x, y)
        inside = box.left > 0 and box.top > 0 and box.right < size and box.bottom < size
        if inside and not _any_meets(box, taken):
            taken.append(box)
            return x, y
    return None


def _any_meets(box: Box, taken: Sequence[Box]) -> bool:
    return any(box.meets(other) for other in taken)
