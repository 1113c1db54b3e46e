"""What waits: packed, brought, put into a locker, handed over for three words, or back again."""

from datetime import timedelta

import pytest

from beside.peers import pool, recognising
from beside.peers.core.points import BagState, PointKind
from beside.peers.models import Bag, Tally, Terms
from beside.peers.services import bags, cards
from beside.supply.models import Balance
from tests.peers.shared import AT, desk, given, point
from tests.supply.hand.shared import worker
from tests.supply.shared import product, program

pytestmark = pytest.mark.django_db


def ask(one=None, *, there=None, kits: int = 4, nonce: str = "n" * 24, at=AT):
    one = one or given()
    return bags.ask_for_more(
        card=one.card, number=one.number, point=there or point(), product=product(), kits=kits,
        nonce=nonce, at=at,
    )  # fmt: skip


def kits_at(place) -> int:
    return sum(one.units for one in Balance.objects.filter(place=place)) // product().per_kit


def test_at_a_site_it_is_ready_at_once_and_elsewhere_somebody_packs_it():
    assert ask().bag.state == BagState.READY
    meeting = point(PointKind.MEETING, "By the river")
    bag = ask(there=meeting, nonce="m" * 24).bag
    assert bag.state == BagState.ASKED
    with pytest.raises(bags.NotWaiting):
        bags.hand_bag_over(bag=bag, by=worker(), at=AT)
    bags.make_ready(bag=bag, hatch="", by=worker(), at=AT)
    bags.hand_bag_over(bag=bag, by=worker(), at=AT)


def test_its_kits_stand_aside_then_with_the_peers():
    place = desk(40)
    bag = ask().bag
    assert (kits_at(place), pool.held(program())) == (16, 0)
    bags.hand_bag_over(bag=bag, by=worker(), at=AT)
    assert (kits_at(place), pool.held(program())) == (16, 4)


def test_two_pairs_of_hands_and_one_bag():
    bag = ask().bag
    bags.hand_bag_over(bag=bag, by=worker(), at=AT)
    with pytest.raises(bags.NotWaiting):
        bags.hand_bag_over(bag=bag, by=worker(), at=AT)


def test_a_slip_is_undone_until_the_night():
    bag = ask().bag
    bags.hand_bag_over(bag=bag, by=worker(), at=AT)
    bags.take_bag_back(bag=bag, by=worker(), at=AT)
    assert (Bag.objects.get().state, pool.held(program())) == (BagState.READY, 0)
    bags.hand_bag_over(bag=bag, by=worker(), at=AT)
    bags.clear_bags(at=AT + timedelta(hours=12))
    assert not Bag.objects.exists()
    assert pool.held(program()) == 4


def test_what_nobody_takes_goes_back_and_counts_nowhere():
    place = desk(40)
    ask()
    bags.clear_bags(at=AT + timedelta(days=15))

    assert (kits_at(place), Bag.objects.count()) == (20, 0)
    assert Tally.objects.get(span="year").kits == 0


def test_a_bag_knows_no_card_and_a_card_no_bag():
    one = given()
    asked = ask(one)
    values = {str(value) for value in Bag.objects.values_list().get()}

    assert str(one.card.pk) not in values
    assert bytes(asked.bag.words_hash) != bytes(one.card.hash)


def test_a_card_that_ended_leaves_its_bag_to_whoever_has_its_words():
    one = given()
    asked = ask(one)
    cards.end_card(card=one.card, at=AT)

    assert recognising.bag_of(asked.number, AT) == asked.bag


def test_the_smallest_free_number_is_written_on_it():
    first = ask(nonce="a" * 24).bag
    second = ask(nonce="b" * 24).bag
    assert (first.number, second.number) == (1, 2)
    bags.call_bag_off(bag=first, at=AT)
    assert ask(nonce="c" * 24).bag.number == 1


def test_terms_say_how_often_and_how_long():
    Terms.objects.create(program=program(), alone_a_month=1, bag_days=3)
    one = given()
    assert ask(one).bag.until_date == (AT + timedelta(days=3)).date()
    with pytest.raises(bags.AskAtSite):
        ask(one, nonce="b" * 24)
    assert ask(one, nonce="c" * 24, at=AT + timedelta(days=10)).is_new


def test_more_than_a_case_is_a_case():
    assert ask(kits=40).bag.kits == program().peer_cap
