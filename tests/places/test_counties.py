"""Which county a point lies in, its neighbours, and codes that changed."""

import pytest

from beside.places import queries as places
from beside.places.adapters.gazetteer import gazetteer
from beside.places.adapters.shapes import Size, shapes
from beside.places.core import fips
from beside.places.queries import Point


@pytest.mark.parametrize(
    ("point", "county"),
    [
        (Point(37.5687, -84.2963), "Madison County"),  # Berea, Kentucky
        (Point(38.2527, -85.7585), "Jefferson County"),  # Louisville, a mile from Indiana
        (Point(38.2770, -85.7372), "Clark County"),  # Jeffersonville, across the river
        (Point(38.6270, -90.1994), "St. Louis city"),  # a city that is its own county
        (Point(38.8462, -77.3064), "Fairfax city"),  # an enclave, inside Fairfax County
        (Point(38.8700, -77.2500), "Fairfax County"),
        (Point(43.3333, -102.55), "Oglala Lakota County"),  # Shannon until 2015
        (Point(41.3083, -72.9279), "New Haven County"),  # Connecticut's old counties
        (Point(61.1308, -146.3483), "Chugach Census Area"),  # Valdez; Valdez-Cordova until 2019
        (Point(62.1089, -145.5464), "Copper River Census Area"),  # Glennallen
        (Point(18.4655, -66.1057), "San Juan Municipio"),
    ],
)
def test_a_point_lies_in_its_county(point, county):
    assert places.county_at(point).name == county


@pytest.mark.parametrize("point", [Point(51.5, -0.12), Point(30, -60), Point(56, -110)])
def test_a_point_abroad_or_at_sea_is_nowhere(point):
    with pytest.raises(places.NowhereInUnitedStates):
        places.county_at(point)


def test_a_point_on_a_pier_belongs_to_the_shore():
    assert places.county_at(Point(41.8917, -87.5950)).name == "Cook County"


def test_zip_middles_lie_in_the_county_their_homes_are_in():
    """96.5% of all; the rest straddle a border. A sample of every twelfth keeps this quick."""
    book = gazetteer()
    rows = [
        r
        for r in range(0, len(book.column("zip_code")), 12)
        if book.column("zip_precision")[r] == 0
    ]
    zips = [book.zip_place(row) for row in rows]
    same = sum(places.county_at(z.point).fips == z.county_fips for z in zips)

    assert same / len(zips) > 0.96


def test_neighbours_touch_both_ways():
    madison = places.neighbours("21151")

    assert madison == ["21049", "21065", "21067", "21079", "21109", "21113", "21203"]
    assert all("21151" in places.neighbours(code) for code in madison)


def test_a_renamed_county_keeps_its_neighbours():
    assert places.neighbours("46113") == places.neighbours("46102") != []


@pytest.mark.parametrize(
    ("old", "new"),
    [("46113", "46102"), ("51515", "51019"), ("02270", "02158"), ("12025", "12086")],
)
def test_old_codes_find_the_county_of_today(old, new):
    assert places.canonical_fips(old) == new
    assert places.same_county(old, new)
    assert places.county(old).fips == new


def test_a_divided_county_is_refused_and_its_parts_are_named():
    with pytest.raises(places.NotOneCounty):
        places.county("02261")

    assert fips.successors("02261") == ("02063", "02066")
    assert fips.overlaps("02261", "02063")
    assert not places.same_county("02261", "02063")
    assert fips.drawn_as("02066") == "02261"


def test_connecticuts_two_systems_overlap_but_are_not_the_same():
    assert not places.same_county("09001", "09120")
    assert fips.overlaps("09001", "09120")
    assert fips.overlaps("09190", "09001")
    assert not fips.overlaps("09001", "09130")


def test_every_change_ends_in_a_county_we_know():
    for old in fips.CHANGES:
        assert all(places.county(code).name for code in fips.successors(old)), old


def test_connecticuts_counties_are_the_ones_with_shapes():
    assert [c.fips for c in places.counties_in("CT")][:2] == ["09001", "09003"]
    assert len(places.counties_in("KY")) == 120


def test_the_parts_of_a_zip_sum_to_one():
    shares = places.counties_of_zip("40403")

    assert shares[0].county_fips == "21151"
    assert sum(share.share for share in shares) == pytest.approx(1)


def test_the_country_has_as_many_people_as_published():
    """Census Bureau, NST-EST2024: 340,110,988 in the states and DC on 1 July 2024."""
    territories = {"AS", "GU", "MP", "PR", "VI"}
    counted = [s.population for s in places.states() if s.state not in territories]

    assert sum(estimate.people for estimate in counted) == 340_110_988


def test_an_unknown_code_is_unknown():
    for code in ("99999", "abc", ""):
        with pytest.raises(places.UnknownPlace):
            places.county(code)


def test_every_county_that_is_drawn_is_known():
    drawn = [code for size in Size for code in shapes(size).fips]
    assert all(places.county(new).name for code in drawn for new in fips.successors(code))


def test_an_island_county_without_a_zip_of_its_own_is_known():
    assert places.county_at(Point(-14.235, -169.45)).name == "Manu'a"
