"""The finder as people meet it, over HTTP."""

import re
from datetime import date, time, timedelta

import pytest

from beside.directory import slots
from beside.directory.finder import standing
from beside.directory.models import Edit, Service, Unit
from beside.kernel import clock, ids
from tests.directory import town
from tests.directory.town import FRIDAY_NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _friday_noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: FRIDAY_NOON)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def names(answer) -> list[str]:
    return re.findall(r'class="place"[^>]*><h3><a href="[^"]+">([^<]+)<', answer.content.decode())


def test_a_zip_code_shows_the_nearest_places_open_state_and_how_each_was_checked(client):
    near = town.place("River House", "naloxone", north=0.01)
    town.checked(near, days_ago=21)
    town.from_list(town.place("Old Clinic", "naloxone", north=0.2, hours=None), 2020)

    answer = client.get("/en/find/?near=40403")

    assert names(answer) == ["River House", "Old Clinic"]
    said = text(answer)
    assert "open until 5 pm" in said
    assert "checked 3 weeks ago by phone" in said
    assert "hours not known" in said
    assert "old: from a 2020 list, not checked since" in said
    assert "Do not rely on this without checking: call first." in said


def test_the_same_in_spanish(client):
    town.checked(town.place("River House", "naloxone"), days_ago=21)

    said = text(client.get("/es/find/?near=40403"))

    assert "abierto hasta las 5 p. m." in said
    assert "comprobado hace 3 semanas por teléfono" in said


def test_nothing_remembers_that_somebody_looked(client):
    town.place("River House", "naloxone")

    answer = client.get("/en/find/?near=40403&what=naloxone&free=1")

    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers


def test_naloxone_is_looked_for_when_nothing_was_said_and_any_help_can_be_asked_for(client):
    town.place("Kits", "naloxone", north=0.02)
    town.place("Soup", "food", north=0.01)

    assert names(client.get("/en/find/?near=40403")) == ["Kits"]
    assert set(names(client.get("/en/find/?near=40403&what=any"))) == {"Kits", "Soup"}


@pytest.mark.parametrize("filter_", ["walk_in", "no_id", "free", "wheelchair", "language=es"])
def test_a_filter_shows_only_places_where_somebody_said_yes(client, filter_):
    yes = town.place("Yes", "naloxone", walk_in=True, no_id_needed=True, free=True, north=0.1)
    town.speaks(yes, "Spanish", "spa")
    town.has_ramp(yes)
    town.place("Silent", "naloxone")
    town.place("No", "naloxone", walk_in=False, no_id_needed=False, free=False)
    query = filter_ if "=" in filter_ else f"{filter_}=1"

    assert names(client.get(f"/en/find/?near=40403&{query}")) == ["Yes"]


def test_only_places_with_medicine_at_the_first_visit(client):
    town.place("First", "buprenorphine", first_visit_medication=True, north=0.1)
    town.place("Later", "buprenorphine")

    answer = client.get("/en/find/?near=40403&what=buprenorphine&first_visit=1")

    assert names(answer) == ["First"]


def test_open_now_and_open_at_a_time(client):
    town.place("Day", "naloxone", hours=("FR", time(9), time(17)))
    town.place("Night", "naloxone", hours=("FR", time(20), time(2)))
    town.place("Unknown", "naloxone", hours=None)

    assert names(client.get("/en/find/?near=40403&when=now")) == ["Day"]
    assert names(client.get("/en/find/?near=40403&when=at&day=2026-11-21T01:00")) == ["Night"]
    assert names(client.get("/en/find/?near=40403&when=at&day=2027-06-05T01:30")) == ["Night"]


def test_of_a_day_far_off_the_hours_are_told_and_the_check_is_as_old_as_it_is(client):
    town.checked(town.place("Day", "naloxone"), days_ago=21)
    town.place("Always", "naloxone", hours=("MO,TU,WE,TH,FR,SA,SU", time(0), time(0)), north=0.1)

    for day in ("2026-11-27", "2027-06-04", "2026-11-06"):  # Fridays: soon, far off, gone by
        said = text(client.get(f"/en/find/?near=40403&when=at&day={day}T10:00"))
        assert "open until 5 pm" in said
        assert "open day and night" in said
        assert "checked 3 weeks ago by phone" in said


@pytest.mark.parametrize("day", ["9999-12-31T12:00", "0001-01-01T00:00", "1999-12-31T23:59"])
def test_a_day_nobody_can_mean_is_as_if_it_were_not_said(client, day):
    town.place("Day", "naloxone")

    answer = client.get(f"/en/find/?near=40403&when=at&day={day}")

    assert answer.status_code == 200
    assert names(answer) == ["Day"]


def test_a_name_that_several_towns_have_asks_which_one(client):
    answer = client.get("/en/find/?near=Berea&what=naloxone")

    assert "Which one?" in text(answer)
    assert re.search(r'href="\?near=[^"]*Berea%2C%20KY[^"]*what=naloxone"', answer.content.decode())


def test_towns_of_states_where_we_list_something_come_first(client):
    town.place("Kits", "naloxone")

    for near in ("Berea", "Bere"):
        page = client.get(f"/en/find/?near={near}&what=naloxone").content.decode()
        states = re.findall(r'href="\?near=[^"]*%2C%20([A-Z]{2})', page)
        assert states[0] == "KY"
        assert set(states) > {"KY"}


def test_a_number_that_is_no_zip_code_is_not_answered_for_another_place(client):
    for near in ("4101", "410111"):
        answer = client.get("/en/find/", {"near": near})
        assert answer.status_code == 404
        assert "A ZIP code has five digits." in text(answer)
        assert f'value="{near}"' in answer.content.decode()


def test_nothing_typed_is_asked_for_and_the_first_visit_is_not_scolded(client):
    assert "Type a ZIP code or a town." in text(client.get("/en/find/?near=+++"))
    assert "Type a ZIP code or a town." not in text(client.get("/en/find/"))


def test_an_unknown_place_is_said_plainly_and_the_form_keeps_what_was_typed(client):
    answer = client.get("/en/find/?near=Xyzzyqq<b>")

    assert answer.status_code == 404
    assert "We do not know that place" in text(answer)
    assert "Xyzzyqq&lt;b&gt;" in answer.content.decode()


def test_when_nothing_is_near_it_says_so_looks_wider_and_offers_other_ways(client):
    town.place("Far", "naloxone", north=0.9)
    slots.fill("nothing_near", "post", "By post", note="", url_name="directory:now")
    try:
        said = text(client.get("/en/find/?near=40403"))
    finally:
        slots.empty("nothing_near", "post")

    assert re.search(r"Nothing within 25 miles\. The nearest is 6\d miles away\.", said)
    assert "By post" in said


def test_when_nothing_is_anywhere_it_says_so(client):
    town.place("Soup", "food")

    said = text(client.get("/en/find/?near=40403&what=methadone"))

    assert "Nothing within 25 miles." in said


def test_when_all_are_closed_it_says_so_and_offers_other_ways(client):
    night = town.place("Night", "naloxone", hours=("FR", time(20), time(2)))
    slots.fill("nothing_near", "post", "By post", note="", url_name="directory:now")
    try:
        closed = text(client.get("/en/find/?near=40403"))
        asked_at = text(client.get("/en/find/?near=40403&when=at&day=2026-11-20T21:00"))
        town.place("Perhaps", "naloxone", hours=None, north=0.1)
        standing.forget()
        perhaps = text(client.get("/en/find/?near=40403"))
    finally:
        slots.empty("nothing_near", "post")

    assert "All are closed now." in closed
    assert "By post" in closed
    assert night.name in closed
    assert "All are closed now." not in asked_at + perhaps
    assert "By post" not in asked_at + perhaps


def test_where_nothing_is_listed_at_all_it_says_what_the_list_is_of(client):
    town.place("Kits", "naloxone")

    far = client.get("/en/find/?near=90210")

    assert "We list no place in California. Our list is of: Kentucky." in text(far)
    assert "print/?" not in far.content.decode()
    assert "We list no place" not in text(client.get("/en/find/?near=41011&what=methadone"))


def test_a_coarse_position_is_answered_with_a_zip_code_and_never_stands_in_an_address(client):
    answer = client.post("/en/find/near/", {"lat": "37.57", "lon": "-84.30"})

    assert answer.status_code == 302
    assert re.fullmatch(r"/en/find/\?near=4040[34]", answer.url)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("x", "1"), ("nan", "nan"), ("inf", "0"), ("-inf", "inf"), ("500", "0"), ("1e300", "1")],
)
def test_a_position_that_cannot_be_read_leads_back_to_the_form(client, lat, lon):
    assert client.post("/en/find/near/", {"lat": lat, "lon": lon}).url == "/en/find/"
    assert client.post("/en/find/near/", {"lat": lat}).url == "/en/find/"
    assert client.get("/en/find/near/").status_code == 405


def test_hidden_places_never_appear(client):
    town.place("Open door", "naloxone")
    for visibility in ("unlisted", "confidential"):
        hidden = town.place(f"Hidden {visibility}", "naloxone", visibility=visibility)
        key = standing_key(hidden)
        for path in (
            f"/en/find/at/{key}/",
            f"/en/find/at/{key}/card/",
            f"/en/find/at/{key}/wrong/",
        ):
            assert client.get(path).status_code == 404
    town.place("Hidden organization", "naloxone", organization_visibility="confidential")

    for path in (
        "/en/find/?near=40403",
        "/en/find/print/?near=40403",
        "/es/find/?near=40403&what=any",
    ):
        assert "Hidden" not in client.get(path).content.decode()


def standing_key(location) -> str:
    from beside.directory.finder.listing import key_of

    return key_of(location.pk)


def test_a_place_found_closed_for_good_is_not_shown(client):
    gone = town.place("Gone", "naloxone")
    town.checked(gone, days_ago=400)
    town.checked(gone, days_ago=3, finding="closed")

    assert names(client.get("/en/find/?near=40403")) == []


def test_names_from_the_directory_cannot_become_markup(client):
    town.place('<script>alert("x")</script>', "naloxone")

    body = client.get("/en/find/?near=40403").content.decode()

    assert '<script>alert("x")' not in body
    assert "&lt;script&gt;alert" in body


def test_the_page_of_a_place_tells_how_to_get_in_when_and_what_was_checked(client):
    location = town.place("River House", "naloxone", no_id_needed=True, walk_in=True, free=True)
    town.checked(location, days_ago=2, method="visit")

    answer = client.get(f"/en/find/at/{standing_key(location)}/")

    said, body = text(answer), answer.content.decode()
    assert "You do not have to show an ID." in said
    assert "Open until 5 pm." in said
    assert "9 am to 5 pm" in said
    assert "Opening hours By a visit, 2 days ago" in said
    assert 'href="geo:37.56870,-84.29630?q=37.56870,-84.29630"' in body
    assert 'href="tel:8595550100"' in body
    assert not answer.cookies


def test_the_page_of_a_place_tells_what_is_held_free_and_asked_for(client):
    service = town.place("River House", "naloxone").service_at_locations.get().service
    Service.objects.filter(pk=service.pk).update(
        naloxone_products=["nasal_4mg"], next_slot_at=FRIDAY_NOON + timedelta(days=3, hours=2),
        url="https://example.org/", wait_time="None",
    )  # fmt: skip
    beds, rooms = (Unit.objects.create(name=name) for name in ("Beds", "Rooms"))
    now, long_ago = FRIDAY_NOON - timedelta(hours=3), FRIDAY_NOON - timedelta(days=8)
    for unit, updated in ((beds, now), (rooms, long_ago)):
        service.capacities.create(unit=unit, available=3, maximum=12, updated=updated)
    service.cost_options.create(option="Sliding scale", amount="5", currency="USD")
    service.cost_options.create(option="Before", valid_to=date(2026, 1, 1))

    page = client.get(f"/en/find/at/{standing_key(service.service_at_locations.get().location)}/")

    said = text(page)
    assert "Naloxone here Naloxone nasal spray, 4 mg" in said
    assert "Next free appointment Nov. 23, 2026, 2 pm" in said
    assert "Free places Beds: 3 of 12 free, as of Nov. 20, 2026" in said
    assert "Cost Sliding scale, 5.00 USD" in said
    assert "Rooms" not in said
    assert "Before" not in said
    assert 'href="https://example.org/" rel="noreferrer"' in page.content.decode()
    Service.objects.filter(pk=service.pk).update(
        next_slot_at=FRIDAY_NOON, url="javascript:alert(1)", fees_description="It costs nothing."
    )
    later = client.get(page.wsgi_request.path)
    assert "Next free appointment" not in text(later)
    assert "Cost It costs nothing." in text(later)
    assert "javascript:" not in later.content.decode()


def test_what_was_changed_after_a_check_does_not_pass_for_checked(client):
    location = town.place("River House", "naloxone")
    town.checked(location, days_ago=21)
    service = location.service_at_locations.get().service
    path = f"/en/find/at/{standing_key(location)}/"

    def edit(table, days_ago, field=""):
        Edit.objects.create(
            kind=Edit.Kind.CHANGED if field else Edit.Kind.ADDED, table=table, field=field,
            change_set=ids.uuid7(), service=service, row_id=ids.uuid7(),
            at=FRIDAY_NOON - timedelta(days=days_ago),
        )  # fmt: skip

    edit("schedule", 20.5)  # what the check found, written down the same day
    assert "Opening hours By phone, 3 weeks ago" in text(client.get(path))
    edit("schedule", 2)
    edit("service", 2, "name")
    said = text(client.get(path))
    assert "Opening hours Changed 2 days ago, not checked since" in said
    assert "Phone By phone, 3 weeks ago" in said
    assert "What is offered By phone, 3 weeks ago" in said
    edit("service", 1, "free")
    assert "How to get in Changed yesterday, not checked since" in text(client.get(path))


def test_a_place_that_does_not_exist_is_a_404(client):
    assert client.get("/en/find/at/0123456789/").status_code == 404
    assert client.get("/en/find/at/%27%20or%201=1/").status_code == 404


@pytest.mark.parametrize("name", ["Berea", "Springfield", "Kentucky", "4040", "99999", "٤٠٤٠٣"])
def test_there_is_no_card_for_what_is_no_zip_code(client, name):
    assert client.get(f"/en/find/card/{name}/").status_code == 404


def test_the_list_and_the_cards_can_be_printed(client):
    location = town.place("River House", "naloxone")

    paper = client.get("/en/find/print/?near=40403&what=naloxone")
    assert "River House" in text(paper)
    assert "<svg" in paper.content.decode()
    assert "River House" in text(client.get(f"/en/find/at/{standing_key(location)}/card/"))
    assert "40403 Berea, KY" in text(client.get("/en/find/card/40403/"))
    assert client.get("/en/find/card/99999/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_finder_sees_a_change_in_the_directory(client):
    town.place("First", "naloxone")
    assert names(client.get("/en/find/?near=40403")) == ["First"]

    town.place("Second", "naloxone", north=0.01)
    standing._looked_at = None

    assert set(names(client.get("/en/find/?near=40403"))) == {"First", "Second"}
