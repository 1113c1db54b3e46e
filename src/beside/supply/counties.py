"""A ZIP code or a town, as somebody types it, to its county. Only the county is kept."""

from collections.abc import Iterable

from beside.places import queries as places


class WhichPlace(ValueError):
    """No place, or several counties, are called that."""


def county_of(typed: str, *, states: Iterable[str] = ()) -> str:
    """The county's code; "" for nothing typed. Raises WhichPlace.

    Takes a ZIP code, a town or a county. A name that stands in several counties is taken
    for the one in `states`, if there is only one there.
    """
    text = " ".join(typed.split())
    if not text:
        return ""
    try:
        found = places.locate(text)
    except (places.UnknownPlace, places.MilitaryZip) as error:
        raise WhichPlace(text) from error
    near = set(states)
    codes = {place.county_fips for place in found if place.state in near}
    codes = codes or {place.county_fips for place in found}
    codes -= {"", None}
    if len(codes) != 1:
        raise WhichPlace(text)
    return str(codes.pop())
