"""Foreign keys, templates and URL names run downstairs only. Imports: `make floors`."""

import re

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from tests.rules.house import FLOOR_OF, may_lean_on, python_files, rooms, templates, where

URL_NAME = re.compile(r"""\{%\s*url\s+["']([\w-]+):""")
INCLUDE = re.compile(r"""\{%\s*(?:include|extends)\s+["']([\w-]+)/""")
REVERSED = re.compile(r"""\b(?:reverse|reverse_lazy|redirect)\(\s*["']([\w-]+):""")


def _room_of(word: str) -> str | None:
    """The room a URL namespace or template folder belongs to (`x_machine` is x's)."""
    room = word.removesuffix("_machine")
    return room if room in FLOOR_OF else None


def test_every_room_stands_on_a_floor():
    assert [room for room in rooms() if room not in FLOOR_OF] == []


def test_foreign_keys_run_downstairs():
    upstairs = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in FLOOR_OF
        for field in [*model._meta.get_fields()]
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.related_model._meta.app_label in FLOOR_OF
        and not may_lean_on(model._meta.app_label, field.related_model._meta.app_label)
    ]

    assert upstairs == []


@pytest.mark.parametrize(("pattern", "what"), [(URL_NAME, "url"), (INCLUDE, "include")])
def test_templates_lean_only_on_rooms_below(pattern, what):
    upstairs = [
        f"{where(path)}: {what} of {word}"
        for room, path in templates()
        for word in pattern.findall(path.read_text(errors="replace"))
        if (other := _room_of(word)) and not may_lean_on(room, other)
    ]

    assert upstairs == []


def test_url_names_in_code_run_downstairs():
    upstairs = [
        f"{where(path)}: {word}"
        for path in python_files()
        if (room := _room_of(path.parts[path.parts.index("beside") + 1]))
        for word in REVERSED.findall(path.read_text())
        if (other := _room_of(word)) and not may_lean_on(room, other)
    ]

    assert upstairs == []
