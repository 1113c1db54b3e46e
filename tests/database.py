"""The test database, made once in a run: every worker's is a copy of it, made in a moment.

The run begins `python -m tests.database`, which starts a server (unless DATABASE_URL names
one) and fills it while the workers still read the tests. Who asks sooner waits for its lock.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db.backends.postgresql.creation import DatabaseCreation

CHECKOUT = Path(__file__).resolve().parents[1]
TEMPLATE = "beside_test_template"
LOCK, LOG = "test-database", "test-database.log"


def begin(home: Path) -> "subprocess.Popen[bytes]":
    """Have server and template made; what is begun holds the lock as long as that takes."""
    path = os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)])
    ours = {"DJANGO_SETTINGS_MODULE": "beside.settings", "PYTHONPATH": path}
    with (home / LOCK).open("a") as lock, (home / LOG).open("w") as log:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return subprocess.Popen(
            [sys.executable, "-m", "tests.database"],
            env=os.environ | ours, cwd=CHECKOUT, pass_fds=[lock.fileno()], stdout=log, stderr=log,
        )  # fmt: skip


def main() -> None:
    import django
    from django.db import connection

    from beside.kernel import birth, postgres

    home = Path(os.environ["BESIDE_HOME"])
    if "DATABASE_URL" not in os.environ:
        postgres.start(postgres.Cluster.at(home, durable=False), home)
    django.setup()
    creation: DatabaseCreation = connection.creation  # type: ignore[assignment]
    _make(creation, TEMPLATE, template="template1")
    _point(creation, TEMPLATE)
    birth.bring_up_to_date()
    (home / LOCK).write_text("made")


def create_test_db(self: DatabaseCreation, verbosity: int = 1, **_asked: object) -> str:
    """A database of this name like the template; what Django calls to make one."""
    home, name = Path(os.environ["BESIDE_HOME"]), self._get_test_db_name()
    with (home / LOCK).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not lock.read():
            raise RuntimeError(f"There is no database to test with: {(home / LOG).read_text()}")
        _make(self, name, template=TEMPLATE)
    _point(self, name)
    self.connection.ensure_connection()
    return name


def _make(self: DatabaseCreation, name: str, *, template: str) -> None:
    self.connection.close()
    with self._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _point(self: DatabaseCreation, name: str) -> None:
    self.connection.close()
    settings.DATABASES[self.connection.alias]["NAME"] = name
    self.connection.settings_dict["NAME"] = name


def share() -> None:
    """From now on Django makes its test databases this way."""
    DatabaseCreation.create_test_db = create_test_db  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
