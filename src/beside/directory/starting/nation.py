"""Whole federal lists: which file is which list, said by its name and never guessed."""

from collections.abc import Iterable
from pathlib import Path

from beside.directory.imports import files, fitting, sheets
from beside.directory.imports.batches import Choices
from beside.directory.imports.files import Given
from beside.directory.models import Mapping
from beside.directory.starting import region
from beside.directory.starting.mappings import shipped

# Lists that lie beside the federal ones and have no mapping here, with the reason.
NOT_OURS = {
    "vivitrol_providers": "It is a manufacturer's list of prescribers, not a federal one, and "
    "nothing says that it may be carried on",
}
OTHERWISE = "To import it all the same: beside directory import {file} --map MAPPING"


class Unsure(ValueError):
    """It is not clear which list a file is; the message says what to do."""


def lists_of(
    paths: Iterable[Path], list_name: str | None = None
) -> tuple[dict[str, Path], dict[Path, str]]:
    """Files by the list they are, and those left out with the reason. Raises Unsure."""
    found: dict[str, Path] = {}
    skipped: dict[Path, str] = {}
    for path in paths:
        name = list_name or _list_of(path)
        if name is None:
            skipped[path] = _why(path)
            continue
        if name not in names():
            raise Unsure(f"There is no list {name!r}. There are: {'; '.join(names())}.")
        if name in found:
            raise Unsure(f"{found[name].name} and {path.name} are both {name}: import one.")
        found[name] = path
    return found, skipped


def names() -> list[str]:
    """Every list with a shipped mapping."""
    return [name for name, columns in shipped().items() if "source" in columns]


def opened(path: Path, name: str) -> tuple[Given, Choices]:
    """A file as that list. Raises NotReadable, or Unsure when its rows are of another."""
    given = files.from_path(path)
    mapping = Mapping.objects.get(name=name, shipped=True)
    file, content = next(iter(given.files.items()))
    if column := fitting.said_against(mapping.columns, sheets.sheet(file, content)):
        raise Unsure(f"{path.name} is not {name}: its column {column!r} says otherwise.")
    return given, region.choices(mapping)


def _list_of(path: Path) -> str | None:
    known = shipped().items()
    return next((name for name, said in known if fitting.named_by_file(said, path.name)), None)


def _why(path: Path) -> str:
    stem = fitting.stem(path.name)
    otherwise = OTHERWISE.format(file=path.name)
    for start, why in NOT_OURS.items():
        if stem.startswith(start):
            return f"{why}. {otherwise}"
    return f"No federal list has this file name; if it is one, say which with --list. {otherwise}"
