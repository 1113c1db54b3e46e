"""What happens in a session is told in words, never by the slug under which it is kept."""

import ast
from collections.abc import Iterator
from pathlib import Path

import beside.line
from beside.line.console.words import MOMENTS, RESULTS
from beside.line.core.session import Event
from beside.line.phone.ports import Leg

ROOM = Path(str(beside.line.__file__)).parent


def noted() -> Iterator[str]:
    """Every slug that the code writes on a timeline by name."""
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("note", "Note"):
                what = node.args[1:2]
                if what and isinstance(what[0], ast.Constant):
                    yield str(what[0].value)


def test_every_line_of_a_timeline_has_words():
    slugs = {*noted(), *(event.value for event in Event)}
    assert "ladder_laid" in slugs
    assert sorted(slugs - MOMENTS.keys()) == []


def test_every_end_of_a_call_has_words():
    assert sorted({leg.value for leg in Leg} - RESULTS.keys()) == []
