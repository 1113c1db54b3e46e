"""What a session holds in the vault, whatever becomes of it between reading and opening.

It is sealed anew when the person says something else and when help is called, and what was
sealed before is destroyed at once. Whoever read the session a moment earlier holds the old
id; taken for "nothing is known", that left neighbors unrung.
"""

from datetime import datetime
from uuid import UUID

from beside.line import particulars
from beside.line.models import Session
from beside.line.particulars import Particulars
from beside.privacy import vault


def opened(session: Session, *, by: vault.By, purpose: str, at: datetime) -> Particulars:
    """What the person said; all empty if they said nothing. Raises vault.Destroyed if it is gone.

    `session` learns where it is sealed now.
    """
    while (sealed_id := session.particulars_id) is not None:
        try:
            return particulars.read(vault.open(sealed_id, by=by, purpose=purpose, at=at))
        except vault.Destroyed:
            session.particulars_id = _sealed_now(session)
            if session.particulars_id == sealed_id:
                raise
    return Particulars()


def _sealed_now(session: Session) -> UUID | None:
    rows = Session.objects.filter(pk=session.pk)
    return rows.values_list("particulars_id", flat=True).first()
