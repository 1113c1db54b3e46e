"""A ZIP code or a town, as somebody types it, to a town as our own list writes it."""

from beside.peers.services.telling import Where
from beside.places import queries as places


class WhichTown(ValueError):
    """No town, or several, are called that."""


def town_of(typed: str) -> Where | None:
    """Nothing for nothing typed. A name that stands in several states is asked about again."""
    text = " ".join(typed.split())
    if not text:
        return None
    try:
        found = places.locate(text)
    except (places.UnknownPlace, places.MilitaryZip) as error:
        raise WhichTown(text) from error
    names = {(place.name, place.state) for place in found}
    if len(names) != 1 or found[0].kind is places.Kind.STATE:
        raise WhichTown(text)
    return Where(f"{found[0].name}, {found[0].state}", found[0].county_fips or "")
