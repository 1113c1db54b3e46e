import csv
import io
import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from beside.directory.finder import expect, reading
from beside.directory.models import Edit, Organization, SavedFilter, Service, Unit
from beside.kernel import clock, house
from tests import people

LIST = "/en/staff/directory/"


def page_of(service):
    return reverse("directory:listing", args=[service.pk])


def save(desk, service, part, row=None, **given):
    args = [service.pk, part, *([row.pk] if row else [])]
    name = "directory:save_row" if row else "directory:save_part"
    return desk.post(
        reverse(name, args=args), {f"{part}-{name}": value for name, value in given.items()},
    )  # fmt: skip


def test_the_list_finds_a_listing_by_its_town(desk, service):
    Service.objects.create(organization=service.organization, name="Elsewhere")

    page = desk.get(LIST, {"q": "berea"}).content.decode()

    assert "Naloxone at the desk" in page
    assert "Elsewhere" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"offer": "naloxone"}, ["Naloxone at the desk"]),
        ({"offer": "food"}, []),
        ({"state": "KY"}, ["Naloxone at the desk"]),
        ({"state": "OH"}, []),
        ({"missing": "phone"}, ["Bare"]),
        ({"missing": "offers"}, ["Bare"]),
        ({"missing": "point"}, ["Bare"]),
        ({"missing": "hours"}, ["Bare", "Naloxone at the desk"]),
        ({"visibility": "nonsense"}, ["Bare", "Naloxone at the desk"]),
    ],
)
def test_all_that_a_filter_asks_must_hold(desk, service, asked, found):
    Service.objects.create(organization=service.organization, name="Bare")

    page = desk.get(LIST, asked).context["page"]

    assert [row.name for row in page.rows] == found


def test_a_confidential_listing_is_not_there_for_those_who_do_not_publish(client, service):
    Service.objects.filter(pk=service.pk).update(visibility="confidential")
    people.sign_in(client, people.person("navigator"))

    assert "Naloxone at the desk" not in client.get(LIST).content.decode()
    assert client.get(page_of(service)).status_code == 404
    assert "Naloxone" not in _text(client.get(f"{LIST}listings.csv"))


def test_a_part_opens_in_place_and_is_saved(desk, service):
    assert 'name="basics-name"' in desk.get(page_of(service) + "?edit=basics").content.decode()

    answer = save(desk, service, "basics", name="Kits at the desk", status="active")

    assert answer.status_code == 302
    service.refresh_from_db()
    assert service.name == "Kits at the desk"


def test_a_wrong_value_is_said_beside_its_field_and_nothing_is_saved(desk, service):
    answer = save(desk, service, "phone", service.phones.get(), number="call us")

    assert answer.status_code == 422
    assert "Write a phone number" in answer.content.decode()
    assert service.phones.get().number == "859-555-0100"


def test_nobody_has_said_is_not_no(desk, service):
    save(desk, service, "entry", walk_in="", free="false", no_id_needed="true")

    service.refresh_from_db()
    assert (service.walk_in, service.free, service.no_id_needed) == (None, False, True)


def test_opening_hours_are_added_to_a_place(desk, service):
    place = service.service_at_locations.get().location
    answer = desk.post(
        reverse("directory:add_part", args=[service.pk, "schedule"]),
        {
            "to": str(place.pk),
            "schedule-byday": ["MO", "WE"],
            "schedule-opens_at": "09:00",
            "schedule-closes_at": "17:00",
        },
    )

    assert answer.status_code == 302
    hours = place.schedules.get()
    assert (hours.freq, hours.byday) == ("WEEKLY", "MO,WE")
    assert "Monday, Wednesday · 09:00–17:00" in desk.get(page_of(service)).content.decode()


def test_hours_without_an_end_are_refused(desk, service):
    answer = desk.post(
        reverse("directory:add_part", args=[service.pk, "schedule"]),
        {"schedule-byday": ["MO"], "schedule-opens_at": "09:00"},
    )

    assert answer.status_code == 422
    assert "Give both times" in answer.content.decode()


def test_hours_that_end_before_they_begin_are_asked_about_and_then_kept(desk, service):
    place = service.service_at_locations.get().location
    address = reverse("directory:add_part", args=[service.pk, "schedule"])
    hours = {
        "to": str(place.pk), "schedule-byday": ["MO"],
        "schedule-opens_at": "09:00", "schedule-closes_at": "05:00",
    }  # fmt: skip

    answer = desk.post(address, hours)
    assert answer.status_code == 422
    assert "It closes before it opens" in answer.content.decode()
    assert not place.schedules.exists()

    assert desk.post(address, hours | {"schedule-overnight": "on"}).status_code == 302
    kept = place.schedules.get()
    page = desk.get(f"{page_of(service)}?edit=schedule&row={kept.pk}").content.decode()
    assert (kept.opens_at, kept.closes_at) == (time(9), time(5))
    assert re.search(r'name="schedule-overnight"[^>]*checked', page)


def test_a_row_of_another_listing_cannot_be_edited_through_this_one(desk, service):
    other = Service.objects.create(organization=service.organization, name="Other")
    phone = service.phones.get()

    answer = desk.post(
        reverse("directory:save_row", args=[other.pk, "phone", phone.pk]),
        {"phone-number": "859-555-0199"},
    )

    assert answer.status_code == 404
    phone.refresh_from_db()
    assert phone.number == "859-555-0100"


def test_the_history_says_who_changed_what_and_takes_it_back(desk, service, editor):
    save(desk, service, "basics", name="Kits", status="active")
    page = desk.get(page_of(service)).content.decode()
    assert editor.name in page
    assert "Name: Naloxone at the desk → Kits" in page

    desk.post(reverse("directory:undo", args=[service.edits.get(field="name").change_set]))

    service.refresh_from_db()
    assert service.name == "Naloxone at the desk"


def test_several_are_changed_only_after_being_shown_how_many(desk, service):
    first = desk.post(reverse("directory:together"), {"id": [str(service.pk)]})
    assert "Change 1 listing" in first.content.decode()
    service.refresh_from_db()
    assert service.visibility == "public"

    desk.post(
        reverse("directory:together"),
        {"id": [str(service.pk)], "apply": "yes", "visibility": "unlisted"},
    )

    service.refresh_from_db()
    assert service.visibility == "unlisted"


@pytest.mark.parametrize(("said", "stands"), [("yes", True), ("no", False), ("unsaid", None)])
def test_how_one_gets_in_is_said_of_several_at_once(desk, service, said, stands):
    Service.objects.filter(pk=service.pk).update(free=not stands, walk_in=True)

    desk.post(
        reverse("directory:together"), {"id": [str(service.pk)], "apply": "yes", "free": said}
    )

    service.refresh_from_db()
    assert (service.free, service.walk_in) == (stands, True)


def test_a_ramp_and_a_price_are_added_and_taken_back(desk, service):
    place = service.service_at_locations.get().location
    at = {"accessibility-description": "Wheelchair ramp", "to": str(place.pk)}
    desk.post(reverse("directory:add_part", args=[service.pk, "accessibility"]), at)
    price = {"cost-option": "Sliding scale", "cost-amount": "5", "cost-currency": "USD"}
    desk.post(reverse("directory:add_part", args=[service.pk, "cost"]), price)

    page = desk.get(reverse("directory:listing", args=[service.pk])).content.decode()
    assert "Wheelchair ramp" in page
    assert "Sliding scale, 5.00 USD" in page
    assert [one.wheelchair for one in reading.listings([place.pk])] == [True]

    cost = service.cost_options.get()
    desk.post(reverse("directory:remove_part", args=[service.pk, "cost", cost.pk]))
    assert not service.cost_options.exists()
    for mark in list(Edit.objects.order_by("-at", "-id").values_list("change_set", flat=True)):
        desk.post(reverse("directory:undo", args=[mark]))
    assert not place.accessibility.exists()


def free_beds(desk, service, **given):
    words = {f"capacity-{name}": value for name, value in given.items()}
    row = service.capacities.first()
    way = ("save_row", [service.pk, "capacity", row.pk]) if row else None
    name, args = way or ("add_part", [service.pk, "capacity"])
    return desk.post(reverse(f"directory:{name}", args=args), words)


def test_free_beds_are_said_said_again_and_taken_back(desk, service, monkeypatch):
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)
    free_beds(desk, service, counted="Beds", available="3", maximum="12")
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=2))
    free_beds(desk, service, available="3", maximum="12")  # still so

    kept = service.capacities.get()
    assert (kept.available, kept.maximum, kept.unit.name) == (3, 12, "Beds")
    assert kept.updated == at + timedelta(minutes=2)
    day = date_format(house.today(kept.updated), "DATE_FORMAT")
    page = desk.get(page_of(service)).content.decode()
    assert f"Beds: 3 of 12 free, as of {day}" in page
    assert expect.facts(service, kept.updated, "America/New_York") == [
        ("Free places", f"Beds: 3 of 12 free, as of {day}")
    ]

    last = Edit.objects.filter(kind="changed").latest("id")
    desk.post(reverse("directory:undo", args=[last.change_set]))
    kept.refresh_from_db()
    assert kept.updated == at


def test_more_free_than_there_are_is_refused_and_a_unit_is_not_made_twice(desk, service):
    answer = free_beds(desk, service, counted="Beds", available="13", maximum="12")
    assert answer.status_code == 422
    assert "More are free than there are" in answer.content.decode()
    assert not Unit.objects.exists()

    Unit.objects.create(name="beds")
    free_beds(desk, service, counted="Beds", available="1")
    assert Unit.objects.count() == 1


def test_how_to_get_in_is_said_of_a_place_and_not_of_a_service_alone(desk, service):
    answer = desk.post(
        reverse("directory:add_part", args=[service.pk, "accessibility"]),
        {"accessibility-description": "Ramp"},
    )
    assert answer.status_code == 404


def test_all_of_a_filter_are_changed_together(desk, service):
    for number in range(60):
        Service.objects.create(organization=service.organization, name=f"Food {number}")

    desk.post(
        reverse("directory:together"),
        {"whole": "yes", "query": "q=Food", "apply": "yes", "status": "inactive"},
    )

    assert Service.objects.filter(status="inactive").count() == 60


def test_a_filter_is_kept_and_forgotten_by_its_owner_only(desk, client, editor):
    desk.post(reverse("directory:keep_filter"), {"name": "Kentucky", "query": "state=KY"})
    kept = SavedFilter.objects.get(user=editor)
    assert kept.query == "state=KY"

    people.sign_in(client, people.person("directory_editor"))
    client.post(reverse("directory:forget_filter", args=[kept.pk]))
    assert SavedFilter.objects.filter(pk=kept.pk).exists()


def _text(answer):
    return b"".join(answer.streaming_content).decode()


def test_the_list_is_taken_away_as_filtered(desk, service):
    Service.objects.create(organization=service.organization, name="Food", offers=["food"])

    lines = list(csv.DictReader(io.StringIO(_text(desk.get(f"{LIST}listings.csv?offer=naloxone")))))

    assert [(line["service"], line["city"]) for line in lines] == [
        ("Naloxone at the desk", "Berea")
    ]


def test_the_list_says_when_each_place_is_open(desk, service):
    place = service.service_at_locations.get().location
    place.schedules.all().delete()
    place.schedules.create(freq="WEEKLY", byday="MO,WE", opens_at=time(9), closes_at=time(17))
    place.schedules.create(
        exception=True, valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 26)
    )

    [line] = csv.DictReader(io.StringIO(_text(desk.get(f"{LIST}listings.csv"))))

    assert set(line["hours"].split("; ")) == {"MO,WE 09:00-17:00", "2026-12-24/2026-12-26 closed"}


def test_no_spreadsheet_runs_what_a_name_says(desk, service):
    Service.objects.filter(pk=service.pk).update(name="=1+1")

    assert "'=1+1" in _text(desk.get(f"{LIST}listings.csv"))


def test_a_workbook_is_a_workbook(desk, service):
    from python_calamine import CalamineWorkbook

    answer = desk.get(f"{LIST}listings.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)

    assert sheet.to_python()[1][1] == "Naloxone at the desk"


def test_a_new_listing_stays_unlisted_and_stands_on_the_map(desk):
    answer = desk.post(
        reverse("directory:write_listing"),
        {
            "organization": "Berea Kids Eat",
            "name": "Saturday table",
            "offers": ["naloxone"],
            "street": "100 Main St",
            "city": "Berea",
            "state": "ky",
            "zip": "40403",
        },
    )

    service = Service.objects.get(name="Saturday table")
    assert answer.url == page_of(service)
    assert service.visibility == "unlisted"
    assert service.service_at_locations.get().location.latitude == pytest.approx(37.57, abs=0.2)


def test_an_organization_of_that_name_is_used_again(desk, service):
    desk.post(
        reverse("directory:write_listing"),
        {"organization": "madison county library", "name": "Story hour"},
    )

    assert Organization.objects.count() == 1


def test_someone_who_only_reads_is_offered_no_edit_and_refused_one(client, service):
    people.sign_in(client, people.person("packer"))

    assert "?edit=" not in client.get(page_of(service)).content.decode()
    assert save(client, service, "basics", name="X", status="active").status_code == 403
