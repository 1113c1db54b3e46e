"""Pick-ups are where the public directory says: set up, shown, and gone when the listing is."""

from datetime import time
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from beside.directory.models import (
    Address,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Visibility,
)
from beside.kernel import clock
from beside.kernel.models import Act
from beside.supply import listed
from beside.supply.core.places import PlaceKind
from beside.supply.mail import routing
from beside.supply.models import Place
from beside.supply.services import programs as services
from tests import people
from tests.supply import shared
from tests.supply.mail.shared import AT, ask, mailing, packer
from tests.supply.mail.test_asking import drawn, noon, said, send

__all__ = ["noon"]
pytestmark = pytest.mark.django_db


def library(name="Berea library", zip_code="40403", *, partner=None, **facts) -> Location:
    """A place as the directory lists it, with a street, hours and a phone."""
    of = Organization.objects.create(name=f"{name} office", partner=partner)
    made = Location.objects.create(
        name=name, organization=of, latitude=37.57, longitude=-84.29, **facts
    )
    Address.objects.create(location=made, address_1="319 Chestnut St", city="Berea",
                           state_province="KY", postal_code=zip_code)  # fmt: skip
    Phone.objects.create(location=made, number="859-555-0100")
    service = Service.objects.create(organization=of, name="Kits", offers=["naloxone"])
    ServiceAtLocation.objects.create(service=service, location=made)
    for day in ("MO", "TU", "WE", "TH", "FR"):
        Schedule.objects.create(location=made, freq="WEEKLY", byday=day, opens_at=time(9),
                                closes_at=time(17), timezone=-5)  # fmt: skip
    return made


@pytest.fixture
def desk() -> Place:
    program, *_ = mailing()
    return Place.objects.create(program=program, kind=PlaceKind.SITE, name="Front desk")


@pytest.fixture
def manager(client, desk):
    return people.sign_in(client, packer(desk.program, "program_manager"))


def page_of(place):
    return reverse("supply:stock_shelf_listed", args=[place.pk])


def test_a_shelf_becomes_a_pick_up_when_a_manager_says_what_the_directory_calls_it(
    client, manager, desk
):
    place = library()
    assert not routing.pick_ups(desk.program).exists()
    assert "319 Chestnut St" in said(client.get(page_of(desk)))
    answer = client.post(page_of(desk), {"location": str(place.pk)}, follow=True)
    assert "Listed as: Berea library" in said(answer)
    assert list(routing.pick_ups(desk.program)) == [desk]
    assert Act.objects.filter(verb="shelf_listed").exists()


def test_it_is_changed_and_taken_off_again(client, manager, desk):
    for place in (library(), library("Other library")):
        client.post(page_of(desk), {"location": str(place.pk)})
        desk.refresh_from_db()
        assert desk.location_id == place.pk
    client.post(page_of(desk), {"location": ""})
    assert not routing.pick_ups(desk.program).exists()
    assert Act.objects.filter(verb="shelf_listing_taken_off").exists()


def test_the_partners_own_places_come_first_then_those_of_its_area(desk):
    program = desk.program
    near, own = library("A near one"), library("The own one", "10001", partner=program.partner)
    far = library("A far one", "10001")
    Address.objects.filter(location__in=[far, own]).update(state_province="NY")
    found = listed.candidates(program, "", AT)
    assert [one.location_id for one in found] == [own.pk, near.pk]
    assert [one.is_own for one in found] == [True, False]
    assert [one.name for one in listed.candidates(program, "near berea", AT)] == ["A near one"]


def test_a_program_of_a_county_is_shown_places_of_that_county_only(desk):
    desk.program.counties = ["21151"]  # Madison
    library("In Madison", "40403-1200")
    library("In Fayette", "40507")
    assert [one.name for one in listed.candidates(desk.program, "", AT)] == ["In Madison"]


def test_as_long_as_nothing_is_typed_the_shelfs_own_county_is_shown(desk):
    library("In Madison")
    library("In Fayette", "40507")
    for typed, found in (("", ["In Madison"]), ("fayette", ["In Fayette"])):
        shown = listed.candidates(desk.program, typed, AT, county_fips="21151")
        assert [one.name for one in shown] == found


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.CONFIDENTIAL])
def test_what_is_not_public_cannot_be_chosen(client, manager, desk, visibility):
    place = library(visibility=visibility)
    assert "Chestnut" not in said(client.get(page_of(desk)))
    with pytest.raises(services.NotNameable):
        services.list_shelf(place=desk, location_id=place.pk, at=AT, by=people.person("packer"))
    client.post(page_of(desk), {"location": str(place.pk)})
    desk.refresh_from_db()
    assert desk.location_id is None


def test_a_storeroom_is_no_pick_up(client, manager, desk):
    room = shared.shelf(desk.program)
    assert client.get(page_of(room)).status_code == 404
    with pytest.raises(services.NotNameable):
        services.list_shelf(place=room, location_id=library().pk, at=AT, by=people.person("packer"))


def test_somebody_elses_shelf_is_not_there(client, desk):
    people.sign_in(client, packer(shared.program("seky"), "program_manager"))
    assert client.get(page_of(desk)).status_code == 404


@pytest.mark.parametrize(
    ("language", "hours"), [("en", "9 am to 5 pm"), ("es", "9 a. m. a 5 p. m.")]
)
def test_whoever_asks_sees_where_it_is_when_it_is_open_and_its_phone(
    client, noon, desk, language, hours
):
    desk.location_id = library().pk
    desk.save()
    shown = said(client.post(f"/{language}/kits/", {"zip": "40403"}))
    for told in ("319 Chestnut St, Berea, KY 40403", hours, "859-555-0100"):
        assert told in shown
    fields = drawn(client, noon, language=language) | {"where": f"site:{desk.pk}"}
    receipt = client.get(send(client, fields, language)["Location"])
    for told in ("319 Chestnut St, Berea, KY 40403", hours, "859-555-0100"):
        assert told in said(receipt)


def test_a_phone_stands_in_one_piece_and_nothing_written_is_taken_as_markup(desk):
    told = listed.Listed(desk.pk, "Library", "1 <b>Elm</b> St", "", "859-555-0100").line
    assert told == "1 &lt;b&gt;Elm&lt;/b&gt; St · <bdi>859-555-0100</bdi>"
    for sheet in ("design/public.css", "supply/inline/kits.css", "supply/inline/used.css"):
        found = [rule for rule in Path(finders.find(sheet)).read_text().split("}")
                 if " bdi" in rule and "small" in rule and "nowrap" in rule]  # fmt: skip
        assert found, sheet


@pytest.mark.parametrize(
    ("visibility", "why"),
    [(Visibility.UNLISTED, "its listing is not public now"),
     (Visibility.CONFIDENTIAL, "its listing is confidential now")],
)  # fmt: skip
def test_a_site_that_may_not_be_told_any_more_vanishes_and_staff_are_told_why(
    client, noon, desk, visibility, why
):
    place = library()
    desk.location_id = place.pk
    desk.save()
    fields = drawn(client, noon) | {"where": f"site:{desk.pk}"}
    Location.objects.filter(pk=place.pk).update(visibility=visibility)
    assert "Front desk" not in said(client.post("/en/kits/", {"zip": "40403"}))
    assert send(client, fields).status_code == 422
    people.sign_in(client, packer(desk.program, "program_manager"))
    for url in (reverse("supply:stock_program", args=[desk.program_id]), page_of(desk),
                reverse("supply:pick_ups")):  # fmt: skip
        shown = said(client.get(url))
        assert why in shown, url
        assert "Chestnut" not in shown, url


def test_who_asked_before_is_no_longer_told_the_street_of_a_confidential_place(client, desk):
    place = library()
    desk.location_id = place.pk
    desk.save()
    from tests.supply.mail.shared import place as asked

    token = asked(desk.program, site=desk, at=clock.now()).token
    Location.objects.filter(pk=place.pk).update(visibility=Visibility.CONFIDENTIAL)
    assert "Chestnut" not in said(client.get(reverse("supply:kits_receipt", args=[token])))


def test_a_late_request_stands_on_the_front_page_of_those_who_pack(client):
    program, *_ = mailing()
    ask(program, at=clock.now().replace(year=2020))
    people.sign_in(client, packer(program))
    assert "1 request is late" in said(client.get("/en/staff/"))
    people.sign_in(client, people.person("navigator"))
    assert "request is late" not in said(client.get("/en/staff/"))
