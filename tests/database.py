"""The test database, made once in a run: every worker's is a copy of it, made in a moment."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.backends.postgresql.creation import DatabaseCreation

TEMPLATE = "beside_test_template"


def create_test_db(self: DatabaseCreation, verbosity: int = 1, **_asked: object) -> str:
    """A database of this name like the template; what Django calls to make one."""
    name = self._get_test_db_name()
    with _one_at_a_time() as mark:
        if not mark.read_text():
            _make_template(self)
            mark.write_text("made")
        _make(self, name, template=TEMPLATE)
    _point(self, name)
    self.connection.ensure_connection()
    return name


@contextmanager
def _one_at_a_time() -> Iterator[Path]:
    mark = Path(os.environ["BESIDE_HOME"]) / "test-database"
    with mark.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield mark


def _make_template(self: DatabaseCreation) -> None:
    from beside.kernel import birth

    _make(self, TEMPLATE, template="template1")
    _point(self, TEMPLATE)
    birth.bring_up_to_date()


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
