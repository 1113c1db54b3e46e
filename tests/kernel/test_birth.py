"""Tables made at once are the tables that the migrations make."""

import copy
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, connections

from beside.kernel import birth

LOOKS = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default,"
    " character_maximum_length, is_identity FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)"
    " FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "sequences": "SELECT sequencename, data_type::text FROM pg_sequences"
    " WHERE schemaname = 'public'",
    "migrations": "SELECT app, name FROM django_migrations",
    "kinds of content": "SELECT app_label, model FROM django_content_type",
}


@pytest.fixture
def two_new_databases(django_db_blocker) -> Iterator[tuple[str, str]]:
    names = ("beside_at_once", "beside_by_steps")
    with django_db_blocker.unblock():
        for name in names:
            _sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
            connections.databases[name] = copy.deepcopy(connection.settings_dict) | {"NAME": name}
        yield names
        for name in names:
            connections[name].close()
            del connections[name], connections.databases[name]
            _sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def _sql(*statements: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.slow
def test_both_ways_come_to_the_same_tables(two_new_databases):
    at_once, by_steps = two_new_databases

    birth.bring_up_to_date(at_once)
    call_command("migrate", database=by_steps, verbosity=0)

    assert {what: _rows(at_once, look) for what, look in LOOKS.items()} == {
        what: _rows(by_steps, look) for what, look in LOOKS.items()
    }


def _rows(alias: str, look: str) -> set[tuple[object, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(look)
        return set(cursor.fetchall())


@pytest.mark.django_db
def test_the_migrations_say_all_that_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_what_cannot_be_done_at_once_is_not_tried():
    from django.db.migrations import Migration, RunPython

    class Odd(Migration):
        operations = [RunPython(RunPython.noop)]

    with pytest.raises(birth.NotAtOnce, match="RunPython"):
        birth._check(Odd("odd", "somewhere"))
