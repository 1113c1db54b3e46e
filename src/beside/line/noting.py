"""What happened, written down: the timeline, the record, and the news to whoever watches.

Several at once cost three statements, however many they are.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from beside.accounts.models import User
from beside.kernel import live, record, statements
from beside.line.models import Session

CONSOLE = "line.console"
CALLER = "line.caller:"

# The rows of the sessions are counted on and locked; who notes on several holds them already,
# or locks them here in the order of their ids.
_MOMENTS = """
WITH told AS (
    SELECT * FROM unnest(%(sessions)s::uuid[], %(ats)s::timestamptz[], %(whats)s::text[],
        %(bys)s::uuid[], %(details)s::text[])
        WITH ORDINALITY AS told (session_id, at, what, by_id, detail, place)
), known AS MATERIALIZED (
    SELECT id FROM line_session WHERE id = ANY(%(sessions)s) ORDER BY id FOR NO KEY UPDATE
), counted AS (
    UPDATE line_session AS session SET noted = noted + many
    FROM (SELECT session_id, count(*) AS many FROM told GROUP BY 1) AS lines, known
    WHERE session.id = lines.session_id AND known.id = session.id
    RETURNING session.id, noted - many AS before, state, prompts, token_digest
), written AS (
    INSERT INTO line_moment (session_id, number, at, what, state, by_id, detail)
    SELECT id, before + row_number() OVER (PARTITION BY id ORDER BY place), at, what, state, by_id,
        detail::jsonb
    FROM told JOIN counted ON counted.id = told.session_id
    ORDER BY place
)
SELECT id, state, prompts, token_digest FROM counted ORDER BY id
"""


@dataclass(frozen=True)
class Note:
    """One line of a session's timeline; who reads it may be anybody on shift: ids and slugs."""

    session_id: UUID
    what: str
    at: datetime
    by: User | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


class Standing(NamedTuple):
    """How a session stands, as far as those who watch it are told."""

    id: UUID
    state: str
    prompts: int
    token_digest: "bytes | memoryview[int] | None"


def write(notes: Sequence[Note]) -> None:
    """A line each on the timeline, an act each on the record, and for each session the news."""
    if not notes:
        return
    columns = columns_of(notes) | {"sessions": [note.session_id for note in notes]}
    standings = [Standing(*row) for row in statements.run(_MOMENTS, columns)]
    tell(notes, standings)


def columns_of(notes: Sequence[Note]) -> dict[str, list[Any]]:
    """The notes as a statement takes them."""
    return {
        "ats": [note.at for note in notes],
        "whats": [note.what for note in notes],
        "bys": [note.by and note.by.pk for note in notes],
        "details": [json.dumps(note.detail, default=datetime.isoformat) for note in notes],
    }


def tell(notes: Sequence[Note], standings: Sequence[Standing]) -> None:
    """What else follows from lines on the timeline: acts on the record, and news."""
    record.acts(
        [
            record.Deed(
                f"line_{note.what}",
                ("line.session", note.session_id),
                note.at,
                note.by,
                note.detail,
            )
            for note in notes
        ]
    )
    announce(standings, notes[-1].at)


def announce(standings: Sequence[Standing], at: datetime) -> None:
    """Tell the consoles, and the people's own pages, that they should look again."""
    news: list[tuple[str, Mapping[str, Any]]] = []
    for each in standings:
        news.append((CONSOLE, {"session": str(each.id), "state": each.state}))
        if topic := caller_topic(each):
            news.append((topic, {"state": each.state, "prompts": each.prompts}))
    live.publish_all(news, at)


def standing_of(session: Session) -> Standing:
    return Standing(session.pk, session.state, session.prompts, session.token_digest)


def caller_topic(session: Session | Standing) -> str:
    """The topic the person's own page hears; without a page, none."""
    return f"{CALLER}{bytes(session.token_digest).hex()}" if session.token_digest else ""
