"""How many people live where a place stands: its ZIP code's, estimated."""

from collections.abc import Sequence
from functools import cache

from beside.directory.finder.listing import Listing
from beside.places import queries as places


def people_near(listings: Sequence[Listing]) -> list[int]:
    """People of each place's own ZIP code; 0 where no one is counted."""
    return [_people(one.zip) for one in listings]


@cache
def _people(zip_code: str) -> int:
    if len(zip_code) != 5 or not zip_code.isdigit():
        return 0
    try:
        [place] = places.locate(zip_code)
    except places.UnknownPlace:
        return 0
    return place.population.people if place.population else 0
