"""Counting wrong passwords without keeping whose they were.

A counter is keyed by HMAC-SHA-256 of the lower-cased name under a salt that lives in
its own row and changes every day; with the salt go its counters. Names nobody has are
counted like any other, so that waiting tells a stranger nothing.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from beside.accounts.core.lockout import wait_after
from beside.accounts.digests import SALT_LIVES, digest
from beside.accounts.models import Salt, Slips
from beside.kernel import record


@transaction.atomic
def note_slip(*, name: str, at: datetime) -> timedelta:
    """Count a wrong password or code; return how long this name must now wait."""
    salt = _salt(at)
    slips, _ = Slips.objects.select_for_update().get_or_create(
        salt=salt, digest=digest(salt, name), defaults={"last_at": at}
    )
    wait = wait_after(slips.count + 1)
    slips.count, slips.last_at = slips.count + 1, at
    slips.wait_until_at = at + wait if wait else None
    slips.save()
    if wait:
        detail = {"count": slips.count, "seconds": int(wait.total_seconds())}
        record.act("sign_in_paused", on=slips, at=at, detail=detail)
    return wait


@transaction.atomic
def forgive_slips(*, name: str, at: datetime) -> None:
    """Start from nought after a right password."""
    salt = _salt(at)
    counted = Slips.objects.filter(salt=salt, digest=digest(salt, name))
    if counted.filter(wait_until_at__isnull=False).exists():
        record.act("sign_in_resumed", on=counted.get(), at=at)
    counted.delete()


@transaction.atomic
def forget_slips(*, before: datetime, at: datetime) -> int:
    """Destroy salts made before that moment, and every counter keyed with them."""
    count, _ = Salt.objects.filter(made_at__lt=before).delete()
    if count:
        record.act("slips_forgotten", on=("accounts", "slips"), at=at, detail={"count": count})
    return count


def _salt(at: datetime) -> Salt:
    """Today's salt; an older one goes, and its counters with it."""
    current = Salt.objects.filter(made_at__gt=at - SALT_LIVES).order_by("-made_at").first()
    if current:
        return current
    Salt.objects.filter(made_at__lte=at - SALT_LIVES).delete()
    return Salt.objects.create(value=secrets.token_bytes(32), made_at=at)
