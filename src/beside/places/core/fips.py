"""County codes that changed, so that tables of different years can meet.

Present codes are those of the Census Bureau's 2024 estimates, with one
exception said aloud: Connecticut. Its eight counties gave way to nine planning
regions in 2022, which cut across them; our shapes and ZIPs keep the counties.
Source: Census Bureau, Substantial Changes to Counties and County Equivalent
Entities, 1970 to present.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


class NotOneCounty(ValueError):
    """The code was divided among several; `successors` names them."""


@dataclass(frozen=True)
class Change:
    """A county code that was replaced, by what, and when."""

    old: str
    new: tuple[str, ...]
    since: date
    why: str


CHANGES: Mapping[str, Change] = {
    change.old: change
    for change in (
        Change("12025", ("12086",), date(1997, 7, 22), "Dade became Miami-Dade, Florida"),
        Change("30113", ("30031",), date(1997, 11, 7), "Yellowstone Park joined Gallatin, Montana"),
        Change("51780", ("51083",), date(1995, 6, 30), "South Boston joined Halifax, Virginia"),
        Change("51560", ("51005",), date(2001, 7, 1), "Clifton Forge joined Alleghany, Virginia"),
        Change("51515", ("51019",), date(2013, 7, 1), "Bedford city joined Bedford, Virginia"),
        Change("46113", ("46102",), date(2015, 5, 1), "Shannon became Oglala Lakota, South Dakota"),
        Change("02270", ("02158",), date(2015, 7, 1), "Wade Hampton became Kusilvak, Alaska"),
        Change(
            "02201", ("02198",), date(2008, 6, 1), "Outer Ketchikan mostly joined Prince of Wales"
        ),
        Change(
            "02280", ("02195", "02275"), date(2008, 6, 1), "Wrangell-Petersburg, Alaska, divided"
        ),
        Change(
            "02232", ("02105", "02230"), date(2007, 6, 20), "Skagway-Hoonah-Angoon, Alaska, divided"
        ),
        Change("02261", ("02063", "02066"), date(2019, 1, 2), "Valdez-Cordova, Alaska, divided"),
    )
}

PLANNING_REGIONS: Mapping[str, tuple[str, ...]] = {
    "09110": ("09003", "09013"),
    "09120": ("09001",),
    "09130": ("09007", "09011"),
    "09140": ("09003", "09005", "09009"),
    "09150": ("09013", "09015"),
    "09160": ("09003", "09005"),
    "09170": ("09009",),
    "09180": ("09011", "09015"),
    "09190": ("09001", "09005"),
}
"""Connecticut's planning regions since 2022, and the counties each takes towns from."""

DRAWN_AS: Mapping[str, str] = {"02063": "02261", "02066": "02261"}
"""Present codes without a shape of their own in the 2016 shapes, and whose they share."""


def canonical_fips(code: str) -> str:
    """The present code of a county.

    Raises NotOneCounty when it was divided. Connecticut's counties and
    planning regions both stand as they are: neither is the other's new name.
    """
    change = CHANGES.get(code)
    if change is None or len(change.new) > 1:
        if change is not None:
            raise NotOneCounty(code)
        return code
    return canonical_fips(change.new[0])


def successors(code: str) -> tuple[str, ...]:
    """Every present county that took land from this one; itself if unchanged."""
    change = CHANGES.get(code)
    if change is None:
        return (code,)
    return tuple(present for new in change.new for present in successors(new))


def same_county(a: str, b: str) -> bool:
    """Whether two codes, of whatever years, name one county.

    A part is not the whole: neither half of a divided county is the same county.
    """
    return successors(a) == successors(b)


def overlaps(a: str, b: str) -> bool:
    """Whether two codes share land: renamed, divided, or Connecticut's two systems."""
    if set(successors(a)) & set(successors(b)):
        return True
    return b in PLANNING_REGIONS.get(a, ()) or a in PLANNING_REGIONS.get(b, ())


def drawn_as(code: str) -> str:
    """The code of the shape that holds this county. Raises NotOneCounty for old divisions."""
    if code in DRAWN_AS.values():
        return code
    present = canonical_fips(code)
    return DRAWN_AS.get(present, present)
