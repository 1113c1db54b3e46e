"""Passwords: forgotten, chosen anew, changed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import Sitting, User
from beside.accounts.services.slips import forgive_slips
from beside.kernel import outbox, record

MAIL = "accounts.mail_way_back"


@transaction.atomic
def ask_for_way_back(*, email: str, at: datetime) -> None:
    """Queue a mail with a link for choosing a new password, if anybody has this address.

    The answer and the work are the same for an address nobody has: the effect is
    queued either way, and whoever delivers it finds nobody to write to.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    about = ("accounts", "way_back")
    record.act("way_back_asked_for", on=about, at=at)
    outbox.put(MAIL, {"user": str(user.pk) if user else ""}, about="way_back", due_at=at)


@transaction.atomic
def choose_password(*, user: User, password: str, at: datetime) -> None:
    """Set a new password by a lent link, and sign out everywhere. Judged by the form before."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    Sitting.objects.filter(user=user, ended_at=None).update(ended_at=at)
    forgive_slips(name=user.email, at=at)
    record.act("password_chosen", on=user, by=user, at=at)


@transaction.atomic
def note_password_change(*, user: User, but: UUID | None, at: datetime) -> None:
    """After somebody changed their own password: every other sitting of theirs ends."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.must_change_password = False
    others = Sitting.objects.filter(user=user, ended_at=None).exclude(pk__in=[but] if but else [])
    others.update(ended_at=at)
    record.act("password_changed", on=user, by=user, at=at)
