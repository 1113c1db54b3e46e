"""Names on a map, the largest places first, none over another or over what must be seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTER_WIDTH, LINE_HEIGHT, GAP = 6.6, 14, 5
"""Pixels, for 12-pixel letters; wide enough for bold ones."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name, where its dot is, and where its first letter (or last, or middle) stands."""

    text: str
    dot: tuple[int, int]
    x: int
    y: int
    anchor: str
    """SVG's text-anchor: start, end or middle."""


Rectangle = tuple[float, float, float, float]


def placed(
    names: Iterable[tuple[str, tuple[int, int]]],
    *,
    width: int,
    height: int,
    keep_clear: Sequence[tuple[int, int]],
    most: int,
) -> list[Label]:
    """As many names as fit, in the order given, at most `most`.

    `keep_clear` are pixels (the markers of sites) that no name may cover.
    """
    taken: list[Rectangle] = [(x - 9, y - 9, x + 9, y + 9) for x, y in keep_clear]
    labels: list[Label] = []
    for text, dot in names:
        if len(labels) == most:
            break
        for label in _stands(text, dot):
            where = _rectangle(label)
            if _within(where, width, height) and not any(_meet(where, other) for other in taken):
                labels.append(label)
                taken += [where, (dot[0] - 2, dot[1] - 2, dot[0] + 2, dot[1] + 2)]
                break
    return labels


def _stands(text: str, dot: tuple[int, int]) -> list[Label]:
    x, y = dot
    return [
        Label(text, dot, x + GAP, y + 4, "start"),
        Label(text, dot, x - GAP, y + 4, "end"),
        Label(text, dot, x, y - GAP - 2, "middle"),
        Label(text, dot, x, y + LINE_HEIGHT, "middle"),
    ]


def _rectangle(label: Label) -> Rectangle:
    wide = LETTER_WIDTH * len(label.text)
    left = {"start": 0.0, "end": -wide, "middle": -wide / 2}[label.anchor] + label.x
    return (left, label.y - 11, left + wide, label.y + LINE_HEIGHT - 11)


def _within(r: Rectangle, width: int, height: int) -> bool:
    return r[0] >= 2 and r[1] >= 2 and r[2] <= width - 2 and r[3] <= height - 2


def _meet(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
