"""Finding due rows quickly: a room's query is written out once, and prepared on each connection."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from psycopg import sql

from beside.kernel import statements

_MOMENT = datetime(1848, 7, 19, tzinfo=UTC)  # stands for the moment asked about; no row has it
_STEP = 50  # limits are rounded up to it, so that there are few statements to prepare


class FindRows:
    """Locks due rows, the oldest first, and skips those that are locked."""

    def __init__(self, armed: QuerySet[Any], field: str) -> None:
        self._armed, self._field = armed, field
        self._written: dict[int, str] = {}

    def __call__(self, at: datetime, limit: int) -> list[tuple[Any, datetime]]:
        limit = -(-limit // _STEP) * _STEP
        if limit not in self._written:
            self._written[limit] = self._write(limit)
        return list(statements.run(self._written[limit], {"at": at}).fetchall())

    def _write(self, limit: int) -> str:
        found = self._armed.filter(**{f"{self._field}__lte": _MOMENT}).order_by(self._field)
        locked = found.select_for_update(skip_locked=True, of=("self",), no_key=True)
        return _written_out(locked.values_list("pk", self._field)[:limit])


class Earliest:
    """The earliest moment among armed rows, or None."""

    def __init__(self, armed: QuerySet[Any], field: str) -> None:
        self._armed, self._field = armed, field
        self._written = ""

    def __call__(self) -> datetime | None:
        return earliest_of_all([self])[0]

    @property
    def statement(self) -> str:
        if not self._written:
            known = self._armed.filter(**{f"{self._field}__isnull": False})
            self._written = _written_out(known.order_by(self._field).values_list(self._field)[:1])
        return self._written


def earliest_of_all(asked: list[Earliest]) -> list[datetime | None]:
    """The answer of each, from one statement."""
    if not asked:
        return []
    answers = ", ".join(f"({one.statement})" for one in asked)
    return list(statements.run(f"SELECT {answers}", ()).fetchone() or ())


def _written_out(query: QuerySet[Any, Any]) -> str:
    """The query's SQL with its values in their places, so that partial indexes fit the plan."""
    connection.ensure_connection()
    text, values = query.query.sql_with_params()
    places = ["%(at)s" if value == _MOMENT else _literal(value) for value in values]
    return str(text).replace("%%", "%%%%") % tuple(places)


def _literal(value: Any) -> str:
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")
