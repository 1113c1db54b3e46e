"""Walks 2 (Luis, by three words), 3 (afterwards: "We used it"), 9 (Priya packs), 10 (a shelter)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from beside.directory.models import Location
from beside.kernel import clock, deadlines, house
from beside.privacy.models import Sealed
from beside.supply.core.places import PlaceKind
from beside.supply.mail import throttle
from beside.supply.models import Lot, Place, Request
from beside.supply.reversals.throttle import REPORTING
from beside.supply.services import programs, recalling
from tests import people
from tests.supply import shared
from tests.supply.agency import shared as agencies
from tests.supply.mail.shared import key_of, packer

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
STAFF = "/en/staff/supply"


class Wall:
    """The clock on the wall."""

    at = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def later(self, **span: int) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def wall(monkeypatch):
    told = Wall()
    monkeypatch.setattr(clock, "now", told)
    for gate in (throttle.ASKING, throttle.WORDS, REPORTING):
        gate.fill()
    yield told
    for gate in (throttle.ASKING, throttle.WORDS, REPORTING):
        gate.fill()


@pytest.fixture
def program():
    """It posts in Kentucky, has a hundred kits of two lots, and a library where one picks up."""
    made = shared.program()
    shared.offer(made, shared.product())
    shared.stocked(60, lot="A1", at=MONDAY - timedelta(days=40))
    shared.stocked(140, lot="B2", at=MONDAY - timedelta(days=40))
    made.private = key_of(made, at=MONDAY - timedelta(days=40))[1]
    return made


@pytest.fixture
def library(program) -> Place:
    listed = Location.objects.create(name="Berea library")
    return Place.objects.create(
        program=program, kind=PlaceKind.SITE, name="Berea library", location_id=listed.pk
    )


def said(answer) -> str:
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def hidden(answer) -> dict[str, str]:
    body = answer.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body))


def form_for(client, wall, language: str, zip_code: str) -> dict[str, str]:
    """The order as it is drawn, with what somebody leaves as it is."""
    page = client.post(f"/{language}/kits/", {"zip": zip_code})
    assert page.status_code == 200
    amounts = re.findall(r'<select name="(p\d+)"', page.content.decode())
    wall.later(seconds=40)
    return hidden(page) | dict.fromkeys(amounts, "0") | {amounts[0]: "2", "safe": "on"}


def at_the_desk(program, role: str = "navigator") -> Client:
    return people.sign_in(Client(), packer(program, role), fresh=True)


def pass_all_that_is_due(at: datetime, name: str) -> int:
    """What the worker's loop does for one kind of deadline."""
    kind = next(each for each in deadlines.kinds() if each.name == name)
    due = list(kind.due(at, 100))
    for row, missed in due:
        kind.act(row, missed, at)
    return len(due)


def test_luis_asks_in_spanish_for_himself_and_a_friend_and_takes_it_for_three_words(
    client, wall, program, library
):
    wish = form_for(client, wall, "es", "40403")
    answer = client.post("/es/kits/order/", wish | {"where": f"site:{library.pk}", "others": "yes"})
    receipt = client.get(answer["Location"])
    request = Request.objects.get()

    assert "Berea library" in said(receipt)
    assert (request.for_others, request.language, request.address_id) == (True, "es", None)
    for each in (answer, receipt):
        assert not each.cookies

    wall.later(hours=20)
    _brought(program, request)
    assert client.get(answer["Location"]).status_code == 200

    words = client.get(answer["Location"]).context["page"].words
    desk = at_the_desk(program)
    found = desk.post(f"{STAFF}/mail/pick-ups/", {"words": words})
    assert "Handed over" in said(found)
    desk.post(f"{STAFF}/mail/pick-ups/", {"request": request.pk})
    request.refresh_from_db()
    assert request.state == "collected"


def _brought(program, request) -> None:
    hers = at_the_desk(program, "packer")
    batch = _take(hers, program)
    for lot in ("A1", "B2"):
        hers.post(batch, {"do": "pick", "code": lot})
    for act in ("pack_all", "send_all"):
        hers.post(batch, {"do": act})
    request.refresh_from_db()
    assert request.state == "ready"


def _take(hers, program) -> str:
    wanted = {"program": program.pk, "shelf": shared.shelf(program).pk}
    answer = hers.post(f"{STAFF}/mail/", wanted)
    assert answer.status_code == 302
    return answer["Location"]


def test_afterwards_renee_says_we_used_it_in_eight_taps_and_a_new_kit_is_on_its_way(
    client, wall, program, library
):
    now = client.get("/en/now/")
    way = re.search(r'href="([^"]*used[^"]*)"', now.content.decode())
    assert way, "the page of an overdose leads on to: we used it"

    form = client.get(way[1])
    wall.later(seconds=40)
    taps = {"when": "today", "product": "nasal_4mg", "doses": "2", "survived": "yes",
            "called_911": "yes", "refill": f"site:{library.pk}"}  # fmt: skip
    assert 1 + len(taps) + 1 <= 8  # "We used it", six answers, "Send"
    thanks = client.post(way[1], hidden(form) | taps)
    page = client.get(thanks["Location"])

    assert Request.objects.get().site == library
    assert len(page.context["page"].words.split()) == 3
    wall.later(seconds=40)
    asked = client.post(thanks["Location"], hidden(page) | {"number": "606 555 0149"})
    assert asked.status_code == 302
    assert not client.cookies


def test_priya_packs_a_recalled_lot_is_replaced_and_a_month_later_the_address_is_gone(
    client, wall, program
):
    for _ in range(2):
        wish = form_for(client, wall, "en", "40403")
        street = {"where": "address", "street": "12 Elm St Apt 4", "others": "no"}
        assert client.post("/en/kits/order/", wish | street).status_code == 302
    hers = at_the_desk(program, "packer")
    assert "2 requests wait" in said(hers.get(f"{STAFF}/mail/"))

    batch = _take(hers, program)
    _recall("A1", wall.at)
    told = hers.post(batch, {"do": "pick", "code": "A1"})
    assert "Lot A1 is recalled" in said(told)
    lot = re.search(r'name="lot" value="(\d+)"', told.content.decode())[1]
    hers.post(batch, {"do": "replace", "lot": lot})
    for act in ({"do": "pick", "code": "B2"}, {"do": "pack_all"}, {"do": "send_all"}):
        hers.post(batch, act)

    assert set(Request.objects.values_list("state", flat=True)) == {"posted"}
    labels = hers.get(f"{batch}labels/?size=30").content.decode()
    assert "Elm" not in labels

    wall.later(days=60)
    for name in [each.name for each in deadlines.kinds() if each.name.startswith("supply.")]:
        pass_all_that_is_due(wall.at, name)
    for name in [each.name for each in deadlines.kinds() if each.name.startswith("supply.")]:
        pass_all_that_is_due(wall.at + timedelta(days=30), name)

    assert not Sealed.objects.filter(kind="supply.address").exists()
    hers = at_the_desk(program, "packer")
    assert re.search(r"2 addresses were destroyed", said(hers.get(f"{STAFF}/mail/")))


def _recall(number: str, at: datetime) -> None:
    by = people.person("program_manager")
    notice = programs.add_document(
        title="Recall", reference="R1", url="", dated_on=house.today(at), by=by, at=at
    )
    recalling.recall_lot(lot=Lot.objects.get(number=number), document=notice, by=by, at=at)


def test_a_shelter_orders_a_case_by_its_link_on_one_page_every_month(client, wall, program):
    shelter = agencies.agency(at=wall.at - timedelta(days=2), of=program)
    link = f"/en/kits/a/{agencies.token_of(shelter)}"
    assert client.get(f"{link}/").status_code == 200

    page = client.get(f"{link}/order/")
    form = page.context["page"].form
    said_before = {name: form[name].value() or "" for name in form.fields}
    wish = {name: value for name, value in said_before.items() if value not in ("", False)}
    months = form.fields["every"].choices[-1][0] if "every" in form.fields else ""
    sent = client.post(f"{link}/order/", wish | {"agrees": "on", "every": months})

    assert sent.status_code == 302, said(sent)
    order = shelter.orders.get()
    assert {line.product.slug: line.asked for line in order.lines.all()} == {"nasal_4mg": 24}
    assert client.get(sent["Location"]).status_code == 200
    assert shelter.recurrences.filter(ended_at=None).exists()
    for each in (page, sent):
        assert not each.cookies
