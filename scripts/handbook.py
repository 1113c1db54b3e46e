"""Writes the part of docs/rooms/*.md that the code itself knows; `--check` compares instead.

python -m scripts.handbook            writes
python -m scripts.handbook --check    exits 1 if a page is out of step
"""

import ast
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from beside.kernel import steps

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCE = CHECKOUT / "src" / "beside"
PAGES = CHECKOUT / "docs" / "rooms"
START = "<!-- from the code: written by `python -m scripts.handbook` -->"
END = "<!-- end of what the code knows -->"


def rooms() -> list[str]:
    """Every room that stands, by name."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def first_line(node: ast.AST | str | None) -> str:
    text = node if isinstance(node, str) else ast.get_docstring(node) if node else ""  # type: ignore[arg-type]
    return (text or "").strip().split("\n\n")[0].replace("\n", " ")


def room_page(room: str) -> str:
    """The whole generated part for `room`, in Markdown."""
    parts = [
        section("Tables", tables(room)),
        section("Verbs", verbs(room)),
        section("Pages and addresses", addresses(room)),
        drawings(room),
        section("What its tests promise", promises(room)),
    ]
    return "\n\n".join([START, *filter(None, parts), END])


def section(title: str, lines: Iterable[str]) -> str:
    listed = "\n".join(lines)
    return f"## {title}\n\n{listed}" if listed else ""


def tables(room: str) -> Iterator[str]:
    from django.apps import apps

    for model in sorted(apps.get_app_config(room).get_models(), key=lambda m: m.__name__):
        if not model._meta.auto_created:
            yield f"- **{model.__name__}** (`{model._meta.db_table}`): {first_line(model.__doc__)}"


def verbs(room: str) -> Iterator[str]:
    for path in sorted((SOURCE / room).rglob("services/*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"- `{node.name}`: {first_line(node)}"


def addresses(room: str) -> Iterator[str]:
    """Every address of the room with its access rule, as the resolver has them."""
    from beside.kernel.doors import NoRule, rule_of

    for route, pattern, namespaces in _patterns():
        if namespaces[:1] and namespaces[0].removesuffix("_machine") == room:
            try:
                rule = rule_of(pattern.callback)
                said = rule.permission or rule.name
            except NoRule:
                said = "no rule"
            yield f"- `{route}`: {said}"


def _patterns() -> Iterator[tuple[str, object, list[str]]]:
    from django.urls import URLPattern, get_resolver

    def walk(resolver, prefix, namespaces):  # type: ignore[no-untyped-def]
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLPattern):
                yield route, entry, namespaces
            else:
                inner = [*namespaces, entry.namespace] if entry.namespace else namespaces
                yield from walk(entry, route, inner)

    yield from walk(get_resolver(), "/", [])


def drawings(room: str) -> str:
    """Every state table of the room (a mapping called STEPS in a core module), drawn and listed."""
    drawn = []
    for path in sorted((SOURCE / room).rglob("core/*.py")):
        dotted = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
        module = import_module(dotted)
        if isinstance(table := getattr(module, "STEPS", None), Mapping):
            drawn.append(f"### {first_line(module.__doc__)}\n\n{drawing(table)}")
    return "\n\n".join(["## State tables", *drawn]) if drawn else ""


def drawing(table: "steps.Table[Any, Any]") -> str:
    """One table as a diagram and as rows. It starts where its first row starts."""
    from beside.kernel import steps

    start = next(iter(table))[0]
    return f"```mermaid\n{steps.diagram(table, start)}\n```\n\n{steps.table(table)}"


def promises(room: str) -> Iterator[str]:
    for path in sorted((CHECKOUT / "tests" / room).rglob("test_*.py")):
        sentences = [
            node.name.removeprefix("test_").replace("_", " ")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
        if sentences:
            yield f"\n**{path.stem.removeprefix('test_').replace('_', ' ').capitalize()}**\n"
            yield from (f"- {sentence}" for sentence in sentences)


def with_generated(text: str, generated: str) -> str:
    """`text` with its generated part replaced, or added at the end."""
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2] if rest else ""
    return before.rstrip() + "\n\n" + generated + after.rstrip() + "\n"


def main() -> int:
    """Write every page, or say which are out of step."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.settings")
    import django

    django.setup()
    stale = []
    for room in rooms():
        page = PAGES / f"{room}.md"
        now = page.read_text() if page.exists() else f"# {room}\n"
        then = with_generated(now, room_page(room))
        if now != then:
            stale.append(page)
            if "--check" not in sys.argv:
                page.write_text(then)
    for page in stale:
        verb = "is out of step with the code" if "--check" in sys.argv else "written"
        sys.stdout.write(f"{page.relative_to(CHECKOUT)} {verb}\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
