"""Nobody promises two things at once."""

from datetime import datetime

from beside.accounts.models import User
from beside.line.models import Shift


class Overlaps(ValueError):
    """This person has a shift at that time. `shift_id` is it."""

    def __init__(self, shift_id: int) -> None:
        super().__init__(str(shift_id))
        self.shift_id = shift_id


def free(user: User, starts_at: datetime, ends_at: datetime, *but: int) -> None:
    """Nobody promises two things at once; their row is locked, so that two requests cannot."""
    User.objects.select_for_update().get(pk=user.pk)
    taken = Shift.objects.filter(
        user=user, cancelled_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).exclude(pk__in=but)
    if found := taken.first():
        raise Overlaps(found.pk)
