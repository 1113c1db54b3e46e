"""Every verb leaves a record, is told the time, and a core decides without the world."""

import ast
import re
from pathlib import Path

from tests.rules.house import CHECKOUT, SOURCE, python_files, tree, where

# Verbs that only carry out what another verb has recorded, each with its reason.
LEAVE_NO_RECORD = {
    "src/beside/line/services/presence.py:beat": "a console says that it lives, every two seconds",
    "src/beside/line/services/telling.py:stay_in_line": "a waiting page asks for news",
}

ASKING = re.compile(r"\.(now|utcnow|today)\b")
FORBIDDEN_IN_CORE = {"django", "psycopg", "httpx", "requests", "socket", "subprocess"}


def _public_functions(module: ast.Module) -> list[ast.FunctionDef]:
    return [
        node
        for node in module.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


Name = tuple[str, str]  # of a module, and of a function in it


def _calls_in(node: ast.AST) -> list[ast.Call]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Call)]


def _is_of_the_record(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id="record")):
            return True
    return False


def _reached(module: str, calls: list[ast.Call], imported: dict[str, Name]) -> set[Name]:
    """The functions that are called: beside, imported by name, or by their module's name."""
    found: set[Name] = set()
    for call in calls:
        match call.func:
            case ast.Name(id=name):
                found.add(imported.get(name, (module, name)))
            case ast.Attribute(value=ast.Name(id=holder), attr=name):
                package, last = imported.get(holder, ("", ""))
                found |= {(f"{package}.{last}", name), (module, name)}
    return found


def _imported(module: ast.Module) -> dict[str, Name]:
    return {
        each.asname or each.name: (node.module, each.name)
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module
        for each in node.names
    }


def _leaving_a_record() -> set[Name]:
    """Functions of the house that call the record, themselves or through others."""
    calls: dict[Name, set[Name]] = {}
    leaving: set[Name] = set()
    for path in python_files():
        module, name = tree(path), ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
        imported = _imported(module)
        for node in (each for each in ast.walk(module) if isinstance(each, ast.FunctionDef)):
            within = _calls_in(node)
            calls[name, node.name] = _reached(name, within, imported)
            leaving |= {(name, node.name)} if any(map(_is_of_the_record, within)) else set()
    while more := {each for each, reached in calls.items() if reached & leaving} - leaving:
        leaving |= more
    return leaving


def test_every_service_leaves_a_record():
    leaving, silent = _leaving_a_record(), []
    for path in python_files("services"):
        name = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
        silent += [
            f"{where(path)}:{node.lineno} {node.name}"
            for node in _public_functions(tree(path))
            if (name, node.name) not in leaving
            and f"{where(path)}:{node.name}" not in LEAVE_NO_RECORD
        ]

    assert silent == []


def test_every_service_is_told_the_time_and_takes_keywords_only():
    wrong = [
        f"{where(path)}:{node.lineno} {node.name}"
        for path in python_files("services")
        for node in _public_functions(tree(path))
        if "at" not in {arg.arg for arg in node.args.kwonlyargs} or node.args.args
    ]

    assert wrong == []


def test_a_core_decides_without_the_world():
    leaning = [
        f"{where(path)}:{node.lineno} {name}"
        for path in python_files("core")
        for node in ast.walk(tree(path))
        for name in _modules_of(node)
        if name.split(".")[0] in FORBIDDEN_IN_CORE
    ]

    assert leaning == []


def _modules_of(node: ast.AST) -> list[str]:
    """What an import names."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module):
            return [module or ""]
    return []


def test_only_the_clock_asks_what_time_it_is():
    asking = [
        f"{where(path)}:{node.lineno}"
        for path in python_files()
        if path.name != "clock.py" or path.parent.name != "kernel"
        if ASKING.search(path.read_text())
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"timezone", "datetime", "date"}
    ]

    assert asking == []


def test_a_moment_becomes_a_day_on_the_walls_of_the_house():
    """In its evening UTC is a day ahead: `moment.date()` dates a hand-over tomorrow."""
    moments = re.compile(r"(\bat|\bbefore|\bnow\(\)|_at)\.date\(\)|\blocaldate\(")
    tests = CHECKOUT.glob("tests/**/*.py")
    ahead = [
        f"{where(path)}:{number}"
        for path in [*python_files(), *(path for path in tests if path != Path(__file__))]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if moments.search(line)
    ]

    assert ahead == []
