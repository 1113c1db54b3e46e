"""Checks of the machine itself. They need neither Django nor a database."""

import os
import shutil
import socket
import stat
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from beside import env
from beside.kernel import postgres
from beside.kernel.doctor.findings import Finding, bad, check, fine, warn

OLDEST_PYTHON = (3, 11)
BUILT = 1_780_000_000  # 2026-05-28; a clock that says earlier is wrong
GIGABYTE = 1_000_000_000


@check("Python")
def python(at: datetime) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        yield bad(
            f"Python is {version}.", "Beside needs 3.11 or newer.", "Install one; then `make run`."
        )
    else:
        yield fine(f"Python {version}.")


@check("clock")
def clock(at: datetime) -> Iterator[Finding]:
    if time.time() < BUILT:
        yield bad(
            f"The clock says {at:%Y-%m-%d}, which is before this program was written.",
            "Deadlines, openings and key spans all hang on the clock.",
            "Set it: `timedatectl set-ntp true`.",
        )
    elif Path("/run/systemd/timesync").exists() and not _is_synchronized():
        yield warn(
            "The clock is not being kept by a time server.",
            "It will drift; every promise here is a moment.",
            "`timedatectl set-ntp true`.",
        )
    else:
        yield fine("The clock is plausible.")


def _is_synchronized() -> bool:
    return Path("/run/systemd/timesync/synchronized").exists()


@check("disk")
def disk(at: datetime) -> Iterator[Finding]:
    home = env.home()
    usage = shutil.disk_usage(home if home.exists() else home.anchor)
    free = f"{usage.free / GIGABYTE:.1f} GB of {usage.total / GIGABYTE:.0f} GB are free."
    why = "When the disk is full the database stops, and with it everything."
    mend = "Remove old logs and backups or enlarge the disk; see docs/runbooks/disk-full.md."
    if usage.free < GIGABYTE:
        yield bad(free, why, mend)
    elif usage.free < 5 * GIGABYTE or usage.free < usage.total * 0.05:
        yield warn(free, why, mend)
    else:
        yield fine(free)


@check("home")
def home_folder(at: datetime) -> Iterator[Finding]:
    home = env.home()
    if not home.exists():
        yield warn(f"{home} does not exist yet.", "Nothing has run here.", "`make run` makes it.")
        return
    mode = stat.S_IMODE(home.stat().st_mode)
    if mode & 0o066:
        yield bad(
            f"Other accounts can look into {home} (mode {mode:04o}).",
            "It holds the database and the secret key.",
            f"chmod go-rw {home}",
        )
    else:
        yield fine(f"Only this account can list {home}.")
    for name in ("secret-key", "logs", "keys", "postgres"):
        path = home / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield bad(f"Other accounts can read {path}.", "It is private.", f"chmod -R go= {path}")


@check("account")
def account(at: datetime) -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield warn(
            "Beside runs as root.",
            "A fault in any part of it has every right. Only the database gives them up.",
            "Use an account of its own; deploy/beside.service does.",
        )
    else:
        yield fine("Beside does not run as root.")


@check("port")
def port(at: datetime) -> Iterator[Finding]:
    address = env.text("BESIDE_LISTEN", "127.0.0.1:8000")
    host, _, number = address.rpartition(":")
    taken = _answers(host.strip("[]"), int(number))
    if taken and not _supervisor(env.home()):
        yield bad(
            f"Another program answers on {address}.",
            "The web processes could not start.",
            "Stop it, or set BESIDE_LISTEN to another port.",
        )
    elif taken:
        yield fine(f"Beside answers on {address}.")
    else:
        yield warn(f"Nothing answers on {address}.", "The house is closed.", "`make run`")


def _answers(host: str, number: int) -> bool:
    try:
        with socket.create_connection((host, number), timeout=1):
            return True
    except OSError:
        return False


def _supervisor(home: Path) -> int | None:
    """The process id of this home's supervisor, if it lives."""
    try:
        pid = int((home / "serve.lock").read_text())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid


@check("database programs")
def database_programs(at: datetime) -> Iterator[Finding]:
    if env.text("DATABASE_URL"):
        yield fine("The database is another server's (DATABASE_URL).")
        return
    try:
        postgres.programs_folder(env.home())
    except postgres.NoServerPrograms as error:
        yield bad(str(error), "Nothing can be kept without a database.", "`make environment`")
        return
    cluster = postgres.Cluster.at(env.home())
    if cluster.is_running:
        yield fine("Our own database runs.")
    else:
        yield warn("Our own database is stopped.", "The house is closed.", "`make run`")
