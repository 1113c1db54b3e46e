"""The first account of a new house."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beside.accounts.models import RoleHeld, User
from beside.kernel import record

ADDRESS = "coordinator@localhost"
# No letter or digit that reads like another.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class FirstSignIn:
    """How the first coordinator signs in, once."""

    email: str
    password: str

    def __str__(self) -> str:
        return f"{self.email}   one-time password: {self.password}"


@transaction.atomic
def make_first_coordinator(*, at: datetime) -> FirstSignIn | None:
    """Make the first account, with a one-time password; None once anybody has signed in.

    Until then each call changes the password and tells it again, because nothing
    keeps it: whoever starts the house can always get in the first time.
    """
    if (
        User.objects.exclude(email=ADDRESS).exists()
        or User.objects.filter(email=ADDRESS, must_change_password=False).exists()
    ):
        return None
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
    user = User.objects.filter(email=ADDRESS).first()
    if user is None:
        user = User(email=ADDRESS, name="First coordinator", joined_at=at)
    user.must_change_password = True
    user.set_password(password)
    user.save()
    _, made = RoleHeld.objects.get_or_create(
        user=user, role="coordinator", until_at=None, defaults={"since_at": at}
    )
    verb = "first_coordinator_made" if made else "one_time_password_changed"
    record.act(verb, on=user, at=at)
    return FirstSignIn(ADDRESS, password)
