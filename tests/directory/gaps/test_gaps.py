import csv
import io

import pytest

from beside.directory.core.offers import Offer
from beside.directory.gaps import map as gap_map
from beside.directory.gaps import queries
from beside.directory.gaps.asked import Asked
from beside.directory.models import Address, Location, Organization, Service, ServiceAtLocation
from tests import people
from tests.directory import town

PAGE = "/en/staff/directory/gaps/"


@pytest.fixture
def place(db):
    def make(offers, lat=38.04, lon=-84.50, **facts):
        organization = Organization.objects.create(name="Clinic")
        service = Service.objects.create(
            organization=organization, name="Care", offers=offers, **facts
        )
        location = Location.objects.create(latitude=lat, longitude=lon)
        Address.objects.create(
            location=location, address_1="1 Main St", city="Lexington", state_province="KY"
        )
        ServiceAtLocation.objects.create(service=service, location=location)
        return service

    return make


@pytest.fixture
def reader(client, db):
    return people.sign_in(client, people.person("epidemiologist"))


def kentucky(what=Offer.METHADONE, far=15, by="county"):
    return Asked(what, "KY", far, by)


def test_everybody_is_counted_once_whatever_the_bands(place):
    place(["methadone"])

    found = queries.gaps(kentucky())

    assert found.people == sum(band.people for band in found.bands)
    assert 4_300_000 < found.people < 4_700_000  # ACS 2018-2022: 4,502,935


def test_lexington_is_near_a_place_in_lexington_and_paducah_is_far(place):
    place(["methadone"])

    areas = {area.name: area for area in queries.gaps(kentucky()).areas}

    assert areas["Fayette County"].share < 0.05
    assert areas["McCracken County"].share == 1.0


def test_another_kind_of_help_does_not_count(place):
    place(["food"])

    found = queries.gaps(kentucky())

    assert found.sites == 0
    assert found.far_people == found.people


@pytest.mark.parametrize(
    "facts", [{"visibility": "confidential"}, {"visibility": "unlisted"}, {"status": "defunct"}]
)
def test_a_place_nobody_may_go_to_does_not_count(place, facts):
    place(["methadone"], **facts)

    assert queries.sites_with(Offer.METHADONE) == []


def test_a_place_found_closed_for_good_or_a_mere_letter_box_does_not_count(place):
    closed, letters = (place(["methadone"]).service_at_locations.get().location for _ in range(2))
    town.checked(closed, days_ago=2, finding="closed")
    Location.objects.filter(pk=letters.pk).update(location_type=Location.Type.POSTAL)

    assert queries.sites_with(Offer.METHADONE) == []


def test_those_who_live_far_are_never_more_when_far_is_farther(place):
    place(["methadone"])

    far = [queries.gaps(kentucky(far=miles)).far_people for miles in (5, 15, 30)]

    assert far == sorted(far, reverse=True)


def test_zip_areas_and_counties_agree_on_the_whole(place):
    place(["methadone"])
    by_zip = queries.gaps(kentucky(by="zip"))

    assert sum(area.far_people for area in by_zip.areas) == pytest.approx(
        by_zip.far_people, rel=0.001
    )


@pytest.mark.parametrize(
    ("share", "step"), [(0, 0), (0.0099, 0), (0.01, 1), (0.1, 2), (0.25, 3), (0.5, 4), (1, 4)]
)
def test_a_shade_begins_where_the_legend_says(share, step):
    assert gap_map.step_of(share) == step


def test_the_page_says_it_in_a_sentence_and_draws_every_county(reader, place):
    place(["methadone"])

    answer = reader.get(PAGE, {"what": "methadone", "state": "KY"})

    text = answer.content.decode()
    assert "In Kentucky," in text
    assert len(answer.context["page"].map.counties) == 120
    assert "Set-Cookie" not in answer.headers


def test_a_kind_that_nobody_lists_is_said_to_be_unknown_rather_than_a_gap(reader, place):
    place(["methadone"])

    text = reader.get(PAGE, {"what": "naltrexone"}).content.decode()

    assert "nobody has told the directory" in text


def test_the_table_is_taken_away_with_its_source(reader, place):
    place(["methadone"])

    answer = reader.get("/en/staff/directory/gaps.csv", {"what": "methadone", "state": "KY"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))

    assert len(rows) == 120
    assert rows[0]["people_source"] == "ACS 2018-2022, estimate"


def test_without_listings_the_page_says_what_to_do(reader):
    assert "Import a list" in reader.get(PAGE).content.decode()
