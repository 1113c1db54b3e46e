"""The journal of made rows, moved to one row a table and back, with a journal in it."""

from importlib import import_module
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db
AT = ("directory", "0005_made")
OLD, NEW = UUID(int=1), UUID(int=2)
ROWS = [UUID(int=number) for number in range(10, 16)]


@pytest.fixture
def steps():
    """The one migration, and the state before it. All of it is rolled back with the test."""
    loader = MigrationExecutor(connection).loader
    migration = import_module("beside.directory.migrations.0005_made").Migration(AT[1], AT[0])
    before = loader.project_state(("directory", "0004_imports"))

    def forwards():
        with connection.schema_editor(atomic=True) as editor:
            migration.apply(before.clone(), editor)
        check_now()

    def back():
        with connection.schema_editor(atomic=True) as editor:
            migration.unapply(before.clone(), editor)
        check_now()

    return forwards, back


def check_now():
    """What waits for the end of the transaction is checked now, as it is between migrations."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")


def batch(key):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into directory_batch (id, state, file_name, fingerprint, kind, choices,"
            " counts, faults, made_at) values (%s, 'applied', '', %s, 'mapped', '{}', '{}', '[]',"
            " now())",
            [key, str(uuid4())],
        )
    return key


def journal(batch_id, table, row_id, before):
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into directory_change (batch_id, "table", row_id, before)'
            " values (%s, %s, %s, %s)",
            [batch_id, table, row_id, before],
        )


def rows(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def changes():
    return set(rows('select batch_id, "table", row_id, before::text from directory_change'))


def made():
    return {
        (batch_id, table): set(keys)
        for batch_id, table, keys in rows('select batch_id, "table", keys from directory_made')
    }


def test_a_journal_is_gathered_and_taken_apart_without_losing_a_row(steps):
    forwards, back = steps
    back()
    for key in (OLD, NEW):
        batch(key)
    for row in ROWS[:3]:
        journal(OLD, "service", row, None)
    journal(OLD, "location", ROWS[3], None)
    journal(NEW, "service", ROWS[4], None)
    journal(NEW, "service", ROWS[0], '{"name": "River House"}')
    check_now()
    kept = changes()
    assert len(kept) == 6

    forwards()

    assert made() == {
        (OLD, "service"): set(ROWS[:3]),
        (OLD, "location"): {ROWS[3]},
        (NEW, "service"): {ROWS[4]},
    }
    assert changes() == {(NEW, "service", ROWS[0], '{"name": "River House"}')}

    back()

    assert changes() == kept
    assert rows("select to_regclass('directory_made')") == [(None,)]
    forwards()


def test_an_empty_journal_goes_forwards_and_back(steps):
    forwards, back = steps
    back()
    forwards()

    assert made() == {}
    assert changes() == set()
