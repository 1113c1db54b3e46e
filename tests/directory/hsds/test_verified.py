"""What the API says of checking, and finding services near a ZIP code."""

import pytest
from django.contrib.auth import get_user_model

from beside.directory import models as m
from tests.directory import town
from tests.directory.hsds.judge import must_be_valid

pytestmark = [pytest.mark.django_db, pytest.mark.urls("beside.directory.machine_urls")]


def service_at(place):
    return m.Service.objects.get(service_at_locations__location=place)


def asked(client, row):
    kind = {m.Service: "services", m.ServiceAtLocation: "service_at_locations"}[type(row)]
    return client.get(f"/hsds/{kind}/{row.pk}").json()


def test_a_service_says_field_by_field_how_and_on_which_day_it_was_checked(client):
    place = town.place("River House", "naloxone")
    town.checked(place, days_ago=400, method="visit")
    check = town.checked(place, days_ago=3)
    m.Verification.objects.filter(check_id=check, field="hours").delete()

    told = asked(client, service_at(place))

    must_be_valid(told, "service")
    said = {one["field"]: one for one in told["verification"]}
    assert said.keys() == set(m.Verification.Field.values)
    assert said["phone"] == {
        "field": "phone", "checked_at": "2026-11-17T00:00:00Z", "method": "phone",
    }  # fmt: skip
    assert said["hours"]["method"] == "visit"


def test_a_place_says_it_too_and_nobody_who_checked_is_named(client):
    place = town.place("River House", "naloxone")
    person = get_user_model().objects.create(email="ann.persona@example.org")
    town.checked(place, days_ago=3)
    m.Verification.objects.update(by=person)

    answer = client.get(f"/hsds/service_at_locations/{place.service_at_locations.get().pk}")

    must_be_valid(answer.json(), "service_at_location")
    must_be_valid(answer.json()["location"], "location")
    assert {one["method"] for one in answer.json()["location"]["verification"]} == {"phone"}
    assert str(person.pk) not in answer.content.decode()
    assert "17:00" not in str(answer.json()["location"]["verification"])


@pytest.mark.parametrize("why", ["withdrawn", "no_answer", "hidden"])
def test_what_was_not_reached_withdrawn_or_hidden_is_not_told(client, why):
    place = town.place("River House", "naloxone")
    town.checked(place, days_ago=3, finding="no_answer" if why == "no_answer" else "right")
    if why == "withdrawn":
        m.Verification.objects.update(withdrawn_at=town.FRIDAY_NOON)
    if why == "hidden":
        m.Location.objects.update(visibility="unlisted")

    assert "verification" not in asked(client, service_at(place))


def test_of_a_service_at_two_places_only_what_was_checked_at_both_is_told(client):
    first, second = town.place("First", "naloxone"), town.place("Second", "naloxone")
    service = service_at(first)
    m.ServiceAtLocation.objects.create(service=service, location=second)
    town.checked(first, days_ago=3)
    assert "verification" not in asked(client, service)

    town.checked(second, days_ago=30, method="visit")

    assert {one["method"] for one in asked(client, service)["verification"]} == {"visit"}


def test_services_within_a_distance_of_a_zip_code_are_found_and_no_others(client):
    town.place("Here", "naloxone")
    town.place("Eight miles north", "naloxone", north=8 / 69)
    town.place("Far", "naloxone", north=2.0)

    def found(metres):
        address = f"/hsds/service_at_locations?postcode=40403&proximity={metres}"
        page = client.get(address).json()
        return {one["location"]["name"] for one in page["contents"]}, page["total_items"]

    assert found(8_000) == ({"Here"}, 1)
    assert found(30_000) == ({"Here", "Eight miles north"}, 2)
    assert found(900_000)[1] == 3


def test_a_search_near_a_zip_code_asks_for_both(client):
    town.place("Here", "naloxone")
    town.place("Also here", "shelter")

    page = client.get("/hsds/service_at_locations?postcode=40403&proximity=8000&search=also").json()

    assert [one["service"]["name"] for one in page["contents"]] == ["Also here service"]
    assert client.get("/hsds/service_at_locations?postcode=00000").status_code == 404
