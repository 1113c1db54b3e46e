"""Statements that are run again and again: prepared once on each connection, planned once.

They run on Django's own connection and in its transaction, past its query builder. Only
for what every deadline and every effect needs; anything else is written with the builder.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection

Words = Sequence[Any] | Mapping[str, Any]


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
