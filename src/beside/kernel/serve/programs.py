"""Programs that are not ours and that a room needs beside it, under the same supervisor.

A room names them in `programs.py`, which must import without Django:

    programs.register(Program("turn", prepare))

`prepare(home)` is asked once, when the house starts: it writes what the program needs and
says how it is begun, or why it is not. What it `tells` stands in the environment of the
web processes and workers, so that they know whether the program is there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from beside.kernel.serve.child import Role


@dataclass(frozen=True)
class Begin:
    """How it is begun, and what the house is told of it."""

    command: tuple[str, ...]
    tells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Leave:
    """It is not begun; `why` is said once, in plain words. "" when there is nothing to say."""

    why: str = ""


@dataclass(frozen=True)
class Program:
    """One program, by the name it has in the log."""

    name: str
    prepare: Callable[[Path], Begin | Leave]


_programs: dict[str, Program] = {}


def register(program: Program) -> None:
    """Have it begun with the house."""
    _programs[program.name] = program


def registered() -> list[Program]:
    """All of them, in the order they were named."""
    return list(_programs.values())


def role_of(program: Program, begin: Begin) -> Role:
    """Its place under the supervisor: restarted when it dies, left alone by a reload."""
    return Role(program.name, begin.command, says_ready=False, is_guest=True, grace=3.0)
