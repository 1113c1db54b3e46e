"""Every verb leaves a record, is told the time, and a core decides without the world."""

import ast

import pytest

from tests.rules.house import python_files, tree, where

# Verbs that only carry out what another verb has recorded, each with its reason.
LEAVE_NO_RECORD: dict[str, str] = {}

FORBIDDEN_IN_CORE = ("django", "psycopg", "httpx", "requests", "socket", "subprocess")


def _public_functions(module: ast.Module) -> list[ast.FunctionDef]:
    return [
        node
        for node in module.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def _calls_record(node: ast.AST) -> bool:
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "record"
        for call in ast.walk(node)
    )


def _names_called(node: ast.AST) -> set[str]:
    return {
        call.func.id if isinstance(call.func, ast.Name) else call.func.attr
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute)
    }


def _leaving_a_record(module: ast.Module) -> set[str]:
    """Names of functions that call the record, themselves or through one beside them."""
    functions = {n.name: n for n in ast.walk(module) if isinstance(n, ast.FunctionDef)}
    leaving = {name for name, node in functions.items() if _calls_record(node)}
    while more := {
        name
        for name, node in functions.items()
        if name not in leaving and _names_called(node) & leaving
    }:
        leaving |= more
    return leaving


def test_every_service_leaves_a_record():
    silent = []
    for path in python_files("services"):
        module = tree(path)
        leaving = _leaving_a_record(module)
        silent += [
            f"{where(path)}:{node.lineno} {node.name}"
            for node in _public_functions(module)
            if node.name not in leaving and f"{where(path)}:{node.name}" not in LEAVE_NO_RECORD
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


@pytest.mark.parametrize("forbidden", FORBIDDEN_IN_CORE)
def test_a_core_decides_without_the_world(forbidden):
    leaning = [
        f"{where(path)}:{node.lineno}"
        for path in python_files("core")
        for node in ast.walk(tree(path))
        if (
            isinstance(node, ast.Import)
            and any(a.name.split(".")[0] == forbidden for a in node.names)
        )
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == forbidden)
    ]

    assert leaning == []


def test_only_the_clock_asks_what_time_it_is():
    asking = [
        f"{where(path)}:{node.lineno}"
        for path in python_files()
        if path.name != "clock.py" or path.parent.name != "kernel"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"timezone", "datetime", "date"}
    ]

    assert asking == []
