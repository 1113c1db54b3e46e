"""The room's own drawings: few lines, in the page's colours, each with words for those who hear.

A drawing is a file of `pictures/`: what stands inside an `<svg viewBox="0 0 240 150">`. Lines take
the ink, `class="fill"` the card's colour, `class="key"` the one thing to look at, `class="soft"`
what may stand back.
"""

from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "pictures"


class NoSuchPicture(LookupError):
    """We have drawn nothing of that name."""


@cache
def names() -> frozenset[str]:
    """Every drawing there is."""
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@cache
def _drawn(name: str) -> str:
    if name not in names():
        raise NoSuchPicture(name)
    return (FOLDER / f"{name}.svg").read_text().strip()


def draw(name: str, alt: str) -> SafeString:
    """The drawing, told in words by `alt`. Raises NoSuchPicture."""
    drawn = mark_safe(_drawn(name))  # noqa: S308 - our own file
    return format_html(
        '<svg class="draw" viewBox="0 0 240 150" role="img" aria-label="{}">{}</svg>', alt, drawn
    )
