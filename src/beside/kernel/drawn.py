"""Generated pieces of the documents, between two marks, kept in step with the code by a test.

<!-- drawn: line.ladder -->
...
<!-- end of drawing -->
"""

import re
from collections.abc import Callable

END = "<!-- end of drawing -->"
_PIECE = re.compile(r"(<!-- drawn: (?P<name>[\w.-]+) -->\n)(?P<body>.*?)(?=" + END + ")", re.DOTALL)

_drawers: dict[str, Callable[[], str]] = {}


class NothingToDraw(LookupError):
    """A document asks for a drawing that no room offers."""


def offer(name: str, draw: Callable[[], str]) -> None:
    """Offer a drawing. A room calls this from its package, so that the documents can ask for it."""
    _drawers[name] = draw


def redraw(document: str) -> str:
    """The document with every marked piece drawn anew. Raises NothingToDraw."""

    def fresh(piece: re.Match[str]) -> str:
        try:
            return f"{piece[1]}{_drawers[piece['name']]().rstrip()}\n"
        except KeyError:
            raise NothingToDraw(piece["name"]) from None

    return _PIECE.sub(fresh, document)


def mermaid(diagram: str) -> str:
    """A diagram as Markdown shows it."""
    return f"```mermaid\n{diagram}\n```"
