"""The places of a plan: counties, ZIP areas, own sites or a planner's table, each with its need.

A county's people come from the census, people at risk from a survey's share, deaths from
published counts (hidden ones shrunk to the state) or from what a planner said, kits from our own
ledger and from what others are said to give. ZIP areas and sites share what their county has by
where its people live.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from beside.directory.models import Location
from beside.places import queries as places
from beside.places.core.place import Point
from beside.supply.core.need import profound
from beside.supply.core.need.channels import Channel, Channels, Kits
from beside.supply.core.need.shrink import How
from beside.supply.core.need.towns import Effect, Town
from beside.supply.core.places import PlaceKind
from beside.supply.models import Machine, Place, PlanningTable, Program
from beside.supply.need import published, zip_areas
from beside.supply.need.given import Given, Way
from beside.supply.need.numbers import Numbers
from beside.supply.need.zip_areas import ZipArea

CHANNEL_OF = {
    Way.PHARMACY: Channel.PHARMACY,
    Way.HOSPITAL: Channel.EMERGENCY,
    Way.CORRECTIONS: Channel.CORRECTIONS,
}  # every other way is a community's
NOBODY = Kits(0.0)


@dataclass(frozen=True)
class Deaths:
    """Opioid overdose deaths a year: the likeliest, its range, and how it is known."""

    low: float
    count: float
    high: float
    how: How
    source: str
    year: int | None

    @property
    def is_hidden(self) -> bool:
        """Not counted where it is published: estimated from the state."""
        return self.how is not How.COUNTED

    def part(self, share: float) -> "Deaths":
        """Of a part of the place. The range shrinks with it; the doubt does not go away."""
        return replace(self, low=share * self.low, count=share * self.count, high=share * self.high)


@dataclass(frozen=True)
class Area:
    """One place: its people, need, kits, and what it can take."""

    code: str
    name: str
    state: str
    people: int
    at_risk: float
    at_risk_low: float
    at_risk_high: float
    deaths: Deaths
    own: Kits = NOBODY  # a year, from our ledger
    others: Kits = NOBODY  # a year, said of others, by where people live
    hides: bool = False  # some of our own counts do not show: these are the least
    points: Sequence[Point] = ()
    least: int = 0
    most: int | None = None
    place_id: UUID | None = None
    county: str = ""
    parts: Sequence[str] = field(default=(), repr=False)

    @property
    def kits(self) -> Kits:
        """Ours and those of others."""
        return added(self.own, self.others)

    @property
    def now(self) -> int:
        """Our kits a year as things stand, whole."""
        return round(self.own.total)

    def town(self, weights: Channels, effect: Effect, *, floor: int) -> Town:
        """As the core allocates to it: what others give is there, ours are divided anew.

        Deaths are counted with our kits out there; without them there would be more.
        """
        others = weights.effective(self.others) * profound.steady_state()
        ours = weights.effective(self.own) * profound.steady_state()
        met, left = (self._met(kits, effect) for kits in (others + ours, others))
        deaths = self.deaths.count * (1 - effect.ceiling * left) / (1 - effect.ceiling * met)
        return Town(self.code, self.at_risk, deaths, max(floor, self.least), self.most, others)

    def _met(self, circulating: float, effect: Effect) -> float:
        if not self.at_risk:
            return 0.0
        return profound.saturation(
            circulating, self.at_risk, adjustment=effect.adjustment, cap=effect.cap
        )


def added(one: Kits, other: Kits) -> Kits:
    """Both together."""
    return Kits(**{each.value: getattr(one, each.value) + getattr(other, each.value)
                   for each in Channel})  # fmt: skip


def share_of(kits: Kits, share: float) -> Kits:
    """A part of some kits."""
    return Kits(**{each.value: share * getattr(kits, each.value) for each in Channel})


def counties_of(programs: Sequence[Program]) -> list[str]:
    """The counties these programs serve: those named, those of their ZIPs, else whole states."""
    found: set[str] = set()
    for program in programs:
        own = {places.canonical_fips(one) for one in program.counties}
        for code in program.zips:
            own |= {share.county_fips for share in places.counties_of_zip(code)[:1]}
        if not own:
            own = {one.fips for state in program.states for one in places.counties_in(state)}
        found |= own
    return sorted(found)


def counties(programs: Sequence[Program], numbers: Numbers, given: Given) -> list[Area]:
    """Each county of their area, by name."""
    rows = [places.county(code) for code in counties_of(programs)]
    everybody = sum(row.population.people for row in rows if row.population) or 1
    made = [_county(row, numbers, given, everybody) for row in rows if row.population]
    return sorted(made, key=lambda area: (area.state, area.name))


def _county(row: places.County, numbers: Numbers, given: Given, everybody: int) -> Area:
    people = row.population.people if row.population else 0
    low, at_risk, high = _at_risk(row, people, numbers)
    return Area(
        row.fips, row.name, row.state, people, at_risk, low, high, _deaths(row.fips, numbers),
        own=_own(given, row.fips), others=share_of(numbers.others, people / everybody),
        hides=row.fips in given.hidden, points=(row.point,), county=row.fips, parts=(row.fips,),
    )  # fmt: skip


def _at_risk(row: places.County, people: int, numbers: Numbers) -> tuple[float, float, float]:
    said = numbers.own("at_risk", row.fips)
    if said is not None:
        return said.low or said.value, said.value, said.high or said.value
    found = published.at_risk(row.state, people)
    return found.low, found.people, found.high


def _deaths(fips: str, numbers: Numbers) -> Deaths:
    said = numbers.own("deaths", fips)
    if said is not None:
        low, high = said.low or said.value, said.high or said.value
        return Deaths(low, said.value, high, How.COUNTED, said.source, said.year)
    found = published.deaths(fips)
    source = published.deaths_source()
    every = Deaths(found.low, found.deaths, found.high, found.how, source.citation, source.year)
    return every.part(numbers["opioid_share"].value)


def _own(given: Given, fips: str) -> Kits:
    kits: dict[str, float] = defaultdict(float)
    for way, count in given.of(fips).items():
        kits[CHANNEL_OF.get(way, Channel.COMMUNITY).value] += count
    return Kits(kits.pop("community", 0.0), **kits)


def zips(of: Sequence[Area]) -> list[Area]:
    """ZIP areas of these counties; each shares its county's need and kits by people."""
    inside = {area.county: area for area in of}
    states = sorted({area.state for area in of})
    rows = [row for row in zip_areas.of_states(states) if row.county in inside]
    living: dict[str, int] = defaultdict(int)
    for row in rows:
        living[row.county] += row.people
    return [_zip(row, inside[row.county], living[row.county]) for row in rows]


def _zip(row: ZipArea, county: Area, living: int) -> Area:
    made = _part(county, row.people / living if living else 0.0, row.code, row.name)
    return replace(made, people=row.people, points=(row.point,))


def _part(county: Area, share: float, code: str, name: str) -> Area:
    return replace(
        county, code=code, name=name, people=round(share * county.people),
        at_risk=share * county.at_risk, at_risk_low=share * county.at_risk_low,
        at_risk_high=share * county.at_risk_high, deaths=county.deaths.part(share),
        own=share_of(county.own, share), others=share_of(county.others, share),
    )  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A shelf of ours that hands out, and where it stands."""

    place: Place
    point: Point
    holds: int | None


def sites_of(programs: Sequence[Program]) -> list[Site]:
    """Their sites, vehicles and machines that are open and of which we know where they stand."""
    found = Place.objects.filter(
        program__in=programs, closed_at=None,
        kind__in=[PlaceKind.SITE, PlaceKind.VEHICLE, PlaceKind.MACHINE],
    ).order_by("name")  # fmt: skip
    rows = list(found)
    holds = dict(Machine.objects.filter(place__in=rows).values_list("place_id", "holds_kits"))
    where = _points([one.location_id for one in rows if one.location_id])
    made = []
    for row in rows:
        point = where.get(row.location_id) if row.location_id else None
        if point is None and row.county_fips:
            point = places.county(row.county_fips).point
        if point is not None:
            made.append(Site(row, point, holds.get(row.pk)))
    return made


def _points(locations: Sequence[UUID]) -> dict[UUID, Point]:
    """Where the directory says they stand."""
    rows = Location.objects.filter(pk__in=locations, latitude__isnull=False)
    found = rows.values_list("pk", "latitude", "longitude")
    return {pk: Point(lat, lon) for pk, lat, lon in found if lat is not None and lon is not None}


def sites(
    of: Sequence[Area],
    programs: Sequence[Program],
    kits_by_place: Mapping[UUID, int],
    called: Callable[[Place], str],
) -> list[Area]:
    """Each site stands for the ZIP areas of these counties that lie nearest to it."""
    stand = sites_of(programs)
    if not stand:
        return []
    near: dict[int, list[Area]] = defaultdict(list)
    small = zips(of)
    closest = zip_areas.nearest(
        [area.points[0] for area in small], [site.point for site in stand]
    )  # fmt: skip
    for area, at in zip(small, closest, strict=True):
        near[at].append(area)
    return [
        _site(site, near[at], kits_by_place.get(site.place.pk, 0), called(site.place))
        for at, site in enumerate(stand)
        if near[at]
    ]


def _site(site: Site, around: Sequence[Area], kits: int, name: str) -> Area:
    deaths = [area.deaths for area in around]
    how = How.HIDDEN if any(one.is_hidden for one in deaths) else How.COUNTED
    summed = Deaths(
        sum(one.low for one in deaths), sum(one.count for one in deaths),
        sum(one.high for one in deaths), how, deaths[0].source, deaths[0].year,
    )  # fmt: skip
    others = NOBODY
    for area in around:
        others = added(others, area.others)
    return Area(
        str(site.place.pk), name, around[0].state, sum(area.people for area in around),
        sum(area.at_risk for area in around), sum(area.at_risk_low for area in around),
        sum(area.at_risk_high for area in around), summed, own=Kits(float(kits)), others=others,
        points=(site.point,), place_id=site.place.pk, county=around[0].county,
        parts=tuple(area.code for area in around),
    )  # fmt: skip


def table(of: PlanningTable) -> list[Area]:
    """A planner's own places, as the table says."""
    return [
        Area(
            f"row-{row.position}", row.name, "", 0, row.at_risk, row.at_risk, row.at_risk,
            Deaths(row.deaths, row.deaths, row.deaths, How.COUNTED, of.source, of.year),
            own=Kits(float(row.now or 0)), least=row.least, most=row.most,
        )
        for row in of.places.order_by("position")
    ]  # fmt: skip


def summed(areas: Iterable[Area]) -> Kits:
    """All kits of some areas."""
    total = NOBODY
    for area in areas:
        total = added(total, area.kits)
    return total
