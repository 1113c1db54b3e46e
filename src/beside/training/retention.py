"""After three years a completion's code goes, and the count stays."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.kernel import house
from beside.privacy import retention
from beside.training.models import Completion

KEEP = timedelta(days=3 * 365)


def register() -> None:
    """Take the room's place among what is kept."""
    retention.register(
        retention.Rule(
            name="training.codes",
            what=_("Codes of completed courses: a course, an audience, a language and a day."),
            why=_("So that a program can see that a course was completed. No name is kept."),
            keep=KEEP,
            destroy=forget_codes,
            count=lambda at: Completion.objects.filter(code__isnull=False).count(),
        )
    )


def forget_codes(before: datetime, at: datetime) -> int:
    """Take the codes of old completions away; how many."""
    old = Completion.objects.filter(on_date__lt=house.today(before), code__isnull=False)
    return old.update(code=None)
