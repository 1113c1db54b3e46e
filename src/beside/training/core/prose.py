"""The small marks a lesson is written in, read into blocks a template draws.

    ## A heading
    A paragraph with **strong words**.
    - a point            1. a step
    ! what must not be missed
    ![What the picture shows](name-of-picture)

Nothing else is markup: whatever is written comes out as text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<name>[\w-]+)\)$")
STEP = re.compile(r"(\d{1,3})[.)]\s+")
STRONG = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Run:
    """Words of one weight."""

    text: str
    strong: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """A heading, text, notice, points, steps (in `lines`), or a picture (`name`, `alt`)."""

    kind: str
    lines: tuple[Line, ...] = ()
    name: str = ""
    alt: str = ""
    start: int = 1  # the number steps begin with, after a picture between them


def read(written: str) -> tuple[Block, ...]:
    """The blocks of a lesson, in order."""
    blocks: list[Block] = []
    lines = (line.strip() for line in written.splitlines())
    for kind, group in groupby(lines, key=_kind):
        blocks += _blocks(kind, list(group))
    return tuple(blocks)


def pictures(written: str) -> Iterator[Block]:
    """The pictures a lesson shows."""
    return (block for block in read(written) if block.kind == "picture")


def words(written: str) -> str:
    """The text without its marks, for counting and reading aloud."""
    return " ".join(
        block.alt if block.kind == "picture" else run.text
        for block in read(written)
        for line in (block.lines or ((Run(""),),))
        for run in line
    )


def _kind(line: str) -> str:
    if not line:
        return ""
    if PICTURE.match(line):
        return "picture"
    for mark, kind in (("## ", "heading"), ("- ", "points"), ("! ", "notice")):
        if line.startswith(mark):
            return kind
    return "steps" if STEP.match(line) else "text"


def _blocks(kind: str, lines: list[str]) -> Iterator[Block]:
    match kind:
        case "":
            return
        case "picture":
            for found in filter(None, map(PICTURE.match, lines)):
                yield Block("picture", name=found["name"], alt=found["alt"].strip())
        case "heading":
            yield from (Block("heading", (_line(line[3:]),)) for line in lines)
        case "points":
            yield Block("points", tuple(_line(line[2:]) for line in lines))
        case "steps":
            said = tuple(_line(STEP.sub("", line, count=1)) for line in lines)
            yield Block("steps", said, start=_number(lines[0]))
        case "notice":
            yield Block("notice", (_line(" ".join(line[2:] for line in lines)),))
        case _:
            yield Block("text", (_line(" ".join(lines)),))


def _number(line: str) -> int:
    found = STEP.match(line)
    return int(found[1]) if found else 1


def _line(text: str) -> Line:
    """Words between two stars are strong; a star alone is a star."""
    parts = STRONG.split(text.strip())
    return tuple(Run(part, bool(place % 2)) for place, part in enumerate(parts) if part)
