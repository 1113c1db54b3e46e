"""Where somebody gets more, and how a bag comes to wait there."""

from enum import StrEnum


class Way(StrEnum):
    """How kits came to a peer. Words are in templates."""

    DESK = "desk"  # with a card at a site, from hand to hand
    SITE = "site"  # asked for before, picked up at a site
    MEETING = "meeting"  # at a meeting place and hour
    LOCKER = "locker"
    MAIL = "mail"


class PointKind(StrEnum):
    """What a point is. Words are in templates."""

    SITE = "site"
    MEETING = "meeting"
    LOCKER = "locker"


class BagState(StrEnum):
    """Where a bag stands. Once it was handed over its row is gone by the next morning."""

    ASKED = "asked"  # somebody has to pack it, or put it into the locker
    READY = "ready"
    HANDED = "handed"  # until the night, so that a slip can be undone


def is_ready_at_once(kind: PointKind) -> bool:
    """At a site the shelf is there: nobody has to bring anything."""
    return kind is PointKind.SITE


WAY_OF = {
    PointKind.SITE: Way.SITE, PointKind.MEETING: Way.MEETING, PointKind.LOCKER: Way.LOCKER,
}  # fmt: skip
