"""Statements that are run again and again: prepared once on each connection, planned once.

They run on Django's own connection and in its transaction, past its query builder. Only
for what every deadline and every effect needs; anything else is written with the builder.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import connection
from django.db.models import Model

Words = Sequence[Any] | Mapping[str, Any]
Row = TypeVar("Row", bound=Model)


def run(statement: str, words: Words | None = None) -> "psycopg.Cursor[Any]":
    """Run it and return its cursor. Raises Django's database errors.

    Only trusted text may be a statement: whatever varies goes into `words`.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        ours = connection.connection
        ours.prepare_threshold = 0  # Django turns preparing off; its own cursors never prepare
        return psycopg.Cursor(ours).execute(statement, words, prepare=True)


def rows(model: type[Row], where: str, words: Words) -> list[Row]:
    """The rows of `model` that the text after FROM picks ("WHERE id = ANY(%s) FOR UPDATE")."""
    names, columns, read = _columns(model)
    found = run(f"SELECT {columns} FROM {model._meta.db_table} {where}", words)  # noqa: S608
    return [
        model.from_db(
            connection.alias,
            names,
            [ear(value) if ear else value for value, ear in zip(row, read, strict=True)],
        )
        for row in found
    ]


@cache
def _columns(
    model: type[Model],
) -> tuple[list[str], str, list[Callable[[Any], Any] | None]]:
    """Names, columns, and how a value that Django reads in its own way (JSON) is read."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return [field.attname for field in fields], columns, [_reader(field) for field in fields]


def _reader(field: Any) -> Callable[[Any], Any] | None:
    if not hasattr(field, "from_db_value"):
        return None
    return lambda value: field.from_db_value(value, None, connection)


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Atomic blocks within another cost two statements each; here any failure undoes all.

    Whatever catches a failure within such a block leaves a transaction that can only be
    rolled back (`connection.needs_rollback`), and must be tried again with savepoints.
    """
    features = connection.features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True
