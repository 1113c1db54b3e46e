"""Many invented places about Berea, with names as long and as different as real ones."""

import random
from datetime import date
from uuid import UUID

from beside.directory.core.opening import Hours
from beside.directory.finder.listing import Listing, Offering
from beside.directory.truth.freshness import Checked, Method
from tests.directory.town import BEREA

FIRST = (
    "River",
    "Hope",
    "Bluegrass",
    "Mercy",
    "Open",
    "Cedar",
    "Madison",
    "New",
    "Harvest",
    "Pike",
)
SECOND = ("House", "Health", "Recovery", "Bridge", "Behavioral", "Street", "Family", "Door", "Path")
LAST = ("Center", "Clinic", "Services", "of Kentucky", "Outreach", "Group", "Alliance", "Program")
OFFERS = ("naloxone", "methadone", "detox", "recovery_housing", "food", "buprenorphine")


def listings(count: int, draw: random.Random) -> list[Listing]:
    """`count` places within 20 miles or so, hours unknown."""
    return [_one(draw) for _ in range(count)]


def _one(draw: random.Random) -> Listing:
    name = " ".join(draw.choice(words) for words in (FIRST, SECOND, LAST))
    offering = Offering(
        UUID(int=draw.getrandbits(128)), "Services", frozenset({draw.choice(OFFERS)}),
        Hours((), "America/New_York"),
    )  # fmt: skip
    return Listing(
        UUID(int=draw.getrandbits(128)), name, f"{name} Inc", f"{draw.randrange(9999)} Main Street",
        draw.choice(("Berea", "Richmond", "Lancaster")), "KY", draw.choice(("40403", "40475")),
        BEREA[0] + draw.uniform(-0.2, 0.2), BEREA[1] + draw.uniform(-0.2, 0.2), (offering,),
        phone=f"(859) 555-{draw.randrange(9999):04d}",
        checked=Checked(date(2020, 7, 1), Method.LIST), year=2020, unreliable=True,
    )  # fmt: skip
