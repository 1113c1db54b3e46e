"""What is gone when a session is over, and the count that remains."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from beside.kernel import house, record
from beside.line.core import counts
from beside.line.core.session import State
from beside.line.models import Session
from beside.privacy import vault

_ADD = """
INSERT INTO line_count (day, hour, county_fips, way, minutes, wait_s, outcome, reason,
    was_emergency, wanted_operator, sessions)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1)
ON CONFLICT (day, hour, county_fips, way, minutes, wait_s, outcome, reason, was_emergency,
    wanted_operator) DO UPDATE SET sessions = line_count.sessions + 1
"""


@transaction.atomic
def purge(*, session_id: UUID, at: datetime) -> bool:
    """Destroy all that a session held and count it; whether it was still there.

    Practice is destroyed and not counted.
    """
    ended = Session.objects.select_for_update().filter(pk=session_id, state=State.ENDED)
    session = ended.first()
    if session is None:
        return False
    for sealed_id in _sealed(session):
        vault.destroy(sealed_id, at=at)
    if not session.is_practice:
        _count(session)
    session.delete()
    record.act("line_purged", on=("line.session", str(session_id)), at=at)
    return True


def _sealed(session: Session) -> list[UUID]:
    words = session.messages.exclude(sealed_id=None).values_list("sealed_id", flat=True)
    return [each for each in (session.particulars_id, *words) if each]


def _count(session: Session) -> None:
    waited = None
    if session.answered_at and session.queued_at:
        waited = (session.answered_at - session.queued_at).total_seconds()
    assert session.ended_at is not None
    line = counts.line(session.opened_at, session.ended_at, waited, house.zone())
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [
            line.day, line.hour, session.county_fips, session.came_by, line.minutes, line.wait_s,
            session.outcome, session.reason, session.released_at is not None,
            session.wants_operator,
        ])  # fmt: skip
