"""Kits given, read from the ledger: by county, by way, by shelf."""

from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.supply.core.places import Movement as Why
from beside.supply.core.places import PlaceKind
from beside.supply.models import Agency, Order, Place, Request
from beside.supply.need import given
from beside.supply.need.given import Way
from beside.supply.services import aside, moving
from tests import people
from tests.supply.hand.shared import keep
from tests.supply.need.shared import MADISON, OWSLEY, desk, give, program, today
from tests.supply.shared import product, stocked

pytestmark = pytest.mark.django_db


def of(first=None, last=None):
    return given.given([program()], first or today() - timedelta(days=30), last or today())


def test_a_hand_over_counts_where_the_person_lives():
    place = desk()
    stocked(40, at_place=place)
    keep(place, units={product(): 6}, county_fips=OWSLEY)
    keep(place, units={product(): 4})

    assert of().kits == {(OWSLEY, Way.HAND): 3, (MADISON, Way.HAND): 2}


def test_kits_the_shelf_could_not_show_are_counted_too():
    place = desk()
    stocked(2, at_place=place)
    keep(place, units={product(): 8}, county_fips=OWSLEY)

    assert of().total == 4


def test_what_was_undone_counts_nowhere():
    movement = give(12)
    assert of().kits == {(MADISON, Way.HAND): 12}

    moving.undo(movement=movement, at=clock.now(), by=people.person("packer"))

    assert of().kits == {}


def test_only_the_days_asked_for_count():
    movement = give(12)
    assert movement.on_date == today()

    assert of(today() - timedelta(days=60), today() - timedelta(days=1)).total == 0


def _let_go(about, target, why, kits=5):
    shelf, at = desk(), clock.now()
    stocked(2 * kits, at_place=shelf, lot=f"LOT{kits}")
    aside.set_aside(shelf=shelf, wanted={product(): 2 * kits}, about=about, at=at)
    return aside.let_go(shelf=shelf, target=target, why=why, about=about, at=at)


def test_the_post_an_order_and_peers_are_ways_of_their_own():
    def place(kind, **facts):
        return Place.objects.create(program=program(), kind=kind, **facts)

    at = clock.now()
    request = Request.objects.create(
        program=program(), way="address", language="en", for_others=False, county_fips=OWSLEY,
        us_state="KY", asked_at=at, promised_at=at, moved_at=at,
    )  # fmt: skip
    jail = place(PlaceKind.AGENCY, name="Jail")
    agency = Agency.objects.create(
        program=program(), name="Jail", plain_name="jail", kind="jail", county_fips=MADISON,
        asked_at=at, place=jail, state="open",
    )  # fmt: skip
    order = Order.objects.create(
        agency=agency, nonce="n1", code="ABC-DEF", state="approved", placed_at=at,
        answer_by_date=today(),
    )  # fmt: skip
    _let_go(("supply.request", request.pk), place(PlaceKind.IN_TRANSIT), Why.POSTED, 2)
    _let_go(("supply.order", order.pk), jail, Why.SHIPPED, 12)
    _let_go(("supply.peer", "1"), place(PlaceKind.PEERS), Why.MOVED, 24)

    assert of().kits == {
        (OWSLEY, Way.MAIL): 2, (MADISON, Way.CORRECTIONS): 12, (MADISON, Way.PEERS): 24,
    }  # fmt: skip
    assert given.by_shelf([program()], today(), today()) == {desk().pk: 38}


def test_others_see_no_small_count_nor_one_it_follows_from():
    give(240)
    give(3, OWSLEY)

    shown = given.published(of())

    assert (OWSLEY, Way.HAND) not in shown.kits
    assert OWSLEY in shown.hidden
    assert not shown.is_exact
