import pytest

from beside.privacy.safe_harbor import populations, shown_zip3


def test_three_digits_show_where_more_than_20_000_people_live():
    assert shown_zip3("40405") == "404"


@pytest.mark.parametrize("zip_code", ["03601", "05901", "10203", "20203", "82190", "87901"])
def test_the_areas_known_to_be_too_small_are_withheld(zip_code):
    assert shown_zip3(zip_code) == "000"


@pytest.mark.parametrize("zip_code", ["", "40", "none", "00000", "٤٠٤05"])
def test_what_has_no_known_population_is_withheld(zip_code):
    assert shown_zip3(zip_code) == "000"


def test_the_line_is_drawn_above_20_000():
    from beside.privacy.core.safe_harbor import shown_zip3 as decide

    assert decide("12345", {"123": 20_000}) == "000"
    assert decide("12345", {"123": 20_001}) == "123"


def test_the_census_table_is_whole():
    assert len(populations()) == 894
    assert sum(populations().values()) > 320_000_000
