"""The table of states, counties, towns and ZIPs, in columns that point at each other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import shape

from beside.places.core import words
from beside.places.core.fips import successors
from beside.places.core.place import Point, Precision
from scripts.derive_places import counties, ground, pack, sources, zips
from scripts.derive_places.states import STATES

Columns = dict[str, NDArray[np.generic]]
NOBODY_COUNTED = -1
PRECISIONS = list(Precision)


def derive(shared: Path, folder: Path) -> None:
    """Writes `gazetteer.npz`."""
    shares = sources.shares()
    drawn = sources.county_shapes()
    zip_table = zips.zip_rows(
        sources.areas(),
        shares,
        sources.post_offices(),
        sources.old_counties(shared),
        ground.Ground(drawn),
    )
    shapes = {fips: _shape(*rest) for fips, *rest in drawn}
    county_table = counties.county_rows(zip_table, shares, sources.county_estimates(shared), shapes)
    pairs = sources.adjacent_counties(shared)
    pack.write(folder / "gazetteer.npz", columns(zip_table, county_table, shares, pairs))


def _shape(name: str, kind: str, geometry: dict[str, Any]) -> counties.Shape:
    inside = shape(geometry).representative_point()
    return counties.Shape(name, kind, Point(inside.y, inside.x))


def columns(
    zip_table: list[zips.Zip],
    county_table: list[counties.Row],
    shares: Mapping[str, list[sources.Share]],
    pairs: Sequence[tuple[str, str]],
) -> Columns:
    """All columns by name; rows point at rows of other tables by number."""
    zones = sorted({row.zone for row in zip_table})
    order = {row.fips: number for number, row in enumerate(county_table)}
    town_of, town_columns = _towns(zip_table, order, zones, _accented(county_table))
    return {
        "zones": pack.text(zones),
        **_states(county_table, zones),
        **_counties(county_table, zones),
        **town_columns,
        **_zips(zip_table, town_of, order, zones),
        **_zip_counties(zip_table, order, shares),
        "county_pairs": _neighbours(pairs, order),
    }


def _degrees(points: Sequence[Point]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Latitudes and longitudes in hundred-thousandths of a degree, about a metre."""
    lats = np.array([round(p.lat * 1e5) for p in points], dtype=np.int32)
    return lats, np.array([round(p.lon * 1e5) for p in points], dtype=np.int32)


def _people(counts: Sequence[int | None]) -> NDArray[np.int32]:
    return np.array([NOBODY_COUNTED if c is None else c for c in counts], dtype=np.int32)


def _states(county_table: list[counties.Row], zones: list[str]) -> Columns:
    from beside.places.core.zones import STATES as STATE_ZONES

    codes = sorted(STATES)
    people, points = [], []
    for code in codes:
        # Connecticut's people are counted in its planning regions.
        rows = [r for r in county_table if r.state == code and r.vintage == counties.ESTIMATE_2024]
        rows = rows or [r for r in county_table if r.state == code]
        counted = [(r.population or 1, r.point) for r in rows]
        total = sum(n for n, _ in counted)
        points.append(
            Point(
                sum(n * p.lat for n, p in counted) / total,
                sum(n * p.lon for n, p in counted) / total,
            )
        )
        people.append(sum(r.population or 0 for r in rows) or None)
    lats, lons = _degrees(points)
    return {
        "state_code": pack.text(codes),
        "state_fips": pack.text(STATES[c][0] for c in codes),
        "state_name": pack.text(STATES[c][1] for c in codes),
        "state_lat": lats,
        "state_lon": lons,
        "state_people": _people(people),
        "state_zone": np.array([zones.index(STATE_ZONES[c]) for c in codes], dtype=np.uint8),
    }


def _counties(table: list[counties.Row], zones: list[str]) -> Columns:
    codes = sorted(STATES)
    lats, lons = _degrees([row.point for row in table])
    return {
        "county_fips": np.array([int(row.fips) for row in table], dtype=np.uint32),
        "county_name": pack.text(row.name for row in table),
        "county_state": np.array([codes.index(row.state) for row in table], dtype=np.uint8),
        "county_lat": lats,
        "county_lon": lons,
        "county_people": _people([row.population for row in table]),
        "county_survey": np.array([row.vintage == counties.SURVEY_2022 for row in table]),
        "county_zone": np.array([zones.index(row.zone) for row in table], dtype=np.uint8),
    }


def _towns(
    table: list[zips.Zip],
    order: Mapping[str, int],
    zones: list[str],
    accented: Mapping[tuple[str, str], str],
) -> tuple[dict[tuple[str, str], int], Columns]:
    members: dict[tuple[str, str], list[zips.Zip]] = defaultdict(list)
    for row in table:
        if row.town:
            members[words.key(row.town), row.state].append(row)
    keys = sorted(members)
    codes = sorted(STATES)
    homes = [_home_county(members[k]) for k in keys]
    points = [_town_point(members[k]) for k in keys]
    lats, lons = _degrees(points)
    return {k: number for number, k in enumerate(keys)}, {
        "town_key": pack.text(key for key, _ in keys),
        "town_name": pack.text(accented.get(k, _town_name(members[k])) for k in keys),
        "town_state": np.array([codes.index(state) for _, state in keys], dtype=np.uint8),
        "town_county": np.array([order[home.county_fips] for home in homes], dtype=np.uint16),
        "town_lat": lats,
        "town_lon": lons,
        "town_people": _people([_town_people(members[k]) for k in keys]),
        "town_zone": np.array([zones.index(home.zone) for home in homes], dtype=np.uint8),
        "town_precise": np.array(
            [all(r.precision is not Precision.COUNTY for r in members[k]) for k in keys]
        ),
    }


def _accented(county_table: list[counties.Row]) -> dict[tuple[str, str], str]:
    """`Mayagüez` for the Postal Service's MAYAGUEZ: county seats that share an accented name."""
    bare = (
        (row.name.removesuffix(" Municipio").removesuffix(" County"), row.state)
        for row in county_table
    )
    return {(words.key(name), state): name for name, state in bare if not name.isascii()}


def _town_name(rows: list[zips.Zip]) -> str:
    """The Postal Service's own form where one row has it: the row with most people."""
    return max(rows, key=lambda row: row.population or 0).town


def _home_county(rows: list[zips.Zip]) -> zips.Zip:
    """A ZIP in the county, among a town's, where most of its people live."""
    people: dict[str, int] = defaultdict(int)
    for row in rows:
        people[row.county_fips] += (row.population or 0) + 1
    home = max(people, key=lambda fips: people[fips])
    inside = [row for row in rows if row.county_fips == home]
    return max(inside, key=lambda row: row.population or 0)


def _town_point(rows: list[zips.Zip]) -> Point:
    drawn = [row for row in rows if row.precision is Precision.AREA]
    return zips.middle(drawn or rows)


def _town_people(rows: list[zips.Zip]) -> int | None:
    counted = [row.population for row in rows if row.population is not None]
    return sum(counted) if counted else None


def _zips(
    table: list[zips.Zip],
    town_of: Mapping[tuple[str, str], int],
    order: Mapping[str, int],
    zones: list[str],
) -> Columns:
    codes = sorted(STATES)
    lats, lons = _degrees([row.point for row in table])
    towns = [town_of.get((words.key(row.town), row.state), 0xFFFF) for row in table]
    return {
        "zip_code": np.array([int(row.zip) for row in table], dtype=np.uint32),
        "zip_lat": lats,
        "zip_lon": lons,
        "zip_town": np.array(towns, dtype=np.uint16),
        "zip_state": np.array([codes.index(row.state) for row in table], dtype=np.uint8),
        "zip_county": np.array([order[row.county_fips] for row in table], dtype=np.uint16),
        "zip_people": _people([row.population for row in table]),
        "zip_precision": np.array([PRECISIONS.index(r.precision) for r in table], dtype=np.uint8),
        "zip_zone": np.array([zones.index(row.zone) for row in table], dtype=np.uint8),
    }


def _zip_counties(
    table: list[zips.Zip], order: Mapping[str, int], shares: Mapping[str, list[sources.Share]]
) -> Columns:
    """ZIP row, county row, share of the ZIP's homes in 65,535ths."""
    triples = [
        (number, order[fips], round(share * 65535))
        for number, row in enumerate(table)
        for fips, share in _shares_drawn(row, shares)
        if fips in order
    ]
    zip_rows, county_rows, parts = zip(*triples, strict=True)
    return {
        "share_zip": np.array(zip_rows, dtype=np.uint16),
        "share_county": np.array(county_rows, dtype=np.uint16),
        "share_homes": np.array(parts, dtype=np.uint16),
    }


def _shares_drawn(
    row: zips.Zip, shares: Mapping[str, list[sources.Share]]
) -> list[tuple[str, float]]:
    """Shares by counties that have a shape: Connecticut's ZIPs go whole to their old county."""
    if row.county_fips.startswith("09"):
        return [(row.county_fips, 1.0)]
    return counties.apportioned(row, shares.get(row.zip, []))


def _neighbours(pairs: Sequence[tuple[str, str]], order: Mapping[str, int]) -> NDArray[np.uint16]:
    """Pairs of county rows. Each part of a divided county keeps all the whole's neighbours."""
    known = {
        (order[a], order[b])
        for old_a, old_b in pairs
        for a in successors(old_a)
        for b in successors(old_b)
        if a in order and b in order and a != b
    }
    return np.array(sorted(known), dtype=np.uint16)
