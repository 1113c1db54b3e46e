"""Walk 10, and what goes wrong on the way, over HTTP."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from beside.kernel import clock
from beside.supply.agency import throttle
from beside.supply.models import Agency, AgencyReversal, LeftBehind, Machine, Order, Recurrence
from beside.supply.services import deciding
from tests import people as folk
from tests.supply import shared as stock
from tests.supply.agency import samples, shared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def brakes():
    for bucket in (throttle.ASKING, throttle.EMPTY):
        bucket.fill()


@pytest.fixture
def later(monkeypatch):
    """A form that was drawn is sent a little later."""
    at = clock.now() + timedelta(seconds=20)
    return lambda: monkeypatch.setattr(clock, "now", lambda: at)


def hidden(page: str) -> dict[str, str]:
    """What a form holds that nobody types."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


ASKING = {"name": "Example Shelter", "kind": "shelter", "zip": "40403", "person": "Alex",
          "email": "alex@shelter.example.org"}  # fmt: skip


def ask(client, later, **changed):
    stock.program()
    page = client.get(reverse("supply:agency_ask")).content.decode()
    later()
    drawn = re.search(r'name="drawn" value="([^"]+)"', page)[1]
    return client.post(reverse("supply:agency_ask"), ASKING | {"drawn": drawn} | changed)


def test_an_organization_asks_is_let_in_orders_and_hears_without_an_account(client, later):
    assert ask(client, later).status_code == 302
    agency, manager = Agency.objects.get(), shared.staff()
    shared.offered()
    folk.sign_in(client, manager)
    client.post(reverse("supply:agency_act", args=[agency.pk, "let-in"]))
    client.logout()
    token = shared.token_of(agency)
    facts = {"person": "Alex", "email": "alex@shelter.example.org", "street": "12 Example Street",
             "city": "Berea", "state": "KY", "zip": "40403", "language": "en"}  # fmt: skip
    assert client.post(reverse("supply:agency_facts", args=[token]), facts).status_code == 302

    at = reverse("supply:agency_new_order", args=[token])
    page = client.get(at).content.decode()
    said = hidden(page) | {f"cases_{stock.product().pk}": "1", "way": "ship", "agrees": "on",
                           "every": "1"}  # fmt: skip
    answer = client.post(at, said, follow=True)

    assert "You hear from us by" in answer.content.decode()
    assert [line.asked for line in Order.objects.get().lines.all()] == [24]
    assert Recurrence.objects.get().every_months == 1
    assert client.post(at, said).status_code == 302  # a double click
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"zip": "99999"}, "We know no such ZIP code"),
        ({"zip": "33101"}, "No program here ships to Florida"),
        ({"phone": "12"}, "no phone number"),
        ({"kind": ""}, "required"),
    ],
)
def test_an_asking_that_cannot_be_kept_says_what_to_mend(client, later, changed, told):
    answer = ask(client, later, **changed)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Agency.objects.exists()


def test_many_askings_at_once_are_slowed(client, later):
    throttle.ASKING.left, throttle.ASKING.seen = 0.0, clock.now() + timedelta(seconds=20)

    assert ask(client, later).status_code == 429


def test_a_zip_that_contradicts_its_state_is_asked_about(client):
    token = shared.token_of(shared.agency())
    said = {"person": "Alex", "email": "a@example.org", "street": "12 Example Street",
            "city": "Berea", "state": "OH", "zip": "40403", "language": "en"}  # fmt: skip
    answer = client.post(reverse("supply:agency_facts", args=[token]), said)

    assert answer.status_code == 422
    assert "40403 is in Kentucky" in answer.content.decode()


def test_half_a_case_is_told_what_to_write_instead(client):
    agency, product = shared.agency(), shared.offered()
    at = reverse("supply:agency_new_order", args=[shared.token_of(agency)])
    said = {"nonce": "n", f"cases_{product.pk}": "1.5", "way": "ship", "agrees": "on"}
    answer = client.post(at, said)

    assert "18 kits lie between 1 and 2 cases of 12 kits" in answer.content.decode()
    assert not Order.objects.exists()


def test_the_very_same_within_a_day_is_asked_about_first(client):
    agency, product = shared.agency(), shared.offered()
    at = reverse("supply:agency_new_order", args=[shared.token_of(agency)])
    said = {"nonce": "one", f"cases_{product.pk}": "1", "way": "ship", "agrees": "on"}
    client.post(at, said)

    assert "Is this one more?" in client.post(at, said | {"nonce": "two"}).content.decode()
    assert Order.objects.count() == 1
    client.post(at, said | {"nonce": "two", "again": "on"})
    assert Order.objects.count() == 2


def test_a_reversal_told_from_its_page_goes_along_with_the_next_order(client):
    agency = shared.agency()
    at = reverse("supply:agency_used", args=[shared.token_of(agency)])
    said = hidden(client.get(at).content.decode()) | {"when": "today", "survived": "yes"}
    client.post(at, said)
    client.post(at, said)  # a double click

    assert AgencyReversal.objects.count() == 1
    assert shared.order(agency, at=clock.now()).reversals_carried == 1


def test_another_site_cannot_send_an_agencys_forms(client):
    order = shared.order()
    at = reverse(
        "supply:agency_order_act", args=[shared.token_of(order.agency), order.pk, "cancel"]
    )

    assert client.post(at, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert shared.fresh(order).state == "asked"


def test_an_order_of_another_agency_is_not_here(client):
    mine, theirs = shared.agency("First"), shared.order(shared.agency("Second"))

    assert client.get(
        reverse("supply:agency_order", args=[shared.token_of(mine), theirs.pk])
    ).status_code == 404  # fmt: skip


def test_who_approves_second_is_told_who_was_first(client):
    order, priya = shared.order(), shared.staff(name="Priya")
    folk.sign_in(client, shared.staff(name="Sam"))
    page = client.get(reverse("supply:order", args=[order.pk])).content.decode()
    deciding.approve_order(order=order, by=priya, at=clock.now())
    at = reverse("supply:order_act", args=[order.pk, "approve"])
    answer = client.post(at, {"turn": hidden(page)["turn"]})

    assert answer.status_code == 409
    assert "Priya was first" in answer.content.decode()


def test_staff_take_an_order_from_asking_to_shipped_and_back_by_undo(client):
    order, shelf = shared.order(), shared.filled_shelf(2)
    folk.sign_in(client, shared.staff())
    for act, said in (("approve", {}), ("set-aside", {"shelf": str(shelf.pk)}),
                      ("ship", {"carrier": "UPS", "tracking": "1Z"}), ("unship", {}),
                      ("put-back", {}), ("take-back", {}),
                      ("decline", {"reason": "ordered_twice"})):  # fmt: skip
        answer = client.post(reverse("supply:order_act", args=[order.pk, act]), said)
        assert answer.status_code == 302, act

    assert shared.fresh(order).state == "declined"


def test_a_decline_without_a_reason_and_a_short_shelf_are_refused_in_words(client):
    order = shared.order()
    folk.sign_in(client, shared.staff())
    answer = client.post(reverse("supply:order_act", args=[order.pk, "decline"]), {})
    assert "Choose a reason" in answer.content.decode()

    client.post(reverse("supply:order_act", args=[order.pk, "approve"]))
    at = reverse("supply:order_act", args=[order.pk, "set-aside"])
    answer = client.post(at, {"shelf": str(stock.shelf().pk)})
    assert answer.status_code == 422
    assert "12 kits missing" in answer.content.decode()


def test_the_list_goes_out_without_addresses_and_without_formulas(client):
    agency = shared.agency('=HYPERLINK("http://example.org")')
    shared.order(agency)
    folk.sign_in(client, shared.staff())
    text = client.get(reverse("supply:orders_file", args=["csv"])).content.decode("utf-8-sig")
    book = client.get(reverse("supply:orders_file", args=["xlsx"])).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()

    assert "'=HYPERLINK" in text
    assert rows[1][1].startswith("'=HYPERLINK")
    assert "12 Example" not in text


def test_what_runs_out_first_stands_first(client):
    slow, fast = (shared.order(shared.agency(name)) for name in ("Slow Shelter", "Fast Shelter"))
    Order.objects.filter(pk=slow.pk).update(runs_out_date=shared.AT.date() + timedelta(days=90))
    Order.objects.filter(pk=fast.pk).update(runs_out_date=shared.AT.date() + timedelta(days=3))
    folk.sign_in(client, shared.staff())
    page = client.get(reverse("supply:orders")).content.decode()

    assert page.index("Fast Shelter") < page.index("Slow Shelter")


def test_a_filter_is_kept_and_forgotten(client):
    folk.sign_in(client, shared.staff())
    client.post(reverse("supply:keep_orders"), {"name": "jails", "query": "kind=jail"})
    page = client.get(reverse("supply:orders")).content.decode()

    assert '<a href="?kind=jail">jails</a>' in page


def test_a_list_of_counts_is_looked_at_first_and_then_kept(client):
    agency = shared.agency("Example County EMS")
    shared.offered()
    folk.sign_in(client, shared.staff())
    at = reverse("supply:left_import")
    bad = SimpleUploadedFile("l.csv", b"date,unit,kits\n2026-11-20,Medic 4,0\n")
    answer = client.post(at, {"agency": agency.pk, "file": bad})
    assert answer.status_code == 422
    assert "is no whole number" in answer.content.decode()

    good = SimpleUploadedFile("l.csv", b"date,unit,kits\n2026-11-20,Medic 4,2\n")
    page = client.post(at, {"agency": agency.pk, "file": good}).content.decode()
    assert not LeftBehind.objects.exists()
    client.post(at, {"packed": hidden(page)["packed"]})
    assert LeftBehind.objects.get().units == 4


def test_anyone_says_that_a_box_is_empty_with_one_press_and_no_cookie(client, later):
    box = samples.machine()
    at = reverse("supply:box", args=[box.code.lower()])
    page = client.get(at).content.decode()
    later()
    said = hidden(page) | {"drawn": re.search(r'name="drawn" value="([^"]+)"', page)[1]}
    answer = client.post(at, said)

    assert answer.status_code == 302
    assert not client.cookies
    assert Machine.objects.get().reported_empty_at
