"""The one coarse word we keep about a device, so that a person knows their own sign-ins."""

from enum import StrEnum


class Device(StrEnum):
    """All that is remembered of a browser. Never its version, never an address."""

    PHONE = "phone"
    TABLET = "tablet"
    COMPUTER = "computer"
    UNKNOWN = "unknown"


# Read from the top; the first mark found decides.
MARKS: tuple[tuple[str, Device], ...] = (
    ("ipad", Device.TABLET),
    ("tablet", Device.TABLET),
    ("iphone", Device.PHONE),
    ("mobile", Device.PHONE),
    ("android", Device.TABLET),
    ("windows", Device.COMPUTER),
    ("macintosh", Device.COMPUTER),
    ("cros", Device.COMPUTER),
    ("linux", Device.COMPUTER),
)


def device(user_agent: str) -> Device:
    """The coarse word for what a browser says of itself."""
    said = user_agent.lower()
    return next((word for mark, word in MARKS if mark in said), Device.UNKNOWN)
