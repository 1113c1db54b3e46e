"""What the record says when somebody sets up or takes away a second factor."""

from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record

KINDS = ("totp", "webauthn", "recovery_codes")


@transaction.atomic
def note_second_factor(*, user: User, verb: str, kind: str, at: datetime) -> None:
    """Record that a factor of this kind was added, removed or renewed."""
    record.act(f"second_factor_{verb}", on=user, by=user, at=at, detail={"kind": kind})
