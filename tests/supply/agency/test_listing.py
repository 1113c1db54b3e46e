"""An organization that wishes it comes into the public directory; nobody else ever does."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from beside.directory import access as public
from beside.directory.finder import standing
from beside.directory.models import (
    Address,
    Edit,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    Verification,
)
from beside.kernel import deadlines
from beside.kernel.models import Act
from beside.privacy.models import Opening
from beside.supply.agency import sealed
from beside.supply.core.listing import Why
from beside.supply.models import Agency, AgencyListing, Order
from beside.supply.services import (
    deciding,
    filling,
    letting_in,
    listing_agencies,
    programs,
)
from beside.supply.services.letting_in import Door
from tests import people as folk
from tests.directory.test_confidential_ways import ways
from tests.supply import shared as stock
from tests.supply.agency import shared
from tests.supply.agency.shared import AT, STREET

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SECRETS = ("Example Haven", "12 Example Street")


@pytest.fixture(autouse=True)
def index():
    standing.forget()
    yield
    standing.forget()


def keep_door(agency, *, ship_to=STREET, confidential=False, listed=True):
    door = Door(ship_to, "21151", confidential, listed)
    letting_in.keep_door(agency=agency, door=door, by=None, at=AT)
    return fresh(agency)


def fresh(agency):
    return Agency.objects.select_related("program", "place").get(pk=agency.pk)


def wishing(name="Example Haven"):
    return keep_door(shared.agency(name))


def shown(agency, by=None):
    by = by or shared.staff()
    return listing_agencies.list_agency(agency=agency, seen=agency.ship_to_id, by=by, at=AT)


def shipped(agency):
    by, shelf = shared.staff(), shared.filled_shelf(4)
    order = shared.order(agency)
    deciding.approve_order(order=order, by=by, at=AT)
    filling.set_aside_order(order=shared.fresh(order), shelf=shelf, by=by, at=AT)
    filling.ship_order(order=shared.fresh(order), carrier="", tracking="", by=by, at=AT)
    assert Order.objects.get(pk=order.pk).shipped_at


def leaks(client):
    standing.forget()
    return {
        way for way, said in ways(client, []) for word in SECRETS if word.encode() in said
    }  # fmt: skip


def test_who_wishes_it_and_is_let_in_is_found_after_one_button(client):
    agency = wishing()
    shipped(agency)
    shown(agency)

    page = client.get(reverse("directory:find"), {"near": "40403"}).content.decode()
    assert "Example Haven" in page
    assert "12 Example Street" in page
    pair = public.public_services_at_locations().get()
    assert pair.service.offers == ["naloxone"]
    assert pair.service.naloxone_products == ["nasal_4mg"]
    assert pair.location.name == "Example Haven"


def test_the_listing_says_where_it_is_from_and_who_looked_and_nobodys_phone():
    by = shared.staff()
    row = shown(wishing(), by)

    service = Service.objects.get(pk=row.service_id)
    looked = Verification.objects.filter(check_id=row.check_id)
    assert service.source.publisher == "Kentucky River Harm Reduction"
    assert {(one.by, one.method, one.finding) for one in looked} == {(by, "self", "right")}
    assert Edit.objects.filter(service=service, by=by).exists()
    assert not service.phones.exists()
    assert not Address.objects.exclude(attention="").exists()


def test_the_address_is_opened_for_this_purpose_and_that_is_on_record():
    shown(wishing())

    assert Opening.objects.filter(purpose=sealed.LIST).count() == 1
    assert Act.objects.filter(verb="agency_listed").count() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"list_publicly": False}, Why.NOT_WANTED),
        ({"is_confidential": True, "list_publicly": False, "county_fips": ""}, Why.CONFIDENTIAL),
        ({"state": "closed"}, Why.NOT_OPEN),
        ({"standing_order_until_date": date(2026, 11, 22)}, Why.LAPSED),
        ({"is_po_box": True}, Why.NO_DOOR),
    ],
)
def test_who_may_not_is_not_listed_and_the_reason_is_said(client, change, why):
    agency = wishing()
    Agency.objects.filter(pk=agency.pk).update(**change)

    with pytest.raises(listing_agencies.MayNot) as refused:
        shown(fresh(agency))
    assert refused.value.why == why
    assert not AgencyListing.objects.exists()
    assert leaks(client) == set()


def test_what_staff_did_not_see_is_not_made_public():
    agency = wishing()
    seen = agency.ship_to_id
    keep_door(agency)

    with pytest.raises(listing_agencies.ChangedSince):
        listing_agencies.list_agency(agency=agency, seen=seen, by=shared.staff(), at=AT)


def test_no_takes_it_off_at_once_and_yes_needs_the_button_again(client):
    agency = wishing()
    shown(agency)
    assert leaks(client)
    agency = keep_door(agency, listed=False)
    assert leaks(client) == set()

    agency = keep_door(agency)
    assert leaks(client) == set()
    shown(agency)
    assert Service.objects.count() == Location.objects.count() == Organization.objects.count() == 1
    assert "find" in leaks(client)


def test_a_place_that_becomes_confidential_leaves_no_trace_in_the_directory(client):
    agency = wishing()
    row = shown(agency)
    keep_door(agency, confidential=True, listed=False)

    assert leaks(client) == set()
    for model in (Service, Location, Organization, Address, Edit, Verification):
        assert not model.objects.exists()
    assert AgencyListing.objects.get(pk=row.pk).why == "confidential"


def test_a_confidential_place_that_the_directory_knew_before_is_hidden_whole(client):
    agency = wishing()
    known = already_known(agency)
    shown(agency)
    keep_door(agency, confidential=True, listed=False)

    assert leaks(client) == set()
    assert Location.objects.get(pk=known.location_id).visibility == "confidential"


def already_known(agency):
    organization = Organization.objects.create(name=agency.name)
    place = Location.objects.create(
        organization=organization, name=agency.name, latitude=37.57, longitude=-84.29
    )
    Address.objects.create(location=place, address_1="12 example street", city="Berea",
                           state_province="KY", postal_code="40403-1234", country="US")  # fmt: skip
    service = Service.objects.create(organization=organization, name="Food", offers=["food"])
    return ServiceAtLocation.objects.create(service=service, location=place)


def test_a_place_that_the_directory_knows_is_changed_and_not_doubled():
    agency = wishing()
    pair = already_known(agency)
    row = shown(agency)

    service = Service.objects.get()
    assert (row.service_id, row.is_written) == (pair.service_id, False)
    assert service.offers == ["food", "naloxone"]
    listing_agencies.unlist_agency(agency=agency, by=shared.staff(), at=AT)
    service.refresh_from_db()
    assert (service.offers, service.visibility) == (["food"], "public")


def test_what_the_directory_hides_stays_hidden():
    agency = wishing()
    Organization.objects.create(name="example haven", visibility="confidential")

    with pytest.raises(listing_agencies.HiddenThere):
        shown(agency)


def test_another_address_takes_the_old_one_off():
    agency = wishing()
    shown(agency)
    moved = sealed.ShipTo("", "99 Other Street", "", "Berea", "KY", "40403")
    keep_door(agency, ship_to=moved)

    assert not Address.objects.exists()
    assert AgencyListing.objects.get().why == "moved"


def test_the_same_address_kept_again_stays():
    agency = wishing()
    shown(agency)
    keep_door(agency)

    assert AgencyListing.objects.get().ended_at is None


def test_closed_or_its_program_paused_it_is_off():
    first, second = wishing(), wishing("Example Library")
    shown(first)
    shown(second)
    letting_in.close_agency(agency=first, by=shared.staff(), at=AT)
    assert public.public_services_at_locations().count() == 1

    programs.change_program(
        program=stock.program(), facts={"is_open": False}, by=shared.staff(), at=AT
    )
    assert not public.public_services_at_locations().exists()
    assert not public.public_organizations().exists()
    assert not public.public_locations().exists()


def test_when_its_standing_order_ends_it_leaves_by_itself():
    agency = wishing()
    Agency.objects.filter(pk=agency.pk).update(standing_order_until_date=date(2026, 11, 30))
    row = shown(fresh(agency))
    assert row.due_at.isoformat() == "2026-12-01T00:00:00-05:00"

    listing_agencies.let_listing_lapse(agency_id=agency.pk, missed=row.due_at, at=row.due_at)
    assert AgencyListing.objects.get().why == "lapsed"
    assert not public.public_services().exists()
    with pytest.raises(deadlines.Overtaken):
        listing_agencies.let_listing_lapse(agency_id=agency.pk, missed=row.due_at, at=row.due_at)


def test_a_standing_order_that_is_renewed_in_time_keeps_it():
    agency = wishing()
    Agency.objects.filter(pk=agency.pk).update(standing_order_until_date=date(2026, 11, 30))
    row = shown(fresh(agency))
    letting_in.keep_papers(
        agency=agency, facts={"standing_order_until_date": date(2027, 11, 30)}, by=None, at=AT
    )

    kept = AgencyListing.objects.get()
    assert kept.due_at > row.due_at
    assert kept.ended_at is None


def test_staff_see_what_will_be_public_press_and_may_undo(client):
    agency, user = wishing(), shared.staff()
    folk.sign_in(client, user)
    before = client.get(reverse("supply:agency", args=[agency.pk])).content.decode()
    assert "12 Example Street" not in before
    at = reverse("supply:agency_open", args=[agency.pk, "listing"])
    assert "12 Example Street" in client.post(at).content.decode()
    address = reverse("supply:agency_list", args=[agency.pk])

    page = client.post(address, {"seen": str(agency.ship_to_id)}, follow=True).content.decode()
    assert "It is in the public directory now." in page
    assert public.public_locations().exists()
    client.post(reverse("supply:agency_act", args=[agency.pk, "unlist"]))
    assert not public.public_locations().exists()


def test_no_way_lists_a_confidential_agency_whatever_is_posted(client):
    agency, user = keep_door(wishing(), confidential=True, listed=False), shared.staff()
    folk.sign_in(client, user)
    shown_page = client.post(reverse("supply:agency_open", args=[agency.pk, "listing"]))
    assert "12 Example Street" not in shown_page.content.decode()
    for seen in (str(agency.ship_to_id), "", "nonsense"):
        client.post(reverse("supply:agency_list", args=[agency.pk]), {"seen": seen})

    client.logout()
    assert leaks(client) == set()
    assert not Location.objects.exists()


def test_another_programs_staff_cannot_list_it(client):
    agency = wishing()
    folk.sign_in(client, folk.person("program_manager"))
    answer = client.post(
        reverse("supply:agency_list", args=[agency.pk]), {"seen": str(agency.ship_to_id)}
    )
    assert answer.status_code == 404
