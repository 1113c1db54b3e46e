"""Where a new place could stand, what stands already, and the need to be reached."""

from collections.abc import Sequence

from django.db.models import Q

from beside.directory.core.offers import Offer
from beside.directory.gaps.queries import sites_with
from beside.directory.models import Location
from beside.places import queries as places
from beside.places.core.place import Point
from beside.supply.listed import nameable
from beside.supply.models import Placement, Program
from beside.supply.need.areas import Area, Site, zips
from beside.supply.need.saturating import Saturated
from beside.supply.need.sheets import Spot
from beside.supply.stock.words import place_name

# Miles an hour on the way, and how much longer the way is than the straight line.
SPEED_MPH = {Placement.By.WALK: 3.0, Placement.By.DRIVE: 30.0}
DETOUR = {Placement.By.WALK: 1.3, Placement.By.DRIVE: 1.4}
MOST, NEAR_MILES = 2_000, 60.0


def reach_miles(way: str, minutes: int) -> float:
    """As the crow flies. Ten minutes on foot are 0.38 miles, fifteen by car 5.4."""
    by = Placement.By(way)
    return round(minutes / 60 * SPEED_MPH[by] / DETOUR[by], 3)


def of_directory(counties: Sequence[Area]) -> list[Spot]:
    """Public places of the directory in these counties that do not give naloxone yet."""
    inside = {area.code for area in counties}
    giving = {(point.lat, point.lon) for point in sites_with(Offer.NALOXONE)}
    rows = _with_points(counties)
    found = [
        Spot(name[:80], lat, lon) for name, lat, lon in rows
        if (lat, lon) not in giving and _county(lat, lon) in inside
    ]  # fmt: skip
    return found[:MOST]


def _with_points(counties: Sequence[Area]) -> list[tuple[str, float, float]]:
    """Places that may be named, in the box around these counties."""
    box = places.box_of([point for area in counties for point in area.points])
    margin = NEAR_MILES / 69
    near = nameable().filter(
        ~Q(location_type=Location.Type.POSTAL), latitude__isnull=False,
        latitude__range=(box.south - margin, box.north + margin),
        longitude__range=(box.west - margin * 1.5, box.east + margin * 1.5),
    )  # fmt: skip
    rows = near.order_by("name").values_list("name", "latitude", "longitude").distinct()
    return [(name, lat, lon) for name, lat, lon in rows if lat is not None and lon is not None]


def _county(lat: float, lon: float) -> str:
    try:
        return places.county_at(Point(lat, lon)).fips
    except places.NowhereInUnitedStates:
        return ""


def standing(
    programs: Sequence[Program], own: Sequence[Site], counties: Sequence[Area], *, listed: bool
) -> list[Spot]:
    """Our own sites and machines; and the directory's places that give naloxone, near the area."""
    found = [Spot(place_name(site.place)[:80], site.point.lat, site.point.lon) for site in own]
    if listed:
        near = [point for area in counties for point in area.points]
        found += [
            Spot("", point.lat, point.lon) for point in sites_with(Offer.NALOXONE)
            if any(places.distance_miles(point, one) < NEAR_MILES for one in near)
        ]  # fmt: skip
    seen: dict[tuple[float, float], Spot] = {}
    for spot in found:
        seen.setdefault((spot.lat, spot.lon), spot)
    return list(seen.values())


def need_of(rows: Sequence[Saturated], of: str) -> list[Spot]:
    """ZIP areas of these counties, each weighed by its share of what its county needs."""
    missing = {row.area.code: row.missing for row in rows}
    people = {row.area.code: row.area.people or 1 for row in rows}
    spots = []
    for area in zips([row.area for row in rows]):
        weight = {
            "deaths": area.deaths.count, "at_risk": area.at_risk,
            "missing": missing[area.county] * area.people / people[area.county],
        }[of]  # fmt: skip
        if weight > 0:
            point = area.points[0]
            spots.append(Spot(area.name, point.lat, point.lon, round(weight, 4)))
    return spots
