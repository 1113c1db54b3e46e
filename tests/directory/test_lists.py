"""The flat list asks the database the same few questions however long it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beside.directory import models as m
from beside.directory.exports import lists
from tests.directory import town

pytestmark = pytest.mark.django_db


def asked(public):
    with CaptureQueriesContext(connection) as told:
        found = list(lists.lines(public=public))
    return found, len(told.captured_queries)


@pytest.mark.parametrize("public", [True, False])
def test_ten_times_the_places_ask_no_more_questions(public):
    for number in range(3):
        town.place(f"House {number}", "naloxone")
    few, questions = asked(public)
    for number in range(3, 30):
        town.place(f"House {number}", "naloxone")

    many, more = asked(public)

    assert (len(few), len(many)) == (4, 31)
    assert more == questions <= 4


def test_a_line_has_the_nearest_number_and_the_physical_address():
    place = town.place("River House", "naloxone")
    pair = place.service_at_locations.get()
    m.Address.objects.create(location=place, address_1="PO Box 1", address_type="mailing")
    [_, line] = list(lists.lines(public=True))
    told = dict(zip(lists.HEADERS, line, strict=True))
    assert (told["address"], told["phone"]) == ("1 Main Street", "(859) 555-0100")

    m.Phone.objects.create(service=pair.service, number="of the service")
    m.Phone.objects.create(service_at_location=pair, number="of the service here")
    [_, line] = list(lists.lines(public=True))

    assert line[lists.HEADERS.index("phone")] == "of the service here"


def test_a_person_s_number_is_in_no_list_for_the_public():
    place = town.place("River House", "naloxone")
    place.phones.all().delete()
    service = m.Service.objects.get()
    person = m.Contact.objects.create(service=service, name="Ann Persona")
    m.Phone.objects.create(contact=person, service=service, number="859-555-0199")

    assert "859-555-0199" not in str(asked(True)[0])
    assert "859-555-0199" in str(asked(False)[0])
