"""ZIPs: where each is, in which town and county, how many people live there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from beside.places.core import words, zones
from beside.places.core.place import Point, Precision
from scripts.derive_places import names
from scripts.derive_places.ground import Ground
from scripts.derive_places.sources import Area, PostOffice, Share
from scripts.derive_places.states import CODE_OF_FIPS


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
    offices: Mapping[str, PostOffice],
    old_counties: Mapping[str, str],
    ground: Ground,
) -> list[Zip]:
    """Every ZIP of the Census, of HUD or of GeoNames, in order."""
    drawn = [_from_area(areas[z], shares.get(z, []), old_counties) for z in areas]
    boxes = [_box(z, shares[z], old_counties) for z in shares if z not in areas]
    known = areas.keys() | shares.keys()
    firms = [_firm(z, offices[z], ground) for z in offices if z not in known]
    rows = (*drawn, *placed(boxes, drawn, offices, ground), *(row for row in firms if row))
    return sorted(rows, key=lambda row: row.zip)


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
    old: Mapping[str, str],
) -> Zip:
    point = Point(area.lat, area.lon)
    county = main_county(area.zip, shares, old, area.county_fips)
    state = shares[0].state if shares else CODE_OF_FIPS[county[:2]]
    town = names.title(shares[0].town if shares else area.town.upper())
    zone = zones.zone_of(state=CODE_OF_FIPS[county[:2]], county_fips=county, zip_code=area.zip)
    return Zip(area.zip, town, state, county, point, Precision.AREA, zone, area.population)


def _box(zip_code: str, shares: list[Share], old: Mapping[str, str]) -> Zip:
    county = main_county(zip_code, shares, old, "")
    zone = zones.zone_of(state=CODE_OF_FIPS[county[:2]], county_fips=county, zip_code=zip_code)
    town, state = names.title(shares[0].town), shares[0].state
    return Zip(zip_code, town, state, county, Point(0, 0), Precision.COUNTY, zone, None)


def _firm(zip_code: str, office: PostOffice, ground: Ground) -> Zip | None:
    """A ZIP of which only GeoNames knows: mostly one firm's, or a small post office's boxes."""
    county = ground.county_of(office)
    if county is None or not office.town:
        return None
    zone = zones.zone_of(state=office.state, county_fips=county, zip_code=zip_code)
    town, point = names.title(office.town.upper()), Point(office.lat, office.lon)
    return Zip(zip_code, town, office.state, county, point, Precision.TOWN, zone, None)


def placed(
    boxes: list[Zip], drawn: list[Zip], offices: Mapping[str, PostOffice], ground: Ground
) -> list[Zip]:
    """Gives ZIPs without an area GeoNames' point, else their town's, else their county's.

    GeoNames is believed when its point lies in HUD's county or close to it.
    """
    towns, counties = defaultdict(list), defaultdict(list)
    for row in drawn:
        towns[words.key(row.town), row.state].append(row)
        counties[row.county_fips].append(row)
    rows = []
    for box in boxes:
        office = offices.get(box.zip)
        point = Point(office.lat, office.lon) if office else None
        if point and ground.may_hold(box.county_fips, point):
            rows.append(replace(box, point=point, precision=Precision.TOWN))
        elif same_town := towns.get((words.key(box.town), box.state)):
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
