"""Counties and their equals: name, point, population, zone, how rural."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from beside.places.core import zones
from beside.places.core.fips import CHANGES
from beside.places.core.place import Point
from scripts.derive_places.sources import Share
from scripts.derive_places.states import CODE_OF_FIPS
from scripts.derive_places.zips import Zip, middle

ESTIMATE_2024 = "Census Bureau estimate for 1 July 2024"
SURVEY_2022 = "American Community Survey 2018–2022, summed from ZIP areas"
KINDS = {
    "03": "", "04": " Borough", "05": " Census Area", "06": " County", "07": "", "10": "",
    "12": " Municipality", "13": " Municipio", "15": " Parish", "25": "", "00": "",
}  # fmt: skip
CITIES = {"24510": "Baltimore city", "29510": "St. Louis city", "32510": "Carson City"}


@dataclass(frozen=True)
class Row:
    """A row of the county table."""

    fips: str
    name: str
    state: str
    point: Point
    zone: str
    population: int | None
    vintage: str


@dataclass(frozen=True)
class Shape:
    """What a county's shape says of it: name, kind code (LSAD), a point inside."""

    name: str
    kind: str
    point: Point


def county_rows(
    zips: list[Zip],
    shares: Mapping[str, list[Share]],
    estimates: Mapping[str, tuple[str, int]],
    shapes: Mapping[str, Shape],
) -> list[Row]:
    """Every county of the 2024 estimates or of the 2016 shapes, by present code."""
    living = people_by_county(zips, shares)
    at_home: dict[str, list[Zip]] = defaultdict(list)
    for row in zips:
        for fips in {row.county_fips, *(s.county_fips for s in shares.get(row.zip, []))}:
            at_home[fips].append(row)
    codes = set(estimates) | (set(shapes) - set(CHANGES))
    rows = []
    for fips in sorted(codes):
        own = [row for row in at_home[fips] if row.county_fips == fips] or at_home[fips]
        point = middle(own) if own else shapes[fips].point
        rows.append(_row(fips, point, living[fips], estimates, shapes))
    return rows


def _row(
    fips: str,
    point: Point,
    living: float,
    estimates: Mapping[str, tuple[str, int]],
    shapes: Mapping[str, Shape],
) -> Row:
    state = CODE_OF_FIPS[fips[:2]]
    zone = zones.zone_of(state=state, county_fips=fips, zip_code="")
    if fips in estimates:
        name, people = estimates[fips]
        return Row(fips, name, state, point, zone, people, ESTIMATE_2024)
    name = CITIES.get(fips) or shapes[fips].name + KINDS[shapes[fips].kind]
    return Row(fips, name, state, point, zone, round(living) or None, SURVEY_2022)


def people_by_county(zips: list[Zip], shares: Mapping[str, list[Share]]) -> dict[str, float]:
    """ZIP populations apportioned by share of homes; Connecticut in old counties too."""
    living: dict[str, float] = defaultdict(float)
    for row in zips:
        for fips, share in apportioned(row, shares.get(row.zip, [])):
            living[fips] += share * (row.population or 0)
        if row.county_fips.startswith("09"):
            living[row.county_fips] += row.population or 0
    return living


def apportioned(row: Zip, shares: list[Share]) -> list[tuple[str, float]]:
    """A ZIP's counties and shares, summing to 1: by homes, else by all addresses."""
    by_homes = sum(s.homes for s in shares)
    weights = [(s.county_fips, s.homes if by_homes else s.all_addresses) for s in shares]
    total = sum(weight for _, weight in weights)
    if not total:
        return [(row.county_fips, 1.0)]
    return [(fips, weight / total) for fips, weight in weights if weight]
