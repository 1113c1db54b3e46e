"""How long reports and touches are kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.directory.models import Report, Touch
from beside.kernel import house
from beside.privacy import retention

REPORTS = timedelta(days=365)
TOUCHES = timedelta(days=2)


def destroy_reports(before: datetime, at: datetime) -> int:
    """Reports received before that day, judged or not."""
    return Report.objects.filter(received_on__lt=house.today(before)).delete()[0]


def destroy_touches(before: datetime, at: datetime) -> int:
    """Marks that the directory changed."""
    return Touch.objects.filter(at__lt=before).delete()[0]


def register() -> None:
    """Tell the house's sweep."""
    retention.register(
        retention.Rule(
            name="directory_reports",
            what=_("What somebody said is wrong with a listing, and the day"),
            why=_("To mend the listing; a year shows whether the same is said again"),
            keep=REPORTS,
            destroy=destroy_reports,
        )
    )
    retention.register(
        retention.Rule(
            name="directory_touches",
            what=_("Marks that the directory changed, without who or what"),
            why=_("So that every process shows the newest directory"),
            keep=TOUCHES,
            destroy=destroy_touches,
        )
    )
