"""Bring the house up to date with its code: tables, catalogues, static files, starting data."""

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from beside import env

Say = Callable[[str], None]
MARK = "prepared"


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
    """Whether this very code was prepared for this very home already."""
    try:
        return (home / MARK).read_text() == fingerprint()
    except OSError:
        return False


def prepare(home: Path, say: Say) -> None:
    """Do all of it. Django must be set up and the database running; safe to repeat."""
    mark = fingerprint()
    from django.core.management import call_command

    from beside.kernel import clock
    from beside.web import catalogues, starting

    say("Tables")
    call_command("migrate", interactive=False, verbosity=0, stdout=io.StringIO())
    say("Words in two languages")
    catalogues.compile_all()
    say("Style sheets and scripts")
    call_command(
        "collectstatic",
        interactive=False,
        verbosity=0,
        ignore_patterns=["ext", "htmax*", "htmx-2*"],
    )
    for name, rows in starting.fill(clock.now()):
        if rows:
            say(f"{name}: {rows:,} rows")
    (home / MARK).write_text(mark)
