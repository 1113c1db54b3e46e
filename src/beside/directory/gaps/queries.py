"""People by distance to the nearest listed place. See docs/methods/population-near-a-site.md.

Distances are straight lines; only places in this directory count, those of
neighbouring states included. Nothing here is about a person: the people are
census estimates.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from beside.directory.access import public_services_at_locations
from beside.directory.core.offers import Offer
from beside.directory.gaps.asked import BANDS_MILES, Asked
from beside.directory.models import Address, Location, Service
from beside.directory.truth import queries as truth
from beside.places import queries as places


@dataclass(frozen=True)
class Area:
    """A county or ZIP area: its people, and those who live far from help.

    `share` is nought to one; `miles` is to the nearest place, for a ZIP area only.
    """

    code: str
    name: str
    people: int
    far_people: int
    share: float
    miles: float | None = None


@dataclass(frozen=True)
class Gaps:
    """One state's answer: bands for the whole, areas with the most people far away first."""

    bands: Sequence[places.Band]
    areas: Sequence[Area]
    sites: int
    people: int
    far_people: int

    @property
    def share(self) -> float:
        return self.far_people / self.people if self.people else 0.0


def states_with_listings() -> list[str]:
    """States with public listings, those with most first."""
    held = public_services_at_locations().values("location_id")
    codes = Address.objects.filter(location__in=held).values_list("state_province", flat=True)
    counted = Counter(code.upper() for code in codes if len(code) == 2)
    known = {place.state for place in places.states()}
    return [code for code, _many in counted.most_common() if code in known]


def sites_with(offer: Offer) -> list[places.Point]:
    """Where the public may get `offer`, as far as anybody has said."""
    pairs = (
        public_services_at_locations()
        .filter(
            service__offers__contains=[offer.value],
            service__status=Service.Status.ACTIVE,
            location__latitude__isnull=False,
        )
        .exclude(location__location_type=Location.Type.POSTAL)
        .exclude(location__in=truth.closed_places())
    )
    points = pairs.values_list("location__latitude", "location__longitude").distinct()
    return [places.Point(lat, lon) for lat, lon in points if lat is not None and lon is not None]


def gaps(asked: Asked) -> Gaps:
    """People of a state by distance, and its areas."""
    sites = sites_with(asked.what)
    bands = places.population_by_distance(sites, BANDS_MILES, state=asked.state)
    listed = _zips(sites, asked) if asked.by == "zip" else _counties(sites, asked)
    return Gaps(
        bands=bands,
        areas=sorted(listed, key=lambda area: (-area.far_people, area.name)),
        sites=len(sites),
        people=sum(band.people for band in bands),
        far_people=_beyond(bands, asked.far),
    )


def _beyond(bands: Sequence[places.Band], far: float) -> int:
    return sum(band.people for band in bands if band.from_miles >= far)


def _counties(sites: Sequence[places.Point], asked: Asked) -> list[Area]:
    found = places.population_by_distance_by_county(sites, BANDS_MILES, state=asked.state)
    return [_county(fips, bands, asked.far) for fips, bands in found.items()]


def _county(fips: str, bands: Sequence[places.Band], far: float) -> Area:
    people, far_people = sum(band.people for band in bands), _beyond(bands, far)
    share = far_people / people if people else 0.0
    return Area(fips, places.county(fips).name, people, far_people, share)


def _zips(sites: Sequence[places.Point], asked: Asked) -> list[Area]:
    return [_zip_area(one, asked.far) for one in places.zip_distances(sites, state=asked.state)]


def _zip_area(one: places.ZipDistance, far: float) -> Area:
    is_far = one.miles is None or one.miles >= far
    name = places.locate(one.zip)[0].name
    return Area(one.zip, name, one.people, one.people if is_far else 0, float(is_far), one.miles)
