"""A real database for every test: DATABASE_URL if set (a superuser's), else a server of our own.

Loaded with `-p tests.server`, before Django reads its settings. Workers of
pytest-xdist inherit the environment and share the one server.
"""

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
os.environ["BESIDE_TESTING"] = "yes"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two workers have two cores
_home: Path | None = None
_making: "subprocess.Popen[bytes] | None" = None
MADE_BY_DJANGO = {"django_content_type", "auth_permission"}
QUEUES = {"procrastinate_events", "procrastinate_jobs"}  # Django knows nothing of them


def _new_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="beside-test-", dir="/tmp"))
    home.chmod(0o711)
    os.environ["BESIDE_HOME"] = str(home)
    return home


def _remove(home: Path) -> None:
    from beside.kernel import postgres

    postgres.stop(postgres.Cluster.at(home, durable=False), home)
    shutil.rmtree(home, ignore_errors=True)


if "PYTEST_XDIST_WORKER" not in os.environ:
    from tests import database

    _home = _new_home()
    _making = database.begin(_home)


def _let_tests_empty_what_they_filled() -> None:
    """Tests that commit are cleaned up by emptying the tables that hold something.

    TRUNCATE of all three hundred takes a second, and append-only tables refuse it. Their
    triggers, and the checks of references, are put aside for that, here and nowhere in the product.
    """
    from django.core.management.commands import flush
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush.emit_post_migrate_signal = lambda *_, **__: None  # fills MADE_BY_DJANGO

    def sql_flush(self, style, tables, **options):  # type: ignore[no-untyped-def]
        filled = _filled(self, (set(tables) | QUEUES) - MADE_BY_DJANGO)
        if not filled:
            return []
        emptied = [f"DELETE FROM {self.quote_name(table)}" for table in filled]
        return [
            "SET session_replication_role = replica",
            *emptied,
            "SET session_replication_role = origin",
        ]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


def _filled(operations, tables):  # type: ignore[no-untyped-def]
    """Those of the tables that hold a row."""
    names = {table: operations.quote_name(table) for table in tables}
    asked = " UNION ALL ".join(
        f"SELECT {number} WHERE EXISTS (SELECT FROM {name})"
        for number, name in enumerate(names.values())
    )
    with operations.connection.cursor() as cursor:
        cursor.execute(asked)
        return [list(names)[number] for (number,) in cursor.fetchall()]


def _drop_the_test_database_whoever_is_in_it() -> None:
    """A thread of the product that has just ended may not have let go of it yet."""
    from django.db.backends.postgresql.creation import DatabaseCreation

    def destroy(self, test_database_name, verbosity):  # type: ignore[no-untyped-def]
        with self._nodb_cursor() as cursor:
            name = self.connection.ops.quote_name(test_database_name)
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    DatabaseCreation._destroy_test_db = destroy  # type: ignore[method-assign]


def _share_one_template() -> None:
    from tests import database

    database.share()


def _let_what_is_dear_be_light() -> None:
    from tests import light

    light.be_light()


def _search_alike_where_we_are_judged() -> None:
    """At a desk properties are tried with fresh values; a verdict does not hang on a draw."""
    from hypothesis import settings

    settings.register_profile("judged", derandomize=True, deadline=None)
    if os.environ.get("CI"):
        settings.load_profile("judged")


def pytest_configure(config: pytest.Config) -> None:
    _let_tests_empty_what_they_filled()
    _drop_the_test_database_whoever_is_in_it()
    _share_one_template()
    _let_what_is_dear_be_light()
    _search_alike_where_we_are_judged()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Four thousand tests and all code are read, and none of it is garbage."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """What stands now stays: nobody looks through it again for garbage."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what we started, and leave nothing behind."""
    global _home
    if _home is not None and _making is not None:
        _making.wait()
        _remove(_home)
        _home = None
