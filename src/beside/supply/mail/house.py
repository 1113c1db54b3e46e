"""What an operator of the machine sets, read from the environment."""

from zoneinfo import ZoneInfo

from beside import env


def zone() -> ZoneInfo:
    """The coalition's own time (BESIDE_ZONE)."""
    return ZoneInfo(env.text("BESIDE_ZONE", "America/New_York"))
