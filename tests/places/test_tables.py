"""The tables are what their script makes of their sources."""

from hashlib import sha256

import numpy as np
import pytest
from scripts.derive_places import arcs, names, sources

from beside.places import queries as places
from beside.places.adapters.columns import TABLES
from beside.places.adapters.gazetteer import gazetteer
from beside.places.core import words

OF_A_NEW_TABLE = pytest.mark.slow
"""Judges a table against other sources: until a new one is derived, its checksum says as much."""


def test_every_table_has_the_checksum_its_script_wrote():
    sums = dict(reversed(line.split()) for line in (TABLES / "SHA256SUMS").read_text().splitlines())

    assert set(sums) == {path.name for path in TABLES.glob("*.npz")}
    assert all(sha256((TABLES / n).read_bytes()).hexdigest() == s for n, s in sums.items())


def test_the_tables_are_small():
    assert sum(path.stat().st_size for path in TABLES.iterdir()) < 6_000_000


@pytest.fixture(scope="module")
def areas():
    try:
        return sources.areas()
    except sources.SourceMissing as missing:
        pytest.skip(f"{missing} is not installed: ZIP areas are not derived again")


@OF_A_NEW_TABLE
def test_every_zip_area_of_the_source_is_in_the_table_with_its_people(areas):
    book = gazetteer()
    for zip_code, area in areas.items():
        row = book.zip_row(zip_code)
        assert row is not None, zip_code
        people = int(book.column("zip_people")[row])
        assert people == (-1 if area.population is None else area.population), zip_code


@OF_A_NEW_TABLE
def test_every_zip_area_stands_at_the_census_bureaus_point_for_it(areas):
    for area in list(areas.values())[::40]:
        [place] = places.locate(area.zip)
        apart = places.distance_miles(place.point, places.Point(area.lat, area.lon))
        assert place.precision is places.Precision.AREA, area.zip
        assert apart < 0.01, area.zip


@OF_A_NEW_TABLE
def test_every_zip_without_an_area_stands_where_geonames_has_it_in_or_near_its_county(areas):
    """All but a few that GeoNames lacks, or puts far from HUD's county."""
    book, offices = gazetteer(), sources.post_offices()
    boxes = [
        p for p in map(book.zip_place, range(len(book.column("zip_code")))) if p.zip not in areas
    ]
    elsewhere = [p.zip for p in boxes if p.zip not in offices or _apart(p, offices[p.zip]) > 0.01]

    assert len(boxes) == 7409
    assert len(elsewhere) <= 9
    assert {p.state for p in boxes if p.zip in offices and p.state != offices[p.zip].state} == set()


@OF_A_NEW_TABLE
def test_towns_and_counties_of_boxes_agree_with_geonames_which_did_not_decide_them(areas):
    """HUD names the town and county of 5,769; GeoNames, asked afterwards, says the same."""
    offices, book = sources.post_offices(), gazetteer()
    told = sources.shares().keys() - areas.keys()
    pairs = [(book.zip_place(book.zip_row(z)), offices[z]) for z in told if z in offices]
    same_town = sum(words.key(p.name) == words.key(o.town) for p, o in pairs)
    same_county = sum(
        words.county_key(p.county_name) == words.county_key(o.county) for p, o in pairs
    )

    assert same_town / len(pairs) > 0.99
    assert same_county / len(pairs) > 0.95


def _apart(place, office):
    return places.distance_miles(place.point, places.Point(office.lat, office.lon))


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("MC KEE", "McKee"),
        ("LAKE OF THE OZARKS", "Lake of the Ozarks"),
        ("O FALLON", "O'Fallon"),
        ("COEUR D ALENE", "Coeur d'Alene"),
        ("LA GRANGE", "La Grange"),
        ("MACON", "Macon"),
        ("HILL AFB", "Hill AFB"),
    ],
)
def test_the_postal_services_capitals_become_names(capitals, name):
    assert names.title(capitals) == name


def test_a_border_between_two_squares_is_one_arc():
    left = [(0, 0), (0, 1), (1, 1), (1, 0)]
    right = [(1, 0), (1, 1), (2, 1), (2, 0)]
    found = arcs.cut([(0, left), (1, right)])
    [[_, one], [_, other]] = found.rings

    assert len(found.lines) == 3
    assert {~n for n in one} & set(other)


def test_places_are_found_within_the_bytes_of_their_kind():
    """Points are kept to a metre, shares to a hundredth of a percent."""
    book = gazetteer()
    shares = np.bincount(book.column("share_zip"), weights=book.column("share_homes") / 65535)

    assert np.abs(shares[np.unique(book.column("share_zip"))] - 1).max() < 0.02
