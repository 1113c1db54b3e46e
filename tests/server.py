"""A real database for every test: DATABASE_URL if set, else a throw-away server of our own.

Loaded with `-p tests.server`, before Django reads its settings. Workers of
pytest-xdist inherit the environment and share the one server.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
os.environ["BESIDE_TESTING"] = "yes"
_home: Path | None = None


def _start_throwaway_server() -> Path:
    from beside.kernel import postgres

    home = Path(tempfile.mkdtemp(prefix="beside-test-", dir="/tmp"))
    home.chmod(0o711)
    os.environ["BESIDE_HOME"] = str(home)
    postgres.start(postgres.Cluster.at(home, durable=False), home)
    return home


def _remove(home: Path) -> None:
    from beside.kernel import postgres

    postgres.stop(postgres.Cluster.at(home, durable=False), home)
    shutil.rmtree(home, ignore_errors=True)


if "PYTEST_XDIST_WORKER" not in os.environ:
    if "DATABASE_URL" in os.environ:
        os.environ["BESIDE_HOME"] = tempfile.mkdtemp(prefix="beside-test-", dir="/tmp")
    else:
        _home = _start_throwaway_server()


def _let_tests_empty_append_only_tables() -> None:
    """Tests that commit are cleaned up by TRUNCATE, which append-only tables refuse.

    Their triggers are put aside for that one statement, here and nowhere in the product.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    emptying = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, **options):  # type: ignore[no-untyped-def]
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
                " WHERE tgname LIKE 'append\\_only\\_%'"
            )
            guarded = [row[0] for row in cursor.fetchall()]
        aside = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded]
        back = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded]
        return aside + emptying(self, style, tables, **options) + back

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


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


def _search_alike_where_we_are_judged() -> None:
    """At a desk properties are tried with fresh values; a verdict does not hang on a draw."""
    from hypothesis import settings

    settings.register_profile("judged", derandomize=True, deadline=None)
    if os.environ.get("CI"):
        settings.load_profile("judged")


def pytest_configure(config: pytest.Config) -> None:
    _let_tests_empty_append_only_tables()
    _drop_the_test_database_whoever_is_in_it()
    _share_one_template()
    _search_alike_where_we_are_judged()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what we started, and leave nothing behind."""
    global _home
    if _home is not None:
        _remove(_home)
        _home = None
