"""What people type, and what we make of it."""

import pytest

from beside.places import queries as places
from beside.places.queries import Kind, Precision


def the_only(typed: str) -> places.Place:
    [place] = places.locate(typed)
    return place


def test_a_zip_gives_its_town_county_state_and_clock():
    berea = the_only("40403")

    assert (berea.name, berea.state, berea.county_fips) == ("Berea", "KY", "21151")
    assert berea.county_name == "Madison County"
    assert berea.time_zone == "America/New_York"
    assert places.distance_miles(berea.point, places.Point(37.57, -84.29)) < 3


def test_population_says_what_it_was_estimated_from():
    assert the_only("40403").population == places.Estimate(26104, "ACS 2018–2022")


@pytest.mark.parametrize("typed", ["40403", " 40403 ", "40403-1234", "40403 1234", "404031234"])
def test_a_zip_is_read_however_it_is_written(typed):
    assert the_only(typed).zip == "40403"


def test_a_zip_that_begins_with_nought_keeps_it():
    assert the_only("02139").name == "Cambridge"


def test_a_zip_that_lost_its_nought_in_a_spreadsheet_is_mended():
    assert the_only("2139").zip == "02139"


def test_a_post_office_box_zip_stands_in_its_town_and_has_no_people():
    """40476 is boxes in Richmond, Kentucky, whose courthouse is at 37.748 N, 84.295 W."""
    boxes = the_only("40476")

    assert boxes.precision is Precision.TOWN
    assert boxes.population is None
    assert places.distance_miles(boxes.point, places.Point(37.748, -84.295)) < 1


def test_a_box_zip_in_a_town_without_an_area_stands_in_that_town():
    """Bighill, Kentucky, lies five miles east of Berea."""
    bighill = the_only("40405")

    assert (bighill.label, bighill.county_fips) == ("40405 Bighill, KY", "21151")
    assert bighill.precision is Precision.TOWN
    assert bighill.time_zone == "America/New_York"
    assert places.distance_miles(bighill.point, places.Point(37.555, -84.208)) < 1
    assert places.distance_miles(bighill.point, the_only("Berea, KY").point) < 5


@pytest.mark.parametrize(
    ("zip_code", "label", "county"),
    [
        ("94120", "94120 San Francisco, CA", "06075"),  # a bank's
        ("06104", "06104 Hartford, CT", "09003"),  # GeoNames says Capitol Region
        ("99803", "99803 Juneau, AK", "02110"),
        ("40405", "40405 Bighill, KY", "21151"),
    ],
)
def test_a_zip_of_one_firm_has_its_town_and_county(zip_code, label, county):
    place = the_only(zip_code)

    assert (place.label, place.county_fips) == (label, county)
    assert place.precision is Precision.TOWN
    assert place.population is None


def test_a_zip_area_that_hud_does_not_list_is_named_for_its_town():
    """40404 is Berea College."""
    assert the_only("40404").label == "40404 Berea, KY"


@pytest.mark.parametrize("zip_code", ["13064", "21792"])
def test_a_box_zip_whose_sources_disagree_says_that_it_only_knows_the_county(zip_code):
    """GeoNames puts 13064 twenty miles, and 21792 a hundred and twenty, from HUD's county."""
    assert the_only(zip_code).precision is Precision.COUNTY


@pytest.mark.parametrize("zip_code", ["09001", "34035", "96266"])
def test_a_military_zip_is_not_a_place_on_the_ground(zip_code):
    with pytest.raises(places.MilitaryZip):
        places.locate(zip_code)


def test_an_unknown_zip_offers_towns_of_its_sorting_centre_not_the_next_number():
    with pytest.raises(places.UnknownPlace) as unknown:
        places.locate("50337")

    assert unknown.value.suggestions[0].label == "Des Moines, IA"
    assert all(place.kind is Kind.TOWN for place in unknown.value.suggestions)


def test_an_error_does_not_repeat_what_was_typed():
    with pytest.raises(places.UnknownPlace) as unknown:
        places.locate("Nowhereville KY")

    assert "nowhere" not in str(unknown.value).lower()


def test_a_name_in_several_states_gives_every_one_largest_first():
    found = places.locate("Berea")

    assert [place.state for place in found] == ["KY", "OH", "WV"]
    assert [place.county_name for place in found][:2] == ["Madison County", "Cuyahoga County"]


@pytest.mark.parametrize("typed", ["berea ky", "Berea, KY", "BEREA, KENTUCKY", "berea kentucky "])
def test_a_state_in_any_form_settles_which_one(typed):
    assert the_only(typed).label == "Berea, KY"


@pytest.mark.parametrize("typed", ["St. Louis", "Saint Louis", "st louis mo", "SAINT  LOUIS, Mo."])
def test_saint_is_found_however_it_is_shortened(typed):
    assert places.locate(typed)[0].label == "Saint Louis, MO"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Mayagüez", "Mayagüez, PR"),
        ("mayaguez", "Mayagüez, PR"),
        ("O'Fallon MO", "O'Fallon, MO"),
        ("o fallon mo", "O'Fallon, MO"),
        ("McKee", "McKee, KY"),
        ("mc kee", "McKee, KY"),
        ("Ft Thomas", "Fort Thomas, KY"),
        ("Winston-Salem", "Winston-Salem, NC"),
    ],
)
def test_accents_apostrophes_and_short_forms_do_not_matter(typed, label):
    assert places.locate(typed)[0].label == label


@pytest.mark.parametrize("typed", ["Jefferson County KY", "condado de Jefferson, Kentucky"])
def test_a_county_is_found_when_one_says_county(typed):
    county = the_only(typed)

    assert county.kind is Kind.COUNTY
    assert (county.label, county.county_fips) == ("Jefferson County, KY", "21111")


def test_parishes_and_municipios_are_counties_too():
    assert the_only("East Baton Rouge Parish").county_fips == "22033"
    assert the_only("Doña Ana County").county_fips == "35013"


def test_a_state_alone_is_a_place_and_a_town_of_its_name_comes_first():
    assert the_only("Kentucky").kind is Kind.STATE
    assert [place.kind for place in places.locate("New York")][:2] == [Kind.TOWN, Kind.STATE]


@pytest.mark.parametrize(
    "typed", ["Louisvile KY", "Louisvlile KY", "Luisville KY", "Louisvillee KY"]
)
def test_one_letter_wrong_suggests_the_right_town(typed):
    with pytest.raises(places.UnknownPlace) as unknown:
        places.locate(typed)

    assert unknown.value.suggestions[0].label == "Louisville, KY"


def test_a_beginning_suggests_towns_that_go_on_from_it():
    with pytest.raises(places.UnknownPlace) as unknown:
        places.locate("Nicholasv")

    assert [place.label for place in unknown.value.suggestions] == ["Nicholasville, KY"]


@pytest.mark.parametrize(
    "typed", ["", "   ", "zzzzqq", "1", "123456", "é" * 5000, "'; drop table", "０４０３"]
)
def test_nonsense_is_unknown_and_nothing_worse(typed):
    with pytest.raises(places.UnknownPlace):
        places.locate(typed)
