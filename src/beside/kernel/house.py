"""What day it is where the coalition works: in its evening UTC is a day ahead."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def zone() -> ZoneInfo:
    """The coalition's own time (BESIDE_ZONE)."""
    zone: ZoneInfo = settings.ZONE
    return zone


def today(at: datetime) -> date:
    """The day on its walls at a moment."""
    return at.astimezone(zone()).date()
