"""People by distance, against published counts and by properties."""

import pytest

from beside.places import queries as places
from beside.places.queries import Point

BEREA = Point(37.57, -84.29)
LOUISVILLE = Point(38.25, -85.76)


def test_a_countys_people_come_near_the_published_count():
    """ACS 2018–2022, B01003: Jefferson 780,449; Fayette 321,793."""
    by_county = places.population_by_distance_by_county([BEREA], (5,), state="KY")

    assert sum(b.people for b in by_county["21111"]) == pytest.approx(780_449, rel=0.01)
    assert sum(b.people for b in by_county["21067"]) == pytest.approx(321_793, rel=0.01)
    assert len(by_county) == 120


def test_every_one_is_in_one_band():
    bands = places.population_by_distance([BEREA, LOUISVILLE], (5, 15, 50), state="KY")

    assert [(b.from_miles, b.to_miles) for b in bands] == [(0, 5), (5, 15), (15, 50), (50, None)]
    assert sum(b.share for b in bands) == pytest.approx(1)


def test_a_site_more_brings_nobody_further_away():
    one = places.population_by_distance([BEREA], (25,), state="KY")
    two = places.population_by_distance([BEREA, LOUISVILLE], (25,), state="KY")

    assert two[0].people > one[0].people
    assert sum(b.people for b in one) == sum(b.people for b in two)


def test_the_order_of_sites_does_not_matter():
    forward = places.population_by_distance([BEREA, LOUISVILLE], (10, 30), state=None)
    assert forward == places.population_by_distance([LOUISVILLE, BEREA], (10, 30), state=None)


def test_without_sites_everyone_is_in_the_last_band():
    near, far = places.population_by_distance([], (25,), state="KY")

    assert near.people == 0
    assert far.people > 4_000_000


def test_distance_to_the_nearest_site_is_the_distance():
    found = {z.zip: z for z in places.zip_distances([BEREA, LOUISVILLE], state="KY")}
    [lexington] = places.locate("40508")
    miles = min(places.distance_miles(lexington.point, site) for site in (BEREA, LOUISVILLE))

    assert found["40508"].miles == pytest.approx(miles, abs=1e-6)
    assert {z.state for z in found.values()} == {"KY"}


def test_without_sites_a_distance_is_none_not_nought():
    assert {z.miles for z in places.zip_distances([], state="RI")} == {None}


@pytest.mark.parametrize("edges", [(), (0, 5), (5, 5), (10, 5), (-1,)])
def test_bands_must_rise(edges):
    with pytest.raises(ValueError, match="rise"):
        places.population_by_distance([BEREA], edges, state="KY")
