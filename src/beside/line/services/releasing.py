"""At release the particulars are sealed anew: an emergency is kept longer than a quiet night."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.line import particulars
from beside.line.models import Session
from beside.line.moving import note
from beside.line.particulars import KEPT_AFTER_RELEASE
from beside.privacy import vault
from beside.privacy.models import Sealed


@transaction.atomic
def keep_for_emergency(*, session_id: UUID, at: datetime) -> bool:
    """Seal them for the seven days after; whether that had not been done before."""
    session = Session.objects.select_for_update().get(pk=session_id)
    before = session.particulars_id
    if before is None:
        return False
    kept = Sealed.objects.filter(pk=before).values_list("retain_until", flat=True).first()
    if kept is None or kept - at > KEPT_AFTER_RELEASE / 2:
        return False
    words = vault.open(before, by=vault.Worker("line"), purpose=particulars.RELEASE, at=at)
    after = particulars.seal(particulars.read(words), at=at, kept=KEPT_AFTER_RELEASE)
    Session.objects.filter(pk=session_id, particulars_id=before).update(particulars_id=after)
    vault.destroy(before, at=at)
    note(session, "kept_for_emergency", at=at)
    return True
