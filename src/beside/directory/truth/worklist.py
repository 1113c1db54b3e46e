"""What to check next: where one phone call helps most people most.

Worth = people who live near and may come (reach) times what a call would add
to P(reachable) (decay). A believed report counts as if nobody had ever checked.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beside.directory.finder.listing import Listing
from beside.directory.truth import freshness

REPORTED_GAIN = 0.9
NO_ANSWER_REST_DAYS = 2


@dataclass(frozen=True)
class Due:
    """One place to check and why."""

    listing: Listing
    worth: float
    score: float
    reports: int
    last_try: datetime | None


def due(
    listings: Sequence[Listing],
    people_near: Sequence[int],
    reports: dict[UUID, int],
    tries: dict[UUID, datetime],
    at: datetime,
) -> list[Due]:
    """Places in the order in which to check them; those tried in vain just now come last."""
    found = [
        _due(one, people, reports.get(one.location_id, 0), tries.get(one.location_id), at)
        for one, people in zip(listings, people_near, strict=True)
    ]
    return sorted(found, key=lambda one: -one.worth)


def _due(one: Listing, people: int, reports: int, last_try: datetime | None, at: datetime) -> Due:
    kind = freshness.kind_of(one.offers)
    gain = max(freshness.gain(one.checked, kind, at), REPORTED_GAIN if reports else 0)
    rested = last_try is None or (at - last_try).days >= NO_ANSWER_REST_DAYS
    return Due(
        listing=one,
        worth=gain * reach(people, one) * (1 if rested else 0.01),
        score=freshness.reachable(one.checked, kind, at),
        reports=reports,
        last_try=last_try,
    )


def reach(people: int, one: Listing) -> float:
    """People near, damped: a city's hundredth clinic matters less. Naloxone counts double."""
    return math.sqrt(people + 1) * (2 if "naloxone" in one.offers else 1)
