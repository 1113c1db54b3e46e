"""Organizations from a spreadsheet: all of them or none, and their links in one go."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from beside.kernel.models import Act
from beside.privacy.models import Sealed
from beside.supply.agency import bringing
from beside.supply.agency.views.bringing import EXAMPLE
from beside.supply.models import Agency, AgencyImport, AgencyLink, Place
from tests import people as folk
from tests.supply import shared as stock
from tests.supply.agency import shared

pytestmark = pytest.mark.django_db
HEAD = "name,kind,person,email,phone,street,city,state,zip,confidential,list publicly"
GOOD = (
    "Example Library,library,Alex Example,alex@example.org,859 555 0123,"
    "12 Example Street,Berea,KY,40403,no,yes"
)
SHELTER = "Example Haven,shelter,Bo Example,bo@example.org,,9 Hidden Way,Berea,KY,40403,yes,no"


@pytest.fixture
def user(client):
    stock.program()
    made = shared.staff()
    folk.sign_in(client, made)
    return made


def look(client, *rows, head=HEAD, name="list.csv"):
    file = io.BytesIO("\n".join([head, *rows]).encode())
    file.name = name
    at = reverse("supply:bring_agencies")
    return client.post(at, {"program": str(stock.program().pk), "file": file})


def keep(client, looked, **more):
    packed = looked.context["page"].packed
    return client.post(reverse("supply:bring_agencies"), {"packed": packed}, **more)


def test_a_list_is_looked_at_first_and_kept_once(client, user):
    looked = look(client, GOOD, SHELTER)
    assert looked.status_code == 200
    assert not Agency.objects.exists()
    page = keep(client, looked, follow=True).content.decode()

    assert "2 organizations are here" in page
    library, haven = Agency.objects.order_by("-name")
    assert (library.state, library.list_publicly, library.county_fips) == ("open", True, "21151")
    assert (haven.is_confidential, haven.county_fips) == (True, "")
    again = keep(client, looked)
    assert again.status_code == 422
    assert Agency.objects.count() == 2


def test_contact_and_address_are_sealed(client, user):
    keep(client, look(client, GOOD))
    one = Agency.objects.get()

    assert Sealed.objects.filter(pk__in=[one.contact_id, one.ship_to_id]).count() == 2
    assert "12 Example Street" not in str(vars(one)) + str(vars(one.place))


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (GOOD.replace("library,", "lighthouse,", 1), "kind", "is none of the kinds"),
        (GOOD.replace("alex@example.org", "alex"), "email", "is no e-mail address"),
        (GOOD.replace("859 555 0123", "12"), "phone", "is no phone number we can ring"),
        (GOOD.replace("40403", "00000"), "zip", "is no ZIP code, or its state is none"),
        (GOOD.replace("KY", "OH"), "state", "is not the state of this ZIP code"),
        (GOOD.replace("Berea", ""), "city", "an address needs this too"),
        (GOOD.replace("no,yes", "perhaps,yes"), "confidential", "is neither yes nor no"),
        (GOOD.replace("no,yes", "yes,yes"), "listed", "a confidential place is never listed"),
        (GOOD.replace("Example Library", ""), "name", "is empty"),
        (GOOD.replace("Alex Example", "A" * 81), "person", "is too long"),
    ],
)
def test_a_broken_row_keeps_the_whole_list_out(client, user, row, column, reason):
    looked = look(client, SHELTER, row)

    assert looked.status_code == 422
    faults = looked.context["page"].faults
    assert (3, column, reason) in [(one.row, one.column, one.reason) for one in faults]
    assert not Agency.objects.exists()


def test_a_name_twice_or_known_is_named(client, user):
    shared.agency("Example Haven")
    looked = look(client, GOOD, GOOD, SHELTER)

    assert [(one.row, one.reason) for one in looked.context["page"].faults] == [
        (3, "stands in the list twice"), (4, "is here already under the same name"),
    ]  # fmt: skip


def test_a_missing_column_and_a_file_that_is_none_are_said(client, user):
    looked = look(client, "Example Library", head="name")
    assert {one.column for one in looked.context["page"].faults} == {"kind", "person", "email"}

    assert look(client, "\x00").context["page"].is_unreadable
    assert look(client).context["page"].is_empty


def test_who_came_in_between_keeps_the_list_out(client, user):
    looked = look(client, GOOD, SHELTER)
    shared.agency("example library")

    assert keep(client, looked).status_code == 422
    assert Agency.objects.count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_can_be_brought_in_as_it_is(client, user, kind):
    made = client.get(reverse("supply:agencies_template", args=[kind])).content
    if kind == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
        assert rows == [list(bringing.TEMPLATE), list(EXAMPLE)]
    file = io.BytesIO(made)
    file.name = f"list.{kind}"
    at = reverse("supply:bring_agencies")
    looked = client.post(at, {"program": str(stock.program().pk), "file": file})

    assert looked.status_code == 200, looked.context["page"].faults
    assert looked.context["page"].rows[0].asked.contact.phone == "+18595550123"


def test_links_are_made_afterwards_in_one_go(client, user):
    keep(client, look(client, GOOD, SHELTER))
    assert not AgencyLink.objects.exists()
    assert "2 organizations of" in client.get(reverse("supply:agencies")).content.decode()
    client.post(reverse("supply:agency_links", args=[stock.program().pk]))
    assert AgencyLink.objects.count() == 2

    client.post(reverse("supply:agency_links", args=[stock.program().pk]))
    assert AgencyLink.objects.count() == 2
    taken = client.post(reverse("supply:agency_links_file", args=[stock.program().pk, "csv"]))
    token = shared.token_of(Agency.objects.get(name="Example Haven"))
    assert token in taken.content.decode()
    assert Act.objects.filter(verb="orders_taken").exists()


def test_undone_as_long_as_nobody_did_anything(client, user):
    keep(client, look(client, GOOD, SHELTER))
    sealed = list(Agency.objects.values_list("contact_id", flat=True))
    at = reverse("supply:undo_agencies", args=[AgencyImport.objects.get().pk])
    client.post(at)

    assert not Agency.objects.exists()
    assert not Place.objects.filter(kind="agency").exists()
    assert not Sealed.objects.filter(pk__in=sealed).exists()
    assert "undone already" in client.post(at, follow=True).content.decode()


def test_not_undone_once_one_of_them_ordered(client, user):
    keep(client, look(client, GOOD, SHELTER))
    library = Agency.objects.get(name="Example Library")
    shared.order(library)
    at = reverse("supply:undo_agencies", args=[AgencyImport.objects.get().pk])

    assert "Example Library" in client.post(at, follow=True).content.decode()
    assert Agency.objects.count() == 2


def test_nobody_brings_a_list_into_another_program(client, user):
    looked = look(client, GOOD)
    folk.sign_in(client, folk.person("program_manager"))

    assert keep(client, looked).status_code == 404
