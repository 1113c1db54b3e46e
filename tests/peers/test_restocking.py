"""Kits go from a shelf to the place of peers, and into sums. In seconds, and with an undo."""

from uuid import uuid4

import pytest

from beside.kernel.models import Act
from beside.peers import noting, pool
from beside.peers.models import Tally
from beside.peers.services import restocking
from beside.supply.core.asking import Beyond
from beside.supply.core.places import PlaceKind
from beside.supply.models import Balance, CountMe, Movement
from tests.peers.shared import AT, desk, given, restock
from tests.supply.hand.shared import worker
from tests.supply.shared import product, program

pytestmark = pytest.mark.django_db


def kits_at(place) -> int:
    return sum(one.units for one in Balance.objects.filter(place=place)) // product().per_kit


def year() -> Tally:
    return Tally.objects.get(span="year")


def test_kits_leave_the_shelf_for_the_peers_place():
    place = desk(48)
    restock(given())

    assert (kits_at(place), pool.held(program())) == (12, 12)
    assert Movement.objects.last().about_kind == "peers.restock"


def test_all_peers_hold_their_kits_in_one_place():
    place = desk()
    for _ in range(3):
        restock(given(), kits=4)

    pools = place.program.places.filter(kind=PlaceKind.PEERS)
    assert [kits_at(one) for one in pools] == [12]


def test_it_is_added_up_by_month_quarter_and_year():
    one, other = given(), given()
    restock(one)
    restock(one, kits=6)
    restock(other, kits=2)

    sums = {(tally.span, tally.peers, tally.restocks, tally.kits) for tally in Tally.objects.all()}
    assert sums == {("month", 2, 3, 20), ("quarter", 2, 3, 20), ("year", 2, 3, 20)}


def test_more_than_a_case_needs_a_reason():
    one = given()
    with pytest.raises(noting.NotThatMany):
        restock(one, kits=13)

    restock(one, kits=24, beyond=Beyond.FAR_AWAY)
    told = Act.objects.filter(verb="peer_restocked").last().detail
    assert (told["asked"], told["agreed"], told["why"]) == (24, 24, "beyond")


def test_the_record_says_what_was_asked_offered_and_agreed_and_who_handed_it_over():
    by = worker()
    restock(given(), kits=8, by=by)
    act = Act.objects.get(verb="peer_restocked")

    assert act.detail == {"asked": 8, "offered": 12, "agreed": 8, "why": "for_others",
                          "way": "desk"}  # fmt: skip
    assert (act.by, act.on_id) == (str(by.pk), str(program().pk))


def test_what_is_in_the_hand_is_given_though_the_shelf_says_less():
    place = desk(10)
    done = restock(given())

    assert (done.kits, done.short, kits_at(place)) == (12, 7, 0)
    assert CountMe.objects.get().short_units == 14
    assert year().kits == 12


def test_sent_twice_it_is_one_restock():
    desk()
    nonce, one = uuid4(), given()
    restock(one, nonce=nonce)
    with pytest.raises(restocking.SentBefore):
        restock(one, nonce=nonce)

    assert year().restocks == 1


def test_a_slip_is_undone_and_counts_nowhere():
    place = desk(48)
    done = restock(given())
    restocking.undo_restock(
        movement=done.movement, program=place.program, kits=12, by=worker(), at=AT
    )

    assert (kits_at(place), pool.held(place.program)) == (24, 0)
    assert (year().restocks, year().kits) == (0, 0)
