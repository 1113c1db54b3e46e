"""Destroy records before their span ends, or keep one longer for a stated reason."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from beside.accounts.models import User
from beside.kernel import deadlines, record
from beside.privacy.core.spans import span_for
from beside.privacy.envelopes import Destroyed, fill, unlocked
from beside.privacy.holding import hold
from beside.privacy.models import Sealed, SearchMark, Span
from beside.privacy.tally import forget


class Reason(StrEnum):
    """Why a record may be kept longer than was said when it was sealed."""

    STILL_NEEDED = "still_needed"  # what it was sealed for is not finished
    THE_PERSON_ASKED = "the_person_asked"
    LEGAL_HOLD = "legal_hold"


@transaction.atomic
def destroy_record(*, sealed_id: UUID, at: datetime, by: User | None = None) -> bool:
    """Delete one record's wrapped key and ciphertext; whether it was still there.

    What the database's own log, dead rows or a backup still hold of it can be opened by
    no one once its span's key is destroyed, at most an hour (short-lived records) or a
    day after the time it was sealed until.
    """
    return bool(destroy_records(sealed_ids=[sealed_id], at=at, by=by))


@transaction.atomic
def destroy_records(
    *, sealed_ids: Sequence[UUID], at: datetime, by: User | None = None
) -> list[UUID]:
    """As `destroy_record` for several; those that were still there."""
    gone = forget(Sealed.objects.filter(id__in=sealed_ids), at)
    record.acts([record.Deed("sealed_destroyed", ("sealed", str(each)), at, by) for each in gone])
    return gone


@transaction.atomic
def destroy_due_record(*, sealed_id: UUID, missed: datetime, at: datetime) -> None:
    """Destroy a record whose time `missed` is over. Raises Overtaken if it was kept longer."""
    if not forget(Sealed.objects.filter(id=sealed_id, retain_until=missed), at):
        raise deadlines.Overtaken(sealed_id)
    record.act("sealed_destroyed", on=("sealed", str(sealed_id)), at=at, detail={"due": missed})


@sensitive_variables()
@transaction.atomic
def keep_longer(
    *, sealed_id: UUID, retain_until: datetime, reason: Reason, by: User, at: datetime
) -> None:
    """Move a record to a later span: sealed afresh under a new key, with the same id.

    A legal hold may exceed what the kind allows; so may what the person asked for.
    Raises Destroyed, AlreadyDue, SpanClosed, Forged, KeyStoreDown.
    """
    span = span_for(retain_until, at)
    hold(span)
    alive = Sealed.objects.filter(retain_until__gt=at, span__state=Span.State.OPEN)
    row = alive.select_for_update(of=("self",)).filter(id=sealed_id).first()
    if row is None:
        raise Destroyed(str(sealed_id))
    secret = unlocked(row)
    row.span_id, row.retain_until = span.name, retain_until
    SearchMark.objects.filter(sealed=row).delete()
    SearchMark.objects.bulk_create(fill(row, secret))
    row.save()
    detail = {"reason": reason.value, "until": retain_until}
    record.act("kept_longer", on=("sealed", str(sealed_id)), by=by, at=at, detail=detail)
