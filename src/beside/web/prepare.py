"""Bring the house up to date with its code: tables, words, static files, starting data."""

import hashlib
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from beside import env

Say = Callable[[str], None]
MARK = "prepared"
NOT_SERVED = ["ext", "htmax*", "htmx-2*"]
"""Parts of the htmx wheel that no page uses; hashing the first stumbles over its comments."""


def fingerprint() -> str:
    """Changes whenever the code, the lock or the database to be prepared does. No Django needed."""
    digest = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode())
    for path in _what_counts():
        facts = path.stat()
        digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _what_counts() -> Iterator[Path]:
    yield env.CHECKOUT / "requirements.lock"
    for folder, below, files in os.walk(env.CHECKOUT / "src"):
        below[:] = sorted(set(below) - {"__pycache__"})
        yield from (Path(folder, name) for name in sorted(files) if not name.endswith(".mo"))


def is_prepared(home: Path) -> bool:
    """Whether this very code was prepared for this home, and somebody has signed in since."""
    return _read(home) == (fingerprint(), "somebody signed in")


def is_current(home: Path) -> bool:
    """Whether tables, words and files fit this very code."""
    return _read(home)[0] == fingerprint()


def _read(home: Path) -> tuple[str, str]:
    try:
        mark, _, signed_in = (home / MARK).read_text().partition("\n")
    except OSError:
        return "", ""
    return mark, signed_in


def prepare(home: Path, say: Say) -> None:
    """Do what there is to do. Django must be set up and the database running; safe to repeat."""
    from beside.kernel import clock
    from beside.web import starting

    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # each job put is no news here
    mark = fingerprint()
    if _read(home)[0] != mark:
        _bring_up_to_date(say)
    sign_in = starting.first_sign_in(clock.now())
    if sign_in is not None:
        say(f"\nThe first sign-in, told until somebody has used it:\n  {sign_in}\n")
    (home / MARK).write_text(f"{mark}\n{'nobody yet' if sign_in else 'somebody signed in'}")


def _bring_up_to_date(say: Say) -> None:
    from beside.kernel import birth, clock
    from beside.web import catalogues, starting

    catalogues.compile_all()
    with ThreadPoolExecutor(1) as beside_it:  # they pack files while the database works
        files = beside_it.submit(_gather_files)
        say("Tables")
        birth.bring_up_to_date()
        for name, rows in starting.fill(clock.now()):
            if rows:
                say(f"{name[:1].upper()}{name[1:]}: {rows:,} rows")
        say("Style sheets and scripts")
        files.result()
    _demonstrate(say)


def _gather_files() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)


def _demonstrate(say: Say) -> None:
    """Invented people and places, in a demonstration only."""
    from django.conf import settings

    from beside.kernel import clock
    from beside.web.demo import fill

    if settings.DEMO and (sign_ins := fill.fill(clock.now())):
        say(f"\nInvented people who sign in at {settings.SITE_ADDRESS}/en/staff/ (told this once):")
        say(f"  {'name':<22} {'password':<22} role")
        for sign_in in sign_ins:
            say(f"  {sign_in}")


def main() -> None:
    """As a child of the nursery, which has set Django up; the database is looked after."""
    prepare(env.home(), say=print)
