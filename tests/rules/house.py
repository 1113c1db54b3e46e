"""The house as the rules see it: its rooms, and the floor each stands on."""

import ast
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src" / "beside"

# From the ground up. Rooms in one line are neighbours and never lean on each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("design", "kernel"),
    ("accounts", "places"),
    ("privacy",),
    ("partners",),
    ("directory", "training"),
    ("line", "supply", "care", "surveillance"),
    ("peers",),
    ("journeys",),
    ("insight", "coalition"),
    ("web",),
)
FLOOR_OF = {room: number for number, floor in enumerate(FLOORS) for room in floor}


def rooms() -> list[str]:
    """The rooms that stand."""
    return sorted(
        folder.name
        for folder in SOURCE.iterdir()
        if folder.is_dir() and (folder / "__init__.py").exists()
    )


def may_lean_on(room: str, other: str) -> bool:
    """Whether `room` may use `other`: itself, or a room on a lower floor."""
    return room == other or FLOOR_OF[other] < FLOOR_OF[room]


def python_files(*folders: str) -> Iterator[Path]:
    """Every source file of the product, or of the named sub-folders of each room."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        if not folders or set(folders) & set(path.relative_to(SOURCE).parts):
            yield path


def templates() -> Iterator[tuple[str, Path]]:
    """Every template, with the room it stands in."""
    for path in sorted(SOURCE.glob("*/**/templates/**/*")):
        if path.is_file():
            yield path.relative_to(SOURCE).parts[0], path


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def where(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))
