"""Who lives far from naloxone and from each medication: counties and ZIP areas, with deaths."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beside.directory.core.offers import Offer
from beside.directory.gaps.asked import KINDS
from beside.directory.gaps.queries import sites_with
from beside.supply.core.need import gaps
from beside.supply.core.need.gaps import Gap
from beside.supply.need import zip_areas
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
    """The whole area: a gap for each kind of help; its counties and its ZIP areas."""

    far: int
    listed: Mapping[Offer, int]  # places in the directory, by kind of help
    gaps: Mapping[Offer, Gap]
    counties: Sequence[FarArea]
    zips: Sequence[FarArea]


def find(counties: Sequence[Area], *, far: int) -> Found:
    """People by straight-line distance to the nearest listed place, joined with deaths."""
    sites = {kind: sites_with(kind) for kind in KINDS}
    small = zips(counties)
    points = [area.points[0] for area in small]
    miles = {kind: zip_areas.miles_to_nearest(points, sites[kind]) for kind in KINDS}
    rows = [
        gaps.Area(area.code, area.people, {kind.value: miles[kind][at] for kind in KINDS},
                  area.deaths.count, area.deaths.is_hidden)
        for at, area in enumerate(small)
    ]  # fmt: skip
    by_zip = [
        FarArea(area, {kind: _far(area, miles[kind][at], far) for kind in KINDS})
        for at, area in enumerate(small)
    ]
    inside: dict[str, list[FarArea]] = defaultdict(list)
    for one in by_zip:
        inside[one.area.county].append(one)
    return Found(
        far, {kind: len(each) for kind, each in sites.items()},
        {kind: gaps.gap(rows, kind.value, beyond_miles=far) for kind in KINDS},
        [_summed(county, inside[county.code]) for county in counties], by_zip,
    )  # fmt: skip


def _far(area: Area, miles: float | None, far: int) -> Far:
    is_far = miles is None or miles > far
    return Far(area.people if is_far else 0, float(is_far), miles)


def _summed(county: Area, inside: Sequence[FarArea]) -> FarArea:
    """A county by its ZIP areas: the share of their people who live far."""
    living = sum(one.area.people for one in inside) or 1
    found = {}
    for kind in KINDS:
        share = sum(one.by_kind[kind].people for one in inside) / living
        found[kind] = Far(round(share * county.people), share)
    return FarArea(county, found)
