"""ZIPs: where each is, in which town and county, how many people live there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from beside.places.core import words, zones
from beside.places.core.geometry import distance_miles
from beside.places.core.place import Point, Precision
from scripts.derive_places import names
from scripts.derive_places.sources import Area, Share
from scripts.derive_places.states import CODE_OF_FIPS

FARTHEST_BELIEVED_MILES = 30
"""A 2010 centre farther than this from the 2020 area's middle is another area's."""


@dataclass(frozen=True)
class Zip:
    """A row of the ZIP table."""

    zip: str
    town: str
    state: str
    county_fips: str
    point: Point
    precision: Precision
    zone: str
    population: int | None


def zip_rows(
    areas: Mapping[str, Area],
    shares: Mapping[str, list[Share]],
    centres: Mapping[str, tuple[float, float]],
    old_counties: Mapping[str, str],
) -> list[Zip]:
    """Every ZIP of the Census or of HUD, in order."""
    drawn = [_from_area(areas[z], shares.get(z, []), centres.get(z), old_counties) for z in areas]
    boxes = [_box(z, shares[z], old_counties) for z in shares if z not in areas]
    return sorted((*drawn, *placed(boxes, drawn)), key=lambda row: row.zip)


def main_county(zip_code: str, shares: Iterable[Share], old: Mapping[str, str], spare: str) -> str:
    """The county most of the ZIP's homes are in; old counties for Connecticut."""
    best = max(shares, key=lambda s: (s.homes, s.all_addresses), default=None)
    if best is None:
        return spare
    if best.county_fips.startswith("09"):
        return spare or old.get(zip_code, "")
    return best.county_fips


def _from_area(
    area: Area,
    shares: list[Share],
    centre: tuple[float, float] | None,
    old: Mapping[str, str],
) -> Zip:
    county = main_county(area.zip, shares, old, area.county_fips)
    state = shares[0].state if shares else CODE_OF_FIPS[county[:2]]
    town = names.title(shares[0].town) if shares else ""
    middle = Point(area.lat, area.lon)
    point = Point(*centre) if centre else middle
    if distance_miles(point, middle) > FARTHEST_BELIEVED_MILES:
        point = middle
    zone = zones.zone_of(state=CODE_OF_FIPS[county[:2]], county_fips=county, zip_code=area.zip)
    return Zip(area.zip, town, state, county, point, Precision.AREA, zone, area.population)


def _box(zip_code: str, shares: list[Share], old: Mapping[str, str]) -> Zip:
    county = main_county(zip_code, shares, old, "")
    zone = zones.zone_of(state=CODE_OF_FIPS[county[:2]], county_fips=county, zip_code=zip_code)
    town, state = names.title(shares[0].town), shares[0].state
    return Zip(zip_code, town, state, county, Point(0, 0), Precision.COUNTY, zone, None)


def placed(boxes: list[Zip], drawn: list[Zip]) -> list[Zip]:
    """Gives ZIPs without an area the point of their town, else of their county."""
    towns, counties = defaultdict(list), defaultdict(list)
    for row in drawn:
        towns[words.key(row.town), row.state].append(row)
        counties[row.county_fips].append(row)
    rows = []
    for box in boxes:
        if same_town := towns.get((words.key(box.town), box.state)):
            rows.append(replace(box, point=middle(same_town), precision=Precision.TOWN))
        else:
            rows.append(replace(box, point=middle(counties[box.county_fips])))
    return rows


def middle(rows: list[Zip]) -> Point:
    """The middle of ZIPs, weighted by people (each counts for one person at least)."""
    weights = [(row.population or 0) + 1 for row in rows]
    total = sum(weights)
    lat = sum(w * row.point.lat for w, row in zip(weights, rows, strict=True)) / total
    lon = sum(w * row.point.lon for w, row in zip(weights, rows, strict=True)) / total
    return Point(lat, lon)
