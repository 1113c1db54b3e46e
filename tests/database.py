"""The test database, made once: whoever needs one afterwards copies it in a moment.

Carrying out every migration takes many seconds and most test runs need nothing new. So
the first to come makes a template whose name says which migrations it holds, and
every worker's database is a copy of it. Our own server is thrown away after a run; what
the template held is kept as a dump under `build/`, for the next.
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.creation import DatabaseCreation

HERE = Path(__file__).resolve().parents[1]
KEPT = HERE / "build" / "test-database"
_migrate = DatabaseCreation.create_test_db


def create_test_db(self: DatabaseCreation, verbosity: int = 1, **_asked: object) -> str:
    """A database of this name like the template's; what Django calls to make one."""
    name = self._get_test_db_name()
    with _one_at_a_time():
        template = f"test_beside_{_fingerprint()}"
        if not _is_there(self, template):
            _make(self, template, verbosity)
        _copy(self, template, name)
    _point(self, name)
    self.connection.ensure_connection()
    return name


def _fingerprint() -> str:
    """Of all that decides what the template holds."""
    digest = hashlib.sha256(repr((settings.INSTALLED_APPS, sys.version)).encode())
    for file in (HERE / "requirements-dev.lock", *_decides()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _decides() -> list[Path]:
    """Our migrations and what they import of ours; the lock stands for everybody else's."""
    found: set[Path] = set()
    for config in apps.get_app_configs():
        if config.name.startswith("beside."):
            for migration in Path(config.path).glob("migrations/*.py"):
                found |= {migration, *_imported(migration.read_text())}
    return sorted(found)


def _imported(source: str) -> Iterator[Path]:
    for package, names in re.findall(r"^from (beside[\w.]*) import (.+)$", source, re.MULTILINE):
        folder = HERE.joinpath("src", *package.split("."))
        for name in names.split(","):
            for file in (folder / f"{name.strip()}.py", folder.with_suffix(".py")):
                if file.exists():
                    yield file


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (Path(os.environ["BESIDE_HOME"]) / "test-database.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_there(self: DatabaseCreation, name: str) -> bool:
    with self._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return bool(cursor.fetchone())


def _make(self: DatabaseCreation, template: str, verbosity: int) -> None:
    """The template, from the dump of an earlier run or by carrying out every migration."""
    dump = KEPT / f"{template}.dump"
    if "DATABASE_URL" not in os.environ and dump.exists() and _restore(self, template, dump):
        return
    beginning = f"{template}_new"  # takes its name when it is whole
    self.connection.settings_dict["TEST"]["NAME"] = beginning
    _migrate(self, verbosity=verbosity, autoclobber=True, serialize=False)
    self.connection.close()
    self.connection.settings_dict["TEST"]["NAME"] = None
    with self._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{beginning}" RENAME TO "{template}"')
    if "DATABASE_URL" not in os.environ:
        _keep(template, dump)


def _copy(self: DatabaseCreation, template: str, name: str) -> None:
    with self._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _point(self: DatabaseCreation, name: str) -> None:
    self.connection.close()
    settings.DATABASES[self.connection.alias]["NAME"] = name
    self.connection.settings_dict["NAME"] = name


def _keep(template: str, dump: Path) -> None:
    """Dump the template for the next run, in place of those of older migrations."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for older in sorted(KEPT.glob("*.dump"), key=lambda file: file.stat().st_mtime)[:-3]:
        older.unlink(missing_ok=True)
    new = dump.with_suffix(f".{os.getpid()}")
    if _run("pg_dump", "--format=custom", f"--file={new}", template):
        new.replace(dump)


def _restore(self: DatabaseCreation, template: str, dump: Path) -> bool:
    """Whether the dump became the template; one that does not is forgotten."""
    beginning = f"{template}_new"
    with self._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{beginning}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{beginning}"')
    if not _run("pg_restore", "--exit-on-error", f"--dbname={beginning}", str(dump)):
        dump.unlink(missing_ok=True)
        return False
    with self._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{beginning}" RENAME TO "{template}"')
    return True


def _run(program: str, *words: str) -> bool:
    from beside.kernel import postgres

    programs = postgres.programs_folder(Path(os.environ["BESIDE_HOME"]))
    there = connection.settings_dict
    whom = ("--host", str(there["HOST"]), "--username", str(there["USER"]), "--no-password")
    done = subprocess.run([programs / program, *whom, *words], capture_output=True, check=False)
    return done.returncode == 0


def share() -> None:
    """From now on Django makes its test databases this way."""
    DatabaseCreation.create_test_db = create_test_db  # type: ignore[method-assign]
