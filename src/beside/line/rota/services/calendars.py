"""A secret address by which a phone's calendar reads somebody's own shifts."""

import secrets
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.line.digests import digest_of_token
from beside.line.models import CalendarLink
from beside.line.rota.services.shifts import AlreadySo


@transaction.atomic
def make_calendar_link(*, by: User, at: datetime) -> str:
    """The secret, shown once; one made before stops working."""
    token = secrets.token_urlsafe(24)
    CalendarLink.objects.update_or_create(
        user=by, defaults={"token_digest": digest_of_token(token), "made_at": at}
    )
    record.act("line_calendar_made", on=("line.operator", str(by.pk)), by=by, at=at)
    return token


@transaction.atomic
def end_calendar_link(*, by: User, at: datetime) -> None:
    """The address leads nowhere from now on. Raises AlreadySo."""
    gone, _ = CalendarLink.objects.filter(user=by).delete()
    if not gone:
        raise AlreadySo
    record.act("line_calendar_ended", on=("line.operator", str(by.pk)), by=by, at=at)
