"""More on a phone: words or a code, how many and where, done. No cookie, nothing said aloud."""

import re

import pytest
from django.urls import reverse

from beside.kernel import word_codes
from beside.peers import recognising
from beside.peers.core.points import PointKind
from beside.peers.guard import MISSES
from beside.peers.models import Bag, Card, Notice, Tally, Town
from beside.peers.services import bags
from beside.supply.models import Request
from tests.peers.shared import AT, desk, given, point
from tests.supply.hand.shared import worker
from tests.supply.mail.shared import key_of
from tests.supply.shared import offer, product, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]
FIELDS = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def hidden(page, action: str) -> dict[str, str]:
    """The hidden fields of one form of a page, by where it goes."""
    body = page.content.decode()
    forms = re.findall(r"<form[^>]*>.*?</form>", body, re.S)
    form = next(one for one in forms if f'action="{action}"' in one)
    return dict(FIELDS.findall(form))


def words(one, language: str = "en") -> str:
    return word_codes.say(one.number, language)


def recognised(client, one, language: str = "en"):
    start = client.get(f"/{language}/more/")
    sent = hidden(start, f"/{language}/more/") | {"words": words(one, language)}
    return client.post(f"/{language}/more/", sent)


def asked(client, one, *, where=None, kits: int = 12, language: str = "en"):
    page = recognised(client, one, language)
    sent = hidden(page, f"/{language}/more/ask/")
    sent |= {"kits": str(kits), "where": str(where.pk) if where else "mail"}
    sent["product"] = sent.get("product") or str(product().pk)
    return client.post(f"/{language}/more/ask/", sent)


def said(answer) -> str:
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("language", ["en", "es"])
def test_three_words_a_number_a_place_and_it_waits(client, language):
    one, there = given(), point()
    answer = asked(client, one, where=there, language=language)
    page = client.get(answer["Location"])
    bag = Bag.objects.get()

    assert (bag.kits, bag.point, bag.state) == (12, there, "ready")
    assert page.context["page"].words in said(page)
    assert ("Friday 6 pm" if language == "en" else "viernes 6 pm") in said(page)
    assert not client.cookies


def test_the_qr_code_leads_to_the_same_form(client):
    one = given()
    point()
    page = client.get(reverse("peers:by_link", args=[words(one).replace(" ", "-")]))

    assert page.status_code == 200
    assert page.context["page"].form["kits"].value() == "12"


def test_the_words_of_a_bag_are_not_those_of_the_card(client):
    one = given()
    answer = asked(client, one, where=point())
    page = client.get(answer["Location"]).context["page"]

    assert page.number != one.number
    assert recognising.bag_of(page.number, AT) == Bag.objects.get()
    assert recognising.card_of(page.number, AT) is None


def test_no_page_says_what_it_is_about(client):
    one = given()
    there = point()
    pages = [client.get("/en/more/"), recognised(client, one),
             client.get(asked(client, one, where=there)["Location"])]  # fmt: skip
    for page in pages:
        main = re.search(r"<main.*?</main>", page.content.decode(), re.S)[0]
        title = re.search(r"<title>(.*?)</title>", page.content.decode(), re.S)[1]
        for word in ("naloxone", "narcan", "overdose", "drug", "peer"):
            assert word not in (main + title).lower()


def test_the_button_pressed_twice_is_one_bag(client):
    one, there = given(), point()
    page = recognised(client, one)
    sent = hidden(page, "/en/more/ask/") | {"kits": "6", "where": str(there.pk)}
    sent["product"] = str(product().pk)
    first, again = client.post("/en/more/ask/", sent), client.post("/en/more/ask/", sent)

    assert client.get(first["Location"]).context["page"].words == (
        client.get(again["Location"]).context["page"].words
    )
    assert Bag.objects.get().kits == 6
    assert Tally.objects.get(span="year").kits == 6


def test_words_that_are_no_card_are_told_and_slowed_down(client):
    point()
    start = client.get("/en/more/")
    sent = hidden(start, "/en/more/") | {"words": word_codes.say(0, "en")}

    assert client.post("/en/more/", sent).status_code == 404
    for _ in range(30):
        answer = client.post("/en/more/", sent)
    assert answer.status_code == 429


def test_who_has_a_card_empties_no_bucket(client):
    one = given()
    point()
    for _ in range(30):
        assert recognised(client, one).status_code == 200
    assert MISSES.takes(AT)


def test_often_enough_without_staff_leads_to_a_site(client):
    one, there = given(), point()
    for _ in range(3):
        assert asked(client, one, where=there, kits=2).status_code == 302
    answer = asked(client, one, where=there, kits=2)

    assert answer.status_code == 422
    assert "At a site you get more today" in said(answer)
    assert Card.objects.get().times_alone == 3


def test_an_empty_place_is_told_and_another_can_be_chosen(client):
    one, there = given(), point()
    desk().balances.update(units=0)
    answer = asked(client, one, where=there)

    assert answer.status_code == 422
    assert "none at that place" in said(answer)
    assert not Bag.objects.exists()


def test_fewer_than_asked_only_when_no_more_are_there(client):
    one = given()
    desk(10)
    asked(client, one, where=point())

    assert Bag.objects.get().kits == 5


def test_what_opens_a_locker_is_told_once_it_lies_there(client):
    one, there = given(), point(PointKind.LOCKER, "Locker at the wash")
    page_url = asked(client, one, where=there)["Location"]
    assert "learn what opens it" in said(client.get(page_url))
    with pytest.raises(bags.NoHatch):
        bags.make_ready(bag=Bag.objects.get(), hatch=" ", by=worker(), at=AT)
    bags.make_ready(bag=Bag.objects.get(), hatch="4711", by=worker(), at=AT)

    assert "4711" in said(client.get(page_url))


def test_not_wanted_any_more_its_kits_are_back(client):
    one = given()
    url = asked(client, one, where=point())["Location"].split("?")[0]

    assert client.post(url).status_code == 200
    assert not Bag.objects.exists()
    assert Tally.objects.get(span="year").kits == 0


def test_what_became_of_the_ones_before_is_added_and_thrown_away(client):
    one, there = given(), point()
    page = client.get(asked(client, one, where=there)["Location"])
    sent = hidden(page, "/en/more/tell/")
    sent |= {"handed_on": "9", "people": "6", "used": "1", "still": "2", "town": "40403"}
    answer = client.post("/en/more/tell/", sent)
    again = client.post("/en/more/tell/", sent)
    year = Tally.objects.get(span="year")

    assert (answer.status_code, again.status_code) == (200, 200)
    assert (year.told_n, year.told_x, year.told_y, year.told_xx, year.met_y) == (1, 12, 9, 144, 6)
    assert (Town.objects.get().name, Town.objects.get().peers) == ("Berea, KY", 1)


def test_a_town_nobody_knows_is_asked_about_again(client):
    one, there = given(), point()
    page = client.get(asked(client, one, where=there)["Location"])
    answer = client.post("/en/more/tell/", hidden(page, "/en/more/tell/") | {"town": "Nowhere"})

    assert answer.status_code == 422
    assert not Town.objects.exists()


def test_what_somebody_noticed_reaches_staff_without_who_it_was(client):
    one, there = given(), point()
    page = recognised(client, one)
    form = client.post("/en/more/noticed/", hidden(page, "/en/more/noticed/"))
    sent = dict(FIELDS.findall(form.content.decode())) | {
        "what": "police",
        "place": str(there.shelf.pk),
        "note": "two cars since this morning",
    }
    answer = client.post("/en/more/noticed/", sent)
    kept = Notice.objects.get()

    assert answer.status_code == 200
    assert (kept.what, kept.place, kept.noticed_hour.minute) == ("police", there.shelf, 0)


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("ask Mike about it", "name"),
        ("call 606 555 0149", "number"),
        ("at 12 Elm St", "address"),
        ("write to joe@example.org", "account"),
    ],
)
def test_a_note_that_could_be_somebody_is_refused_with_its_reason(client, note, why):
    one = given()
    point()
    page = recognised(client, one)
    form = client.post("/en/more/noticed/", hidden(page, "/en/more/noticed/"))
    sent = dict(FIELDS.findall(form.content.decode())) | {"what": "bad_batch", "note": note}
    answer = client.post("/en/more/noticed/", sent)

    assert answer.status_code == 422
    assert why in said(answer)
    assert not Notice.objects.exists()


def noticing(client, one, **said):
    page = recognised(client, one)
    form = client.post("/en/more/noticed/", hidden(page, "/en/more/noticed/"))
    return client.post("/en/more/noticed/", dict(FIELDS.findall(form.content.decode())) | said)


def test_police_at_no_place_at_all_are_asked_about_again(client):
    one = given()
    point()

    assert "Where was it?" in said(noticing(client, one, what="police", place=""))
    assert not Notice.objects.exists()
    assert noticing(client, one, what="police", place="", town="40403").status_code == 200
    assert noticing(client, one, what="bad_batch", place="").status_code == 200


def test_a_meeting_place_is_a_place_where_something_is_noticed(client):
    one, there = given(), point(PointKind.MEETING, "By the river")

    assert noticing(client, one, what="police", place=str(there.pk)).status_code == 200
    kept = Notice.objects.get()
    assert (kept.point, kept.place, kept.county_fips) == (there, None, "21151")


def test_from_what_was_noticed_one_comes_back_without_the_words(client):
    one, there = given(), point()
    done = noticing(client, one, what="closed", place=str(there.shelf.pk))
    back = client.post("/en/more/", hidden(done, "/en/more/"))

    assert back.status_code == 200
    assert back.context["page"].form["kits"].value() == "12"


def test_a_page_that_lay_open_too_long_says_so_and_asks_for_the_words(client):
    one, there = given(), point()
    page = recognised(client, one)
    sent = hidden(page, "/en/more/ask/") | {"kits": "6", "where": str(there.pk)}
    sent["card"] = sent["card"][:-2] + "xx"
    answer = client.post("/en/more/ask/", sent)

    assert answer.status_code == 422
    assert "nothing was sent" in said(answer)
    assert hidden(answer, "/en/more/")
    assert not Bag.objects.exists()


def test_a_card_that_was_ended_meanwhile_is_told(client):
    one = given()
    point()
    page = recognised(client, one)
    Card.objects.all().delete()
    answer = client.post("/en/more/noticed/", hidden(page, "/en/more/noticed/"))

    assert answer.status_code == 404
    assert "Any site gives out a new card" in said(answer)


def test_people_who_were_shown_are_counted(client):
    one = given()
    point()
    page = recognised(client, one)
    form = client.post("/en/more/show/", hidden(page, "/en/more/show/"))
    client.post("/en/more/show/", dict(FIELDS.findall(form.content.decode())) | {"people": "4"})

    year = Tally.objects.get(span="year")
    assert (year.shown, year.showed) == (4, 1)
    assert client.get("/en/more/show/").status_code == 200
    assert client.get("/en/more/show/sheet/").status_code == 200


def test_a_card_is_ended_on_the_page(client):
    one = given()
    point()
    page = recognised(client, one)
    sure = client.post("/en/more/end/", hidden(page, "/en/more/end/"))
    assert Card.objects.exists()
    text = said(sure)
    assert text.index("Keep it") < text.index("Delete it")
    client.post("/en/more/end/", dict(FIELDS.findall(sure.content.decode())))

    assert not Card.objects.exists()
    assert recognised(client, one).status_code == 404


def test_by_mail_the_address_is_sealed_and_the_card_is_not_with_it(client):
    one = given()
    point()
    offer(program(), product(), by_mail=True)
    key_of(program(), at=AT)
    zip_page = asked(client, one, kits=6)
    sent = hidden(zip_page, "/en/more/send/") | {"zip": "40403"}
    form = client.post("/en/more/send/", sent)
    again = hidden(form, "/en/more/send/")
    again |= {"where": "address", "street": "12 Elm St", "name": ""}
    answer = client.post("/en/more/send/", again)
    request = Request.objects.get()

    assert answer.status_code == 302
    assert (request.about_kind, request.county_fips) == ("peers.restock", "21151")
    assert str(one.card.pk) not in (request.about_id, str(request.pk))
    assert {line.units for line in request.lines.all()} == {12}
    assert Tally.objects.get(span="year").kits_mailed == 6
    assert not client.cookies
