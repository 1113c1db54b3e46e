"""`beside serve` and `beside run`: what the supervisor is given to look after."""

import atexit
import os
import select
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from beside import env
from beside.kernel import postgres
from beside.kernel.serve import imports, only_one, programs, pulse, web_process
from beside.kernel.serve.child import Child, Role, begin
from beside.kernel.serve.database import EmbeddedDatabase
from beside.kernel.serve.nursery import NotBorne
from beside.kernel.serve.output import Scribe
from beside.kernel.serve.supervisor import Supervisor
from beside.web import prepare

WITH_PROGRAMS = ("line",)
"""Rooms that need a program of somebody else's beside them (their `programs.py`)."""

SPARE_AFTER = 10.0
"""Seconds: what begins has the machine to itself until then."""

NUMBERS = "PROMETHEUS_MULTIPROC_DIR"

BELOW = "BESIDE_BELOW_SERVE"
"""Set for commands that `beside run` calls itself: the database is looked after."""


def listen(address: str) -> socket.socket:
    """The port every web process answers on. Raises ClickException in plain words."""
    host, _, port = address.rpartition(":")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host.strip("[]"), int(port)), family=family, backlog=1024)
    except OSError as error:
        raise click.ClickException(
            f"{address} cannot be listened on ({error.strerror}). Another program may hold it; "
            f"stop that, or set BESIDE_LISTEN=127.0.0.1:8001."
        ) from error


def roles(listening: socket.socket, home: Path) -> list[Role]:
    """Web processes and workers. They stop in this order."""
    python = (sys.executable, "-m")
    counted = {NUMBERS: str(home / "numbers")}
    return [
        Role(
            "web",
            (*python, "beside.kernel.serve.web_process"),
            entry="beside.kernel.serve.web_process:main",
            count=env.whole("BESIDE_WEB", 2),
            environment={web_process.SOCKET: str(listening.fileno()), **counted},
            keeps_open=(listening.fileno(),),
            spare_after=SPARE_AFTER if env.flag("BESIDE_WEB_SPARE", True) else None,
        ),
        Role(
            "worker",
            (*python, "beside", "worker"),
            entry="beside.kernel.worker:main",
            count=env.whole("BESIDE_WORKERS", 2),  # the second stands by for the first
            environment=counted,
            grace=20.0,
        ),
    ]


def nursery(listening: socket.socket, home: Path) -> Role:
    """What bears the others. It counts nothing itself, but counters know from the start where."""
    return Role(
        "nursery",
        (sys.executable, "-m", "beside.kernel.serve.nursery_process", "beside.web.whole"),
        environment={NUMBERS: str(_emptied(home / "numbers"))},
        keeps_open=(listening.fileno(),),
        is_nursery=True,
    )


def guests(home: Path, scribe: Scribe) -> list[Role]:
    """What the rooms need beside our own processes. They stop last; calls outlive a restart."""
    for room in WITH_PROGRAMS:
        if find_spec(f"beside.{room}.programs"):
            import_module(f"beside.{room}.programs")
    found = []
    for program in programs.registered():
        answer = program.prepare(home)
        if isinstance(answer, programs.Begin):
            os.environ.update(answer.tells)
            found.append(programs.role_of(program, answer))
        elif answer.why:
            scribe.say("info", answer.why)
    return found


def _emptied(folder: Path) -> Path:
    """Counters of processes that are gone would be counted for ever."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def serve(home: Path, *, prepares: bool) -> None:
    """Everything under one supervisor, until told to stop."""
    began = time.monotonic()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads spin, and the line waits
    try:
        lock = only_one.take(home)
    except only_one.AlreadyRunning as error:
        raise click.ClickException(str(error)) from error
    address = env.text("BESIDE_LISTEN", "127.0.0.1:8000")
    with lock, listen(address) as listening:
        scribe = Scribe(home / "logs", console=click.echo)
        database = None if env.text("DATABASE_URL") else EmbeddedDatabase(home, scribe.say)
        try:
            beside_us = guests(home, scribe)
            mother = begin(nursery(listening, home), "nursery")
            if database is not None:
                _start_database(home)
            is_current = prepare.is_current(home)
            if prepares and not is_current:
                _prepare(mother)
            supervisor = Supervisor([*roles(listening, home), *beside_us], scribe, database, mother)
        except BaseException:
            if database is not None:
                database.stop()
            raise

        def when_ready() -> None:
            _greet(scribe, address, time.monotonic() - began)
            if prepares and is_current and not prepare.is_prepared(home):
                _prepare_apart(
                    mother
                )  # tells the first sign-in again; the doors are open meanwhile

        supervisor.run(when_ready=when_ready)


def _start_database(home: Path) -> None:
    try:
        postgres.start(postgres.Cluster.at(home), home)
    except (postgres.ServerFailed, postgres.NoServerPrograms) as error:
        raise click.ClickException(str(error)) from error


def _prepare(mother: Child) -> None:
    if _prepare_apart(mother):
        raise click.ClickException("Beside could not be prepared; see above.")


def _prepare_apart(mother: Child) -> int:
    """In a process of its own, so that the supervisor stays small; its exit code."""
    told = {BELOW: "yes"}
    if not mother.ready:
        select.select([mother.pulse], [], [], mother.role.ready_within)
        mother.hear()
    if mother.ready and mother.ask is not None:
        with suppress(NotBorne):
            entry = "beside.web.prepare:main"
            return mother.ask.bear(entry, "prepare", told, sys.stdout.fileno(), {}).wait()
    command = [sys.executable, "-m", "beside", "prepare"]
    return subprocess.run(command, env=os.environ | told).returncode


def _greet(scribe: Scribe, address: str, seconds: float) -> None:
    scribe.say("info", f"Beside answers at http://{address} ({seconds:.1f} s). Ctrl-C stops it.")


def with_django() -> None:
    """For a command: Django set up and the database running.

    Our own server, if nobody runs it, is started for the command and stopped after it.
    """
    if not env.text("DATABASE_URL") and not {BELOW, pulse.PIPE} & set(os.environ):
        home = env.home()
        cluster = postgres.Cluster.at(home)
        if not cluster.is_running:
            postgres.start(cluster, home)
            atexit.register(_stop_if_unused, cluster, home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.settings")
    with imports.uncollected():
        import django

        django.setup()


def _stop_if_unused(cluster: postgres.Cluster, home: Path) -> None:
    """Unless a supervisor has adopted the server meanwhile."""
    try:
        with only_one.take(home):
            postgres.stop(cluster, home)
    except only_one.AlreadyRunning:
        return
