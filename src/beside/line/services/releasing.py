"""At release the particulars are sealed anew: an emergency is kept longer than a quiet night."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.kernel import statements
from beside.line import noting, particulars
from beside.line.models import Session
from beside.line.noting import Note
from beside.line.particulars import KEPT_AFTER_RELEASE
from beside.privacy import vault
from beside.privacy.models import Sealed

_LOCKED = "WHERE id = ANY(%s) AND released_at IS NOT NULL ORDER BY id FOR NO KEY UPDATE"
_SEALED_ANEW = """
UPDATE line_session AS session SET particulars_id = told.after
FROM unnest(%s::uuid[], %s::uuid[]) AS told (id, after) WHERE session.id = told.id
"""


@transaction.atomic
def keep_for_emergency(*, session_ids: Sequence[UUID], at: datetime) -> set[UUID]:
    """Seal what these sessions hold for the seven days after; those not sealed so before."""
    sessions = statements.rows(Session, _LOCKED, [list(session_ids)])
    short = _kept_short([each.particulars_id for each in sessions if each.particulars_id], at)
    found = {each.pk: each.particulars_id for each in sessions if each.particulars_id in short}
    if not found:
        return set()
    befores = [before for before in found.values() if before]
    words = vault.open_many(befores, by=vault.Worker("line"), purpose=particulars.RELEASE, at=at)
    known = [particulars.read(words[before]) for before in befores]
    afters = particulars.seal_all(known, at=at, kept=KEPT_AFTER_RELEASE)
    statements.run(_SEALED_ANEW, [list(found), afters])
    vault.destroy_many(befores, at=at)
    noting.write([Note(session_id, "kept_for_emergency", at) for session_id in found])
    return set(found)


def _kept_short(sealed_ids: Sequence[UUID], at: datetime) -> set[UUID]:
    """Those that are not sealed for an emergency yet."""
    until = at + KEPT_AFTER_RELEASE / 2
    there = Sealed.objects.filter(pk__in=sealed_ids, retain_until__lte=until, retain_until__gt=at)
    return set(there.values_list("pk", flat=True))
