"""Counties as people write them, to codes and back."""

from beside.places import queries as places


class NotACounty(ValueError):
    """No one county is called that. The message is what was written."""


def code_of(written: str) -> str:
    """The FIPS code of `21151`, `Madison, KY` or `Madison County, KY`. Raises NotACounty."""
    text = " ".join(written.split())
    try:
        if text.isdigit():
            return places.county(text.zfill(5)).fips
        found = _named(text)
    except (places.UnknownPlace, places.NotOneCounty, places.MilitaryZip) as error:
        raise NotACounty(written) from error
    if len(found) != 1:
        raise NotACounty(written)
    return found.pop()


def _named(text: str) -> set[str]:
    """Codes of the counties called that, tried as it stands and then with the word County."""
    name, comma, state = text.rpartition(",")
    for guess in (text, f"{name} County{comma}{state}" if comma else f"{text} County"):
        try:
            found = places.locate(guess)
        except places.UnknownPlace:
            continue
        codes = {place.county_fips for place in found if place.kind is places.Kind.COUNTY}
        if codes:
            return codes
    return set()


def codes_of(written: str) -> list[str]:
    """The codes of a list, parted by new lines or semicolons, in order and once each.

    Raises NotACounty for the first that is none.
    """
    parts = [part.strip() for line in written.splitlines() for part in line.split(";")]
    return list(dict.fromkeys(code_of(part) for part in parts if part))


def name_of(code: str) -> str:
    """`Madison County, KY`; the bare code when the tables do not know it."""
    try:
        county = places.county(code)
    except (places.UnknownPlace, places.NotOneCounty):
        return code
    return f"{county.name}, {county.state}"


def names_of(codes: list[str]) -> list[str]:
    """Names in the order of the alphabet."""
    return sorted(name_of(code) for code in codes)
