"""The HSDS API answers as HSDS says, and every answer fits the published schemas."""

import json
import uuid

import pytest

from beside.directory import models as m
from tests.directory.hsds.judge import faults, must_be_valid

pytestmark = [pytest.mark.django_db, pytest.mark.urls("beside.directory.machine_urls")]

LISTS = {
    "services": "service_list",
    "organizations": "organization_list",
    "service_at_locations": "service_at_location_list",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
ONES = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


def more_services(organization, count):
    m.Service.objects.bulk_create(
        m.Service(organization=organization, name=f"Service {n:03}") for n in range(count)
    )


def test_the_front_door_says_version_profile_and_description(client, directory):
    about = client.get("/hsds/").json()

    assert about["version"] == "3.1"
    assert client.get("/hsds/profile").json()["patches"]
    assert client.get("/hsds/openapi.json").json()["openapi"] == "3.1.0"


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("how", ["get", "post"])
def test_every_item_of_every_list_is_valid(client, directory, name, how):
    page = getattr(client, how)(f"/hsds/{name}").json()

    assert page["contents"]
    for item in page["contents"]:
        must_be_valid(item, LISTS[name])


@pytest.mark.parametrize("name", ONES)
def test_every_whole_record_is_valid(client, directory, name):
    for item in client.get(f"/hsds/{name}").json()["contents"]:
        must_be_valid(client.get(f"/hsds/{name}/{item['id']}").json(), ONES[name])


@pytest.mark.parametrize("name", ["services", "organizations", "service_at_locations"])
def test_full_lists_hold_whole_valid_records(client, directory, name):
    [item] = client.get(f"/hsds/{name}?full=true").json()["contents"]

    must_be_valid(item, ONES[name])
    assert item == client.get(f"/hsds/{name}/{item['id']}").json()


def test_a_minimal_list_holds_ids_and_dates_in_one_page(client, directory):
    more_services(directory, 120)

    page = client.get("/hsds/services?minimal=true").json()

    assert page["size"] == 121
    assert all(item["id"] and item["modified_date"] for item in page["contents"])
    must_be_valid(page["contents"][0], "service_list")


def test_an_organization_tells_its_services_simply_or_whole(client, directory):
    simple = client.get(f"/hsds/organizations/{directory.pk}").json()
    whole = client.get(f"/hsds/organizations/{directory.pk}?full_service=true").json()

    assert "phones" not in simple["services"][0]
    assert whole["services"][0]["phones"]
    must_be_valid(whole, "organization")


def test_the_first_the_last_and_the_page_beyond(client, directory):
    more_services(directory, 4)

    first, last, beyond = (
        client.get(f"/hsds/services?per_page=2&page={page}").json() for page in (1, 3, 4)
    )

    assert {key: first[key] for key in first if key != "contents"} == {
        "total_items": 5, "total_pages": 3, "page_number": 1, "size": 2,
        "first_page": True, "last_page": False, "empty": False,
    }  # fmt: skip
    assert (last["size"], last["first_page"], last["last_page"]) == (1, False, True)
    assert (beyond["contents"], beyond["empty"], beyond["page_number"]) == ([], True, 4)


def test_a_page_of_one_and_the_largest_page(client, directory):
    more_services(directory, 2)

    assert client.get("/hsds/services?per_page=1").json()["total_pages"] == 3
    assert client.get("/hsds/services?per_page=500").json()["size"] == 3


def test_an_empty_list_has_one_envelope_and_no_pages(client):
    page = client.get("/hsds/services").json()

    assert (page["total_items"], page["total_pages"], page["empty"]) == (0, 0, True)
    assert page["first_page"]
    assert page["last_page"]


@pytest.mark.parametrize(
    "question",
    [
        "page=0", "page=-1", "page=x", "per_page=0", "per_page=501", "format=xml", "full=maybe",
        "taxonomy_id=7", "modified_after=soon", "proximity=5", "postcode=40403&proximity=-1",
        "colour=red", "search=%00",
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_read_is_refused_in_words(client, question):
    response = client.get(f"/hsds/service_at_locations?{question}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]


@pytest.mark.parametrize("key", ["nonsense", "6f2b1c1e-93a5-4b6e-8a54-0b1c5b1f7a10", "%00"])
def test_a_record_that_is_not_here_is_not_found(client, db, key):
    assert client.get(f"/hsds/services/{key}").status_code == 404


def test_filters_all_apply_together(client, directory):
    term = m.TaxonomyTerm.objects.get(code="106-1")
    both = f"taxonomy_term_id={term.pk}&organization_id={directory.pk}"

    assert client.get(f"/hsds/services?{both}").json()["total_items"] == 1
    assert client.get(f"/hsds/services?{both}&search=methadone").json()["total_items"] == 0
    assert client.get(f"/hsds/services?{both}&search=naloxone").json()["total_items"] == 1
    other = f"taxonomy_term_id={term.pk}&organization_id={uuid.uuid4()}"
    assert client.get(f"/hsds/services?{other}").json()["total_items"] == 0


@pytest.mark.parametrize("name", ["services", "organizations", "service_at_locations"])
def test_a_taxonomy_finds_all_that_bears_its_terms(client, directory, name):
    taxonomy = m.Taxonomy.objects.get()

    found = client.get(f"/hsds/{name}?taxonomy_id={taxonomy.pk}").json()
    other = client.get(f"/hsds/{name}?taxonomy_id={uuid.uuid4()}").json()

    assert (found["total_items"], other["total_items"]) == (1, 0)


def test_modified_after_counts_the_moment_itself(client, directory):
    def count(moment):
        return client.get(f"/hsds/services?modified_after={moment}").json()["total_items"]

    assert (count("2026-03-01T12:00:00Z"), count("2026-03-01T12:00:01Z")) == (1, 0)


def test_terms_on_top_and_terms_below_one(client, directory):
    top = m.TaxonomyTerm.objects.get(code="106")

    on_top = client.get("/hsds/taxonomy_terms?top_only=true").json()["contents"]
    below = client.get(f"/hsds/taxonomy_terms?parent_id={top.pk}").json()["contents"]

    assert [term["code"] for term in on_top] == ["106"]
    assert [term["code"] for term in below] == ["106-1"]


@pytest.mark.parametrize("name", LISTS)
def test_a_stream_has_one_valid_record_a_line(client, directory, name):
    response = client.get(f"/hsds/{name}?format=ndjson")

    lines = b"".join(response.streaming_content).splitlines()
    assert lines
    for line in lines:
        must_be_valid(json.loads(line), LISTS[name])


def test_a_posted_question_may_be_json_or_a_form(client, directory):
    posted = {"search": "naloxone", "per_page": 1}

    as_json = client.post("/hsds/services", json.dumps(posted), content_type="application/json")
    as_form = client.post("/hsds/services", posted)

    assert as_json.json() == as_form.json()
    assert as_json["Cache-Control"] == "no-store"


def test_an_unchanged_answer_is_not_sent_twice(client, directory):
    first = client.get("/hsds/services")

    again = client.get("/hsds/services", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first["Last-Modified"] == "Sun, 01 Mar 2026 12:00:00 GMT"


def test_any_site_may_read_and_none_may_write(client, directory):
    assert client.get("/hsds/services")["Access-Control-Allow-Origin"] == "*"
    assert client.delete("/hsds/services").status_code == 405
    assert client.options("/hsds/services")["Allow"] == "GET, POST, OPTIONS"


def test_the_number_of_queries_does_not_grow_with_the_page(
    client, directory, django_assert_max_num_queries
):
    for n in range(30):
        service = m.Service.objects.create(organization=directory, name=f"Service {n}")
        m.Phone.objects.create(service=service, number="859-555-0102")

    with django_assert_max_num_queries(75):
        page = client.get("/hsds/services?full=true").json()

    assert page["size"] == 31


def test_an_answer_carries_our_profile(client, directory):
    [item] = client.get("/hsds/services").json()["contents"]

    assert item["offers"] == ["naloxone"]
    assert item["walk_in"] is True
    assert item["organization"]["source_list"] == {
        "name": "Old list", "unreliable": True, "year": 2020,
    }  # fmt: skip


def test_a_bad_address_really_fails_the_judge():
    service = {"id": str(uuid.uuid4()), "name": "Kits", "status": "active"}

    assert faults({**service, "url": "example/counselling"}, "service")
    assert faults({**service, "email": "email-example_com"}, "service")
    assert faults({**service, "last_modified": "yesterday"}, "service")
    assert not faults(service, "service")
