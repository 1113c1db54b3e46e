"""The tables are what their script makes of their sources."""

from hashlib import sha256

import numpy as np
import pytest
from scripts.derive_places import arcs, names, sources

from beside.places import queries as places
from beside.places.adapters.columns import TABLES
from beside.places.adapters.gazetteer import gazetteer


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


def test_every_zip_area_of_the_source_is_in_the_table_with_its_people(areas):
    book = gazetteer()
    for zip_code, area in areas.items():
        row = book.zip_row(zip_code)
        assert row is not None, zip_code
        people = int(book.column("zip_people")[row])
        assert people == (-1 if area.population is None else area.population), zip_code


def test_every_zip_area_stands_within_30_miles_of_the_gazetteers_middle(areas):
    sample = list(areas.values())[::40]
    for area in sample:
        [place] = places.locate(area.zip)
        assert places.distance_miles(place.point, places.Point(area.lat, area.lon)) <= 30, area.zip


def test_no_row_came_from_a_source_that_is_not_public_domain(areas):
    """Every ZIP is a Census area or in HUD's crosswalk; the package's GeoNames rows are neither."""
    known = set(areas) | set(sources.shares())
    assert all(f"{code:05d}" in known for code in gazetteer().column("zip_code"))


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
