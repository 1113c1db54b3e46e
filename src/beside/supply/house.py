"""What day it is where the coalition works."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from beside import env


def zone() -> ZoneInfo:
    """The coalition's own time (BESIDE_ZONE)."""
    return ZoneInfo(env.text("BESIDE_ZONE", "America/New_York"))


def today(at: datetime) -> date:
    """The day on its walls."""
    return at.astimezone(zone()).date()
