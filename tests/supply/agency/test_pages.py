"""Every page of the cabinet opens, for whom it is."""

import pytest
from django.urls import reverse

from tests import people as folk
from tests.rules import samples
from tests.supply.agency import samples as own
from tests.supply.agency import shared

pytestmark = pytest.mark.django_db

PUBLIC = ("agency_ask", "agency_asked", "box", "box_thanks", "agency_page", "agency_new_order",
          "agency_order", "agency_facts", "agency_every", "agency_used")  # fmt: skip
STAFF = ("orders", "orders_file", "order", "order_label", "order_slip", "order_pick_list",
         "agencies", "add_agency", "bring_agencies", "agencies_template",
         "agency", "order_terms", "machines", "new_machine", "machine",
         "visit_machine", "machine_poster", "left_behind", "left_import", "left_file", "outings",
         "outing")  # fmt: skip


def address(name: str) -> str:
    made = samples._samples.get(f"supply:{name}")
    return reverse(f"supply:{name}", kwargs=made() if made else {})


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_for_anyone_opens_without_a_cookie(client, name):
    answer = client.get(address(name))

    assert answer.status_code == 200
    assert not answer.cookies
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("name", STAFF)
def test_a_page_of_staff_opens_for_who_runs_the_program(client, name):
    at = address(name)
    folk.sign_in(client, shared.staff())

    assert client.get(at).status_code == 200


@pytest.mark.parametrize("name", ["order", "agency", "machine", "outing"])
def test_rows_of_another_program_are_not_here(client, name):
    at = address(name)
    stranger = folk.person("program_manager")
    folk.sign_in(client, stranger)

    assert client.get(at).status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_full_of_things_open_in_both_languages(client, language):
    own.visit(), own.left(), own.outing(), own.saved()
    order = shared.order(shared.agency("Another Shelter"))
    folk.sign_in(client, shared.staff())
    with_rows = [reverse(f"supply:{name}") for name in
                 ("orders", "agencies", "machines", "left_behind", "outings")]  # fmt: skip
    for path in [*with_rows, reverse("supply:order", args=[order.pk])]:
        answer = client.get(path.replace("/en/", f"/{language}/"))
        assert answer.status_code == 200
        assert "Another" in answer.content.decode() or "Example" in answer.content.decode()
