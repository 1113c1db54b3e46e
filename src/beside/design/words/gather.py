"""Find every translatable string of a room, in its Python and its templates."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from beside import env

SOURCE = env.CHECKOUT / "src" / "beside"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NOTES = ("Translators",)
TEMPLATES = {".html", ".txt", ".svg", ".xml"}


@dataclass(frozen=True)
class Said:
    """One string as the code says it. `plural` and `context` are "" when there are none."""

    text: str
    plural: str
    context: str
    path: Path
    line: int
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells two strings apart: context and text."""
        return self.context, self.text

    @property
    def where(self) -> str:
        return f"{self.path.relative_to(SOURCE.parent.parent)}:{self.line}"


def rooms() -> list[str]:
    """Every room with something in it."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def said_in(room: str) -> list[Said]:
    """Everything a room says, in the order of its files."""
    return [said for path in files(room) for said in said_in_file(path)]


def files(room: str) -> Iterator[Path]:
    """A room's Python and templates."""
    for path in sorted((SOURCE / room).rglob("*")):
        inside = path.relative_to(SOURCE / room).parts
        is_code = path.suffix == ".py" and "migrations" not in inside
        if is_code or ("templates" in inside and path.suffix in TEMPLATES):
            yield path


def said_in_file(path: Path) -> list[Said]:
    """What one file says. Raises SyntaxError or TemplateSyntaxError if it cannot be read."""
    text = path.read_text()
    if path.suffix != ".py":
        text = _flat(templatize(text, origin=str(path)))
    found = extract("python", io.BytesIO(text.encode()), KEYWORDS, NOTES)
    return [_said(path, *parts) for parts in found]


def _flat(text: str) -> str:
    """A templatized template, readable line by line: no indentation, no stray brackets."""
    calls = r"""(?:n?p?gettext|_)\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)|#.*"""
    return "\n".join("; ".join(re.findall(calls, line)) for line in text.split("\n"))


def _said(path: Path, line: int, message: object, notes: list[str], context: str | None) -> Said:
    text, plural = message if isinstance(message, tuple) else (message, "")
    return Said(str(text), str(plural or ""), context or "", path, line, tuple(notes))
