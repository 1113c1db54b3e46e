"""Walk 8: "Everybody in my building knows I have it." A card, and next month more by text."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from beside.kernel import clock, word_codes
from beside.kernel.models import Effect
from beside.kernel.transports import incoming
from beside.peers import guard, texting
from beside.peers.core.points import PointKind
from beside.peers.models import Bag, Card, Notice
from beside.supply.core.places import PlaceKind
from beside.supply.models import Balance
from tests import people
from tests.peers.shared import desk, point
from tests.peers.test_texting import opened
from tests.supply.hand.shared import worker
from tests.supply.shared import product

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
STAFF = "/en/staff/peers"
HERS = "+16065550149"


@pytest.fixture
def wall(monkeypatch):
    told = {"at": MONDAY}
    monkeypatch.setattr(clock, "now", lambda: told["at"])
    for gate in (guard.MISSES, guard.DESK_MISSES, guard.ASKING):
        gate.fill()
    return told


def said(answer) -> str:
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def hidden(page, action: str) -> dict[str, str]:
    body = page.content.decode()
    forms = [one for one in re.findall(r"<form[^>]*>.*?</form>", body, re.S) if action in one]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', forms[0]))


def kits_with_peers() -> int:
    held = Balance.objects.filter(place__kind=PlaceKind.PEERS)
    return sum(one.units for one in held) // product().per_kit


def test_a_card_this_month_and_next_month_twelve_more_by_text_at_the_meeting_place(wall):
    place = desk()
    point(PointKind.MEETING, "By the river")
    ana = people.sign_in(Client(), worker("navigator"), fresh=True)

    printed = ana.post(f"{STAFF}/cards/", {"program": place.program_id, "count": "1"})
    card = printed.context["page"].cards[0]
    words = word_codes.say(card.number, "en")
    case = {"words": words, "kits": "12", "nonce": uuid4(), "product": product().pk}
    assert ana.post(f"{STAFF}/?place={place.pk}", case).status_code == 302
    assert kits_with_peers() == 12

    wall["at"] += timedelta(days=30)
    incoming.hear(HERS, words, wall["at"])
    effect = Effect.objects.filter(kind=texting.EFFECT).last()
    number, answer = opened(effect, wall["at"])
    assert number == HERS
    assert answer.startswith("12. By the river, Friday 6 pm. Say: ")
    hers = answer.rsplit(": ", 1)[1]

    ana = people.sign_in(Client(), worker("navigator"), fresh=True)
    bag = Bag.objects.get()
    ana.post(f"{STAFF}/waiting/{bag.pk}/ready/", {"hatch": ""})
    found = ana.post(f"{STAFF}/waiting/", {"words": hers})
    assert found.context["page"].found == bag
    ana.post(f"{STAFF}/waiting/{bag.pk}/hand/")
    assert kits_with_peers() == 24


def test_police_outside_a_site_is_seen_within_the_hour_and_not_who_told_it(client, wall):
    place = desk()
    point()
    printed = people.sign_in(Client(), worker("navigator"), fresh=True).post(
        f"{STAFF}/cards/", {"program": place.program_id, "count": "1"}
    )
    address = printed.context["page"].cards[0].address
    gloria = worker("coordinator")

    page = client.get(address[address.index("/en/") :])
    form = client.post("/en/more/noticed/", hidden(page, "/more/noticed/"))
    wall["at"] += timedelta(seconds=40)
    sent = hidden(form, "Send") | {"what": "police", "place": place.pk, "note": ""}
    thanks = client.post("/en/more/noticed/", sent)
    assert "within the hour" in said(thanks)
    assert not client.cookies

    wall["at"] += timedelta(minutes=20)
    hers = people.sign_in(Client(), gloria, fresh=True)
    assert "noticed and not seen yet" in said(hers.get("/en/staff/"))
    seen = said(hers.get(f"{STAFF}/noticed/"))
    assert "Police at a place" in seen
    assert "Front desk" in seen
    assert "15:0" not in seen  # the hour of a wall in New York, and no minute of it
    card = Card.objects.get()
    for value in Notice.objects.values_list().get():
        assert str(card.pk) not in str(value)


def test_she_ends_her_card_and_nothing_of_it_is_left(client, wall):
    place = desk()
    printed = people.sign_in(Client(), worker("navigator"), fresh=True).post(
        f"{STAFF}/cards/", {"program": place.program_id, "count": "1"}
    )
    address = printed.context["page"].cards[0].address
    page = client.get(address[address.index("/en/") :])
    sure = client.post("/en/more/end/", hidden(page, "/more/end/"))
    client.post("/en/more/end/", hidden(sure, "Delete it"))

    assert not Card.objects.exists()
    assert client.get(address[address.index("/en/") :]).status_code == 404
