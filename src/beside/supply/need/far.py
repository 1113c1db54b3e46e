"""Who lives far from naloxone and from each medication: counties and ZIP areas, with deaths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beside.directory.core.offers import Offer
from beside.directory.gaps.asked import KINDS
from beside.directory.gaps.queries import sites_with
from beside.places import queries as places
from beside.supply.core.need import gaps
from beside.supply.core.need.gaps import Gap
from beside.supply.need.areas import Area, zips

FAR_CHOICES = (5, 15, 30)


@dataclass(frozen=True)
class Far:
    """One kind of help in one place: people who live far from it, and miles for a ZIP area."""

    people: int
    share: float
    miles: float | None = None


@dataclass(frozen=True)
class FarArea:
    """One place and how it stands for each kind of help."""

    area: Area
    by_kind: Mapping[Offer, Far]


@dataclass(frozen=True)
class Found:
    """The whole area: a gap for each kind of help, and the places."""

    far: int
    listed: Mapping[Offer, int]  # places in the directory, by kind of help
    gaps: Mapping[Offer, Gap]
    areas: Sequence[FarArea]


def find(counties: Sequence[Area], *, far: int, by_zip: bool) -> Found:
    """People by straight-line distance to the nearest listed place, joined with deaths."""
    sites = {kind: sites_with(kind) for kind in KINDS}
    miles = _miles(sites, sorted({area.state for area in counties}))
    small = zips(counties)
    rows = [
        gaps.Area(
            area.code, area.people,
            {kind.value: miles[kind].get(area.code) for kind in KINDS},
            area.deaths.count, area.deaths.is_hidden,
        )
        for area in small
    ]  # fmt: skip
    found = {kind: gaps.gap(rows, kind.value, beyond_miles=far) for kind in KINDS}
    listed = {kind: len(each) for kind, each in sites.items()}
    if by_zip:
        areas = [_by_zip(area, miles, far) for area in small]
    else:
        areas = [_by_county(area, small, miles, far) for area in counties]
    return Found(far, listed, found, areas)


Miles = Mapping[Offer, Mapping[str, float | None]]


def _miles(sites: Mapping[Offer, Sequence[places.Point]], states: Sequence[str]) -> Miles:
    """By kind of help and ZIP area; None where no place is listed at all."""
    return {
        kind: {
            row.zip: row.miles
            for state in states
            for row in places.zip_distances(points, state=state)
        }
        for kind, points in sites.items()
    }


def _is_far(miles: float | None, far: int) -> bool:
    return miles is None or miles > far


def _by_zip(area: Area, miles: Miles, far: int) -> FarArea:
    found = {}
    for kind in KINDS:
        away = miles[kind].get(area.code)
        is_far = _is_far(away, far)
        found[kind] = Far(area.people if is_far else 0, float(is_far), away)
    return FarArea(area, found)


def _by_county(county: Area, small: Sequence[Area], miles: Miles, far: int) -> FarArea:
    inside = [area for area in small if area.county == county.code]
    living = sum(area.people for area in inside) or 1
    found = {}
    for kind in KINDS:
        away = sum(area.people for area in inside if _is_far(miles[kind].get(area.code), far))
        found[kind] = Far(round(county.people * away / living), away / living)
    return FarArea(county, found)
