"""The desk of staff: a card and a number, done; cards are printed once and never listed."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from beside.kernel import word_codes
from beside.peers import pool, recognising
from beside.peers.core.points import PointKind
from beside.peers.models import Bag, Card, Fund, Notice, Point, Stipend, Tally, Terms
from beside.supply.models import Encounter
from tests import people
from tests.peers.shared import AT, desk, given, point, restock
from tests.peers.test_bags import ask
from tests.peers.test_money import earn, fund
from tests.peers.test_noticed import tell
from tests.peers.test_public import FIELDS, said, words
from tests.supply.hand.shared import worker
from tests.supply.shared import product, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]
STAFF = "/en/staff/peers"


def signed_in(role: str = "program_manager", slug: str = "kyhrc") -> Client:
    return people.sign_in(Client(), worker(role, slug=slug), fresh=True)


def hand(client, one, place, **told):
    sent = {"words": words(one), "kits": "12", "nonce": str(uuid4()),
            "product": str(product().pk), "beyond": ""} | told  # fmt: skip
    return client.post(f"{STAFF}/?place={place.pk}", sent)


def test_a_card_and_one_press_and_twelve_are_with_the_peer():
    place, one, hers = desk(), given(), signed_in("navigator")
    page = hers.get(f"{STAFF}/?place={place.pk}")
    assert page.context["page"].form["kits"].value() == 12
    answer = hand(hers, one, place)

    assert answer.status_code == 302
    assert pool.held(program()) == 12
    assert not Encounter.objects.exists()
    after = hers.get(answer["Location"])
    assert "12 kits are with the peer now" in said(after)
    undo = re.search(r'action="(/en/staff/peers/undo/[^"]+)"', after.content.decode())[1]
    hers.post(undo)
    assert pool.held(program()) == 0


def test_a_scanner_that_ends_with_enter_reads_the_card_and_hands_nothing_over():
    place, one, hers = desk(), given(), signed_in("navigator")
    body = hers.get(f"{STAFF}/?place={place.pk}").content.decode()
    buttons = re.findall(r'<button[^>]*name="read"|<button class="big"', body)
    assert "read" in buttons[0]  # Enter presses the first one of a form
    page = hand(hers, one, place, read="yes")

    assert page.status_code == 200
    assert "Nothing is handed over yet" in said(page)
    assert 'name="read"' not in page.content.decode()
    assert pool.held(program()) == 0
    assert hand(hers, one, place).status_code == 302


def test_the_address_a_scanner_reads_is_the_card():
    place, one = desk(), given()
    address = f"https://example.org/en/more/{words(one).replace(' ', '-')}/"
    assert hand(signed_in("packer"), one, place, words=address).status_code == 302


def test_words_that_are_no_card_and_too_many_kits_are_told_at_their_field():
    place, hers = desk(), signed_in()
    answer = hand(hers, given(), place, words=word_codes.say(0, "en"))
    assert (answer.status_code, "No card has these words" in said(answer)) == (422, True)
    answer = hand(hers, given(), place, kits="30")
    assert "choose why" in said(answer)
    assert hand(hers, given(), place, kits="30", beyond="far_away").status_code == 302


def test_what_became_of_the_ones_before_is_asked_after_it():
    place, one, hers = desk(), given(), signed_in()
    page = hers.get(hand(hers, one, place)["Location"])
    fields = dict(FIELDS.findall(page.content.decode()))
    sent = {"telling": fields["telling"], "drawn": fields["drawn"], "handed_on": "7", "still": "5"}
    hers.post(f"{STAFF}/told/", sent)

    year = Tally.objects.get(span="year")
    assert (year.told_n, year.told_x, year.told_y) == (1, 12, 7)


def test_cards_are_printed_once_and_the_words_are_good():
    hers = signed_in()
    desk()
    page = hers.post(f"{STAFF}/cards/", {"program": program().pk, "count": "2"})
    cards = page.context["page"].cards

    assert len(cards) == Card.objects.count() == 2
    for one in cards:
        assert recognising.card_of(one.number, AT) is not None
        assert word_codes.say(one.number, "es") in said(page)
    paper = re.search(r'<div class="pockets">.*', page.content.decode(), re.S)[0].lower()
    for word in ("naloxone", "narcan", "peer", "overdose", "drug"):
        assert word not in paper
    assert "no-store" in page["Cache-Control"]


def test_no_page_lists_cards():
    hers, ours = signed_in(), [given() for _ in range(6)]
    desk()
    for one in ours:
        restock(one, kits=2)
    for path in ("", "cards/", "waiting/", "noticed/", "money/", "terms/", "reach/"):
        body = hers.get(f"{STAFF}/{path}").content.decode()
        for one in ours:
            assert str(one.card.pk) not in body
            assert words(one) not in body


def test_a_card_that_is_shown_gets_other_words_or_ends():
    hers, one = signed_in("navigator"), given()
    desk()
    page = hers.post(f"{STAFF}/card/", {"look-words": words(one)})
    token = page.context["page"].token
    printed = hers.post(f"{STAFF}/card/", {"card": token, "do": "replace"})
    fresh = printed.context["page"].cards[0].number
    assert recognising.card_of(one.number, AT) is None

    page = hers.post(f"{STAFF}/card/", {"look-words": word_codes.say(fresh, "en")})
    ending = {"card": page.context["page"].token, "do": "end"}
    hers.post(f"{STAFF}/card/", ending)
    assert Card.objects.exists()
    hers.post(f"{STAFF}/card/", ending | {"sure": "yes"})
    assert not Card.objects.exists()


def test_before_a_card_ends_what_is_owed_on_it_is_told():
    hers, one, county = signed_in(), given(), fund()
    desk()
    earn(one, county, 4_000)
    page = hers.post(f"{STAFF}/card/", {"look-words": words(one)})
    sure = hers.post(f"{STAFF}/card/", {"card": page.context["page"].token, "do": "end"})

    assert "$40 is still to be paid" in said(sure)


def test_why_no_card_is_shown_is_said():
    hers, one = signed_in("navigator"), given()
    desk()
    faults = [({"look-words": "one two three"}, "not three of our words"),
              ({"look-words": word_codes.say(0, "en")}, "No card has these words"),
              ({"card": "old", "do": "end", "sure": "yes"}, "nothing was done")]  # fmt: skip
    for sent, words_of_it in faults:
        assert words_of_it in said(hers.post(f"{STAFF}/card/", sent, follow=True))
    assert recognising.card_of(one.number, AT)


def test_a_stipend_is_added_and_paid_to_who_says_the_words():
    hers, one, county = signed_in(), given(), fund()
    desk()
    page = hers.post(f"{STAFF}/card/", {"look-words": words(one)})
    sent = {"card": page.context["page"].token, "nonce": str(uuid4())}
    added = hers.post(f"{STAFF}/card/", sent | {"do": "earn", "dollars": "40", "fund": county.pk})
    assert "$40 to be paid" in said(added)
    sent["nonce"] = str(uuid4())
    hers.post(f"{STAFF}/card/", sent | {"do": "pay", "dollars": "40.00", "fund": county.pk})

    assert Stipend.objects.get().cents_paid == 4_000
    too_much = hers.post(f"{STAFF}/card/", sent | {"do": "pay", "dollars": "1", "fund": county.pk})
    assert too_much.status_code == 422


def test_who_may_not_pay_sees_no_purse_to_pay_from():
    one, county = given(), fund()
    desk()
    earn(one, county, 4_000)
    packer = signed_in("packer")
    page = packer.post(f"{STAFF}/card/", {"look-words": words(one)})
    sent = {"card": page.context["page"].token, "nonce": str(uuid4()), "fund": county.pk}
    packer.post(f"{STAFF}/card/", sent | {"do": "pay", "dollars": "40"})

    assert page.context["page"].pays == []
    assert Stipend.objects.get().cents_paid == 0


def test_a_bag_is_put_into_a_locker_and_taken_out():
    hers = signed_in("packer")
    bag = ask(there=point(PointKind.LOCKER, "Wash")).bag
    page = hers.get(f"{STAFF}/waiting/")
    assert [one.pk for one in page.context["page"].packing] == [bag.pk]
    hers.post(f"{STAFF}/waiting/{bag.pk}/ready/", {"hatch": ""})
    assert Bag.objects.get().state == "asked"
    hers.post(f"{STAFF}/waiting/{bag.pk}/ready/", {"hatch": "4711"})
    hers.post(f"{STAFF}/waiting/{bag.pk}/hand/")
    assert pool.held(program()) == 4


def test_three_words_at_the_desk_find_what_waits():
    asked = ask()
    hers = signed_in("navigator")
    page = hers.post(f"{STAFF}/waiting/", {"words": word_codes.say(asked.number, "es")})
    assert page.context["page"].found == asked.bag
    assert hers.post(f"{STAFF}/waiting/", {"words": word_codes.say(0, "en")}).status_code == 404


def test_bags_and_notices_and_funds_of_another_program_are_not_here():
    asked, county = ask(), fund()
    tell()
    theirs = signed_in(slug="lexington")
    for path in (f"waiting/{asked.bag.pk}/hand/", f"money/{county.pk}/close/",
                 f"noticed/{Notice.objects.get().pk}/"):  # fmt: skip
        assert theirs.post(f"{STAFF}/{path}").status_code == 404
    assert theirs.get(f"{STAFF}/terms/points/{Point.objects.get().pk}/").status_code == 404


def test_what_was_noticed_stands_over_every_page_until_somebody_has_seen_it():
    hers = signed_in()
    tell(note="pink powder")
    assert "noticed and not seen" in said(hers.get(f"{STAFF}/"))
    page = hers.get(f"{STAFF}/noticed/")
    assert "pink powder" in said(page)
    hers.post(f"{STAFF}/noticed/{Notice.objects.get().pk}/")
    assert "noticed and not seen" not in said(hers.get(f"{STAFF}/"))
    hers.post(f"{STAFF}/noticed/{Notice.objects.get().pk}/", {"answer": "acted"})
    assert "We did something about it" in said(hers.get(f"{STAFF}/noticed/"))


def test_a_fund_is_named_for_who_gives():
    hers = signed_in()
    desk()
    sent = {"program": program().pk, "name": "Jessica"}
    assert hers.post(f"{STAFF}/money/", sent).status_code == 422
    hers.post(f"{STAFF}/money/", sent | {"name": "State grant"})
    county = Fund.objects.get()
    hers.post(f"{STAFF}/money/{county.pk}/fill/", {"dollars": "100.50", "nonce": str(uuid4())})
    hers.post(f"{STAFF}/money/{county.pk}/draw/", {"dollars": "500", "nonce": str(uuid4())})
    assert Fund.objects.get().cents_left == 10_050
    assert "$100.50" in said(hers.get(f"{STAFF}/money/"))


def test_a_fund_closed_by_a_slip_is_opened_again_and_filled_once():
    hers, county = signed_in(), fund()
    desk()
    closed = hers.post(f"{STAFF}/money/{county.pk}/close/", follow=True)
    assert f"{STAFF}/money/{county.pk}/open/" in closed.content.decode()
    hers.post(f"{STAFF}/money/{county.pk}/open/")
    before, filling = Fund.objects.get(), {"dollars": "10", "nonce": str(uuid4())}
    assert before.closed_at is None
    for _ in range(2):
        hers.post(f"{STAFF}/money/{county.pk}/fill/", filling)
    assert Fund.objects.get().cents_left == before.cents_left + 1_000


def test_terms_and_points_are_kept():
    hers, place = signed_in(), desk()
    url = f"{STAFF}/terms/{program().pk}/"
    hers.post(url, {"alone_a_month": "2", "bag_days": "7", "kit_dollars": "41.5",
                    "year_dollars": "500"})  # fmt: skip
    terms = Terms.objects.get()
    assert (terms.alone_a_month, terms.kit_cents, terms.most_cents_a_year) == (2, 4_150, 50_000)
    hers.post(f"{url}point/", {"new-kind": "meeting", "new-name": "Bridge", "new-when_en": "Fri",
                               "new-shelf": place.pk, "new-position": "1"})  # fmt: skip
    bridge = Point.objects.get()
    hers.post(f"{STAFF}/terms/points/{bridge.pk}/", {"do": "close"})
    assert Point.objects.get().closed_at
    assert hers.get(url).status_code == 200


def test_all_cards_end_at_once_for_who_has_just_confirmed_it():
    hers = signed_in()
    desk()
    given()
    assert "Keep the cards" in said(hers.get(f"{STAFF}/cards/end/{program().pk}/"))
    hers.post(f"{STAFF}/cards/end/{program().pk}/")
    assert Card.objects.exists()
    hers.post(f"{STAFF}/cards/end/{program().pk}/", {"sure": "yes"})
    assert not Card.objects.exists()
