"""The ledger: balanced, append-only, never below nought; lots split, first expiring first."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from beside.kernel import clock, house
from beside.supply import shelves
from beside.supply.core.places import Movement as Why
from beside.supply.core.places import PlaceKind
from beside.supply.models import Balance, Entry, Movement
from beside.supply.posting import Leg, NotThere, post
from beside.supply.services import aside, moving
from tests.supply.shared import product, shelf, stocked

pytestmark = pytest.mark.django_db


def on_hand(place, lot):
    return Balance.objects.filter(place=place, lot=lot).values_list("units", flat=True).first() or 0


def test_what_comes_in_stands_on_the_shelf_and_against_its_source():
    lot = stocked(24)

    assert on_hand(shelf(), lot) == 24
    assert on_hand(shelves.edge(shelf().program, PlaceKind.RECEIVED_FROM), lot) == -24


def test_no_shelf_goes_below_nought_and_nothing_is_half_done():
    at, lot = clock.now(), stocked(4)
    given = shelves.edge(shelf().program, PlaceKind.GIVEN)

    with pytest.raises(NotThere):
        post([Leg(lot, 5, shelf(), given)], why=Why.GIVEN, at=at, on_date=house.today(at))

    assert (on_hand(shelf(), lot), Movement.objects.filter(why=Why.GIVEN).count()) == (4, 0)


def test_the_database_refuses_a_movement_that_does_not_balance():
    lot = stocked(4)
    movement = Movement.objects.get()

    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        Entry.objects.create(movement=movement, place=shelf(), lot=lot, units=2)


@pytest.mark.parametrize("row", [Movement, Entry])
def test_what_was_posted_stays_as_it_was_posted(row):
    stocked(4)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.objects.update(**({"units": 1} if row is Entry else {"reason": "other"}))


def test_a_wish_is_split_across_lots_the_first_to_expire_first():
    at = clock.now()
    late = stocked(24, lot="LATE", expires=house.today(at) + timedelta(days=400))
    soon = stocked(6, lot="SOON", expires=house.today(at) + timedelta(days=40))
    stocked(50, lot="PAST", expires=house.today(at) - timedelta(days=1))

    aside.set_aside(shelf=shelf(), wanted={product(): 10}, about=("supply.request", 1), at=at)

    assert shelves.lots_aside(shelf(), ("supply.request", 1)) == {soon.pk: 6, late.pk: 4}
    assert (on_hand(shelf(), soon), on_hand(shelf(), late)) == (0, 20)


def test_too_little_takes_nothing():
    stocked(6)

    with pytest.raises(aside.OutOfStock) as refused:
        aside.set_aside(shelf=shelf(), wanted={product(): 8}, about=("supply.request", 1),
                        at=clock.now())  # fmt: skip

    usable = shelves.usable(shelf(), product(), house.today(clock.now()))
    assert (refused.value.short, usable) == (2, 6)


def test_what_was_set_aside_goes_back_or_leaves():
    at, lot = clock.now(), stocked(6)
    first, second = ("supply.request", 1), ("supply.request", 2)
    for about in (first, second):
        aside.set_aside(shelf=shelf(), wanted={product(): 2}, about=about, at=at)

    aside.put_back(shelf=shelf(), about=first, at=at)
    transit = shelves.edge(shelf().program, PlaceKind.IN_TRANSIT)
    aside.let_go(shelf=shelf(), target=transit, why=Why.POSTED, about=second, at=at)

    assert (on_hand(shelf(), lot), on_hand(transit, lot)) == (4, 2)
    assert aside.put_back(shelf=shelf(), about=first, at=at) is None
    with pytest.raises(NotThere):
        aside.let_go(shelf=shelf(), target=transit, why=Why.POSTED, about=second, at=at)


def test_an_undoing_posts_the_same_the_other_way_once(django_user_model):
    from tests import people

    at, lot, somebody = clock.now(), stocked(6), people.person("packer")
    given = moving.give(
        shelf=shelf(), wanted={product(): 4}, about=("supply.encounter", 1), at=at,
        on_date=date(2026, 11, 1), by=somebody,
    )  # fmt: skip

    moving.undo(movement=given, at=at, by=somebody)

    assert on_hand(shelf(), lot) == 6
    with pytest.raises(moving.AlreadyUndone):
        moving.undo(movement=given, at=at, by=somebody)
