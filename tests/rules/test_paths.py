"""Each page of docs/paths names real things: every name on it resolves."""

import importlib
import re

import pytest

from tests.rules.house import CHECKOUT

PAGES = sorted((CHECKOUT / "docs" / "paths").glob("*.md"))
NAME = re.compile(r"`(beside(?:\.\w+)+)`")
FILE = re.compile(r"`((?:src|tests|docs|benchmarks|deploy)/[\w./-]+)`")


def _resolve(dotted: str) -> object:
    """The module or attribute called `dotted`. Raises if any part of it is missing."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            thing: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError as error:
            if error.name and not dotted.startswith(error.name):
                raise
            continue
        for attribute in parts[cut:]:
            thing = getattr(thing, attribute)
        return thing
    raise ModuleNotFoundError(dotted)


def test_there_are_paths_to_follow():
    assert len(PAGES) >= 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_name_on_a_path_resolves(page):
    text = page.read_text()
    names = NAME.findall(text)

    assert len(names) >= 3, "a path that names nothing leads nowhere"
    for name in names:
        _resolve(name)
    missing = [name for name in FILE.findall(text) if not (CHECKOUT / name).exists()]
    assert missing == []
