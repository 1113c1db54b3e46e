"""Many sessions at once, for the benchmarks of the line. Import after Django is set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from beside.line.particulars import Particulars

EDGES_MS = (10, 20, 50, 100, 250, 500, 1000, 2000, 5000)


def arm(count: int) -> list[UUID]:
    """`count` people whom the machine watches, each with a neighbour of their own on rung 1.

    The first arms the timer as everybody does; the others are rows like theirs, written by
    the database itself, with particulars of their own in the vault.
    """
    from beside.kernel import clock
    from beside.line.core.ladder import Kind
    from beside.line.core.rhythm import Route
    from beside.line.services import opening

    opened = opening.arm_timer(
        language="en", at=clock.now(), particulars=_particulars(0), chosen=[Kind.PERSON],
        route=Route.INJECT,
    )  # fmt: skip
    armed = [opened.session.pk]
    for first in range(1, count, AT_ONCE):
        armed += _copied(armed[0], range(first, min(count, first + AT_ONCE)))
    _analyze()
    return armed


AT_ONCE = 500
_COPIES = """
WITH grown AS (
    INSERT INTO line_session ({columns}, id, token_digest, particulars_id)
    SELECT {columns}, told.id, sha256(told.id::text::bytea), told.particulars_id
    FROM line_session AS first, unnest(%s::uuid[], %s::uuid[]) AS told (id, particulars_id)
    WHERE first.id = %s
    RETURNING id
), noted AS (
    INSERT INTO line_moment (session_id, number, at, what, state, detail)
    SELECT grown.id, number, at, what, state, detail FROM grown, line_moment WHERE session_id = %s
)
INSERT INTO line_rung (session_id, position, kind, seconds, fault)
SELECT grown.id, position, kind, seconds, '' FROM grown, line_rung WHERE session_id = %s
"""


def _particulars(number: int) -> "Particulars":
    from beside.line.particulars import Contact, Particulars

    return Particulars(
        place=f"{number} Elm St, Berea", zip="40403", callback=phone(number, "2"),
        contacts=(Contact(1, "Rosa", phone(number, "3")),),
    )  # fmt: skip


def _copied(first: UUID, numbers: range) -> list[UUID]:
    """Sessions like the first, each with a place and numbers of their own."""
    from django.db import connection

    from beside.kernel import ids
    from beside.line.models import Session

    names = {field.column for field in Session._meta.concrete_fields}
    columns = ", ".join(sorted(names - {"id", "token_digest", "particulars_id"}))
    new = [ids.uuid7() for _ in numbers]
    statement = _COPIES.format(columns=columns)
    with connection.cursor() as cursor:
        cursor.execute(statement, [new, _sealed(numbers), first, first, first])
    return new


def _sealed(numbers: range) -> list[UUID]:
    from beside.kernel import clock
    from beside.line import particulars
    from beside.privacy import vault

    at = clock.now()
    secrets = [
        vault.Secret(
            particulars.written(_particulars(number)), (phone(number, "2"), phone(number, "3"))
        )
        for number in numbers
    ]
    until = at + particulars.KEPT
    return list(vault.seal_many(secrets, kind=particulars.KIND, retain_until=until, at=at))


def _analyze() -> None:
    """As the database does by itself within a minute of such growth."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def rest() -> None:
    """Nothing is due for a day, and nothing waits to be sent."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "WITH all_of_them AS (SELECT id FROM line_session ORDER BY id FOR UPDATE)"
            " UPDATE line_session SET state = 'watching', prompts = 0, rung = 0,"
            " released_at = NULL, deadline_at = now() + interval '1 day' FROM all_of_them"
            " WHERE all_of_them.id = line_session.id"
        )
        cursor.execute(
            "UPDATE kernel_effect SET state = 'called_off', ended_at = now(), claim = NULL"
            " WHERE state = 'waiting'"
        )


def phone(number: int, series: str) -> str:
    """A number nobody has: +1 606 <series> and six digits."""
    return f"+1606{series}{number:06d}"


def spread(
    state: str, begins: datetime, over: timedelta, prompts: int = 0, count: int = 10**9
) -> None:
    """Put so many running sessions into `state`, their deadlines spread evenly."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "WITH chosen AS (SELECT id FROM line_session WHERE state <> 'ended'"
            " ORDER BY id LIMIT %s),"
            " numbered AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n,"
            " count(*) OVER () AS of FROM chosen)"
            " UPDATE line_session SET state = %s, prompts = %s, rung = 0, released_at = NULL,"
            " deadline_at = %s + n * (%s / of) FROM numbered WHERE numbered.id = line_session.id",
            [count, state, prompts, begins, over],
        )


@dataclass(frozen=True)
class Lateness:
    """Milliseconds from due to committed, smallest first."""

    ms: list[float]

    def at(self, share: float) -> float:
        """The lateness that `share` of all do not exceed."""
        return self.ms[max(0, -(-int(share * 1000) * len(self.ms) // 1000) - 1)]

    def histogram(self) -> Iterator[str]:
        below = 0
        for edge in (*EDGES_MS, float("inf")):
            reached = sum(ms <= edge for ms in self.ms)
            count, below = reached - below, reached
            bar = "#" * round(50 * count / max(1, len(self.ms)))
            yield f"  <= {edge:>5g} ms  {count:>6,}  {bar}".rstrip()

    def __str__(self) -> str:
        if not self.ms:
            return "none"
        return (
            f"{len(self.ms):,}, p50 {self.at(0.5):,.0f} ms, p99 {self.at(0.99):,.0f} ms,"
            f" max {self.ms[-1]:,.0f} ms"
        )


LATENESS = """
SELECT 1000 * extract(epoch FROM pg_xact_commit_timestamp(xmin) - (detail->>'due')::timestamptz)
FROM line_moment WHERE detail ? 'due' AND (detail->>'due')::timestamptz >= %s ORDER BY 1
"""


def lateness(since: datetime) -> Lateness:
    """Read from the database's own commit times: every deadline due since then."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(LATENESS, [since])
        return Lateness([float(ms) for (ms,) in cursor.fetchall()])


EFFECTS = """
SELECT 1000 * extract(epoch FROM ended_at - due_at) FROM kernel_effect
WHERE kind = %s AND state = 'done' AND due_at >= %s ORDER BY 1
"""


def effects(kind: str, since: datetime) -> Lateness:
    """From being put to being done: how long after the deadline the world was told."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(EFFECTS, [kind, since])
        return Lateness([float(ms) for (ms,) in cursor.fetchall()] or [float("inf")])
