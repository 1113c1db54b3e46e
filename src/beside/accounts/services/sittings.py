"""Sittings: one browser, signed in, until it ends."""

from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from beside.accounts.core.devices import Device
from beside.accounts.models import Sitting, User
from beside.kernel import record


@transaction.atomic
def begin_sitting(*, user: User, device: Device, at: datetime) -> Sitting:
    """Note that somebody signed in, on what sort of device."""
    sitting = Sitting.objects.create(user=user, device=device, began_at=at, seen_at=at)
    record.act("signed_in", on=user, by=user, at=at, detail={"sitting": sitting.pk})
    return sitting


@transaction.atomic
def end_sitting(*, user: User, sitting_id: UUID, by: User | None, at: datetime) -> bool:
    """End one sitting of this person. False if it had already ended."""
    ended = Sitting.objects.filter(pk=sitting_id, user=user, ended_at=None).update(ended_at=at)
    if ended:
        record.act("signed_out", on=user, by=by, at=at, detail={"sitting": sitting_id})
    return ended > 0


@transaction.atomic
def end_all_sittings(*, user: User, by: User | None, at: datetime, but: UUID | None = None) -> int:
    """Sign somebody out everywhere, `but` here; return how many ended."""
    others = Sitting.objects.filter(user=user, ended_at=None).exclude(pk__in=[but] if but else [])
    ended = others.update(ended_at=at)
    record.act("signed_out_everywhere", on=user, by=by, at=at, detail={"count": ended})
    return ended


@transaction.atomic
def forget_sittings(*, before: datetime, at: datetime) -> int:
    """Destroy sittings last seen before that moment, and whatever sessions ran out."""
    count, _ = Sitting.objects.filter(seen_at__lt=before).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    if count or sessions:
        record.act("sittings_forgotten", on=("accounts", "sittings"), at=at,
                   detail={"count": count, "sessions": sessions})  # fmt: skip
    return count
