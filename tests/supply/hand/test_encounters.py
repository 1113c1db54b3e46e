"""An encounter is kept whatever the shelf says, once, and can be taken back."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from beside.kernel import clock
from beside.supply import shelves
from beside.supply.core import encounters, people
from beside.supply.core.people import AgeBand, NotABirthYear
from beside.supply.hand import keeping
from beside.supply.models import CountMe, Encounter, Movement
from beside.supply.services import asking_counts, counting, handing
from tests.supply.hand.shared import keep, site, today, told, worker
from tests.supply.shared import product, stocked, vials

pytestmark = pytest.mark.django_db


def on_shelf(place, what=None):
    return shelves.usable(place, what or product(), today())


def test_what_is_handed_over_leaves_the_shelf_first_expiring_first():
    place = site()
    later = stocked(4, at_place=place, lot="LATE")
    sooner = stocked(2, at_place=place, lot="SOON", expires=today() + timedelta(days=90))
    keep(place, units={product(): 4})
    left = {one.lot.number: one.on_hand for one in shelves.shelved(place, product())}
    assert left == {later.number: 2}
    assert sooner.number not in left


def test_when_the_shelf_says_too_little_the_encounter_is_kept_and_the_shelf_asks_to_be_counted():
    place = site()
    stocked(3, at_place=place)
    kept = keep(place, units={product(): 4})
    assert kept.handed.get().short == 1
    assert on_shelf(place) == 0
    assert CountMe.objects.get(settled_at=None).short_units == 1


def test_an_empty_shelf_asks_once_and_remembers_how_much():
    place = site()
    for _ in range(3):
        keep(place, units={product(): 2})
    assert CountMe.objects.get().short_units == 6
    assert asking_counts.settle_count(place=place, by=worker(), at=clock.now()) == 1
    keep(place, units={product(): 2})
    assert CountMe.objects.get(settled_at=None).short_units == 2


def test_one_product_that_is_missing_does_not_keep_another_on_the_shelf():
    place = site()
    stocked(10, at_place=place)
    kept = keep(place, units={product(): 2, vials(): 2})
    assert on_shelf(place) == 8
    assert {one.product.slug: one.short for one in kept.handed.all()} == {
        "nasal_4mg": 0, "vial_0_4mg": 2,
    }  # fmt: skip


def test_sent_twice_it_is_kept_once():
    place, nonce = site(), uuid4()
    stocked(10, at_place=place)
    assert keep(place, nonce=nonce).pk == keep(place, nonce=nonce).pk
    assert on_shelf(place) == 8
    assert Encounter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_it_is_kept_once():
    place, by, nonce, ready = site(), worker(), uuid4(), threading.Barrier(4)
    stocked(10, at_place=place)
    units = {product(): 2}

    def send():
        ready.wait()
        keep(place, by=by, nonce=nonce, units=units)
        connections.close_all()

    senders = [threading.Thread(target=send) for _ in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert Encounter.objects.count() == 1
    assert on_shelf(place) == 8


def test_taken_back_it_counts_nowhere_and_the_stock_stands_there_again():
    place, user = site(), worker()
    stocked(4, at_place=place)
    kept = keep(place, by=user, units={product(): 4})
    handing.undo_encounter(encounter=kept, by=user, at=clock.now())
    assert on_shelf(place) == 4
    with pytest.raises(handing.AlreadyTaken):
        handing.undo_encounter(encounter=kept, by=user, at=clock.now())
    assert Movement.objects.filter(about_id=str(kept.pk)).count() == 2


def test_nothing_told_is_nothing_kept():
    with pytest.raises(handing.NothingTold):
        keep(units={})


def test_a_day_to_come_is_refused():
    with pytest.raises(handing.StillToCome):
        keep(on_date=today() + timedelta(days=2))


def test_syringes_alone_are_an_encounter():
    assert keep(units={}, syringes_back=120).syringes_back == 120


def test_a_whole_list_is_kept_or_nothing():
    place, user = site(), worker()
    rows = [(place, told()), (place, told(units={}))]
    with pytest.raises(handing.NothingTold):
        handing.keep_all(rows=rows, by=user, at=clock.now())
    assert not Encounter.objects.exists()


def test_a_list_brought_in_again_adds_nothing():
    place, user = site(), worker()
    rows = [(place, told()) for _ in range(3)]
    assert handing.keep_all(rows=rows, by=user, at=clock.now()).new == 3
    again = handing.keep_all(rows=rows, by=user, at=clock.now())
    assert (again.new, again.known) == (0, 3)


def test_after_three_years_what_described_the_person_is_gone_and_the_count_stays():
    at = clock.now()
    old, new = keep(on_date=today() - timedelta(days=1200), **_person()), keep(**_person())
    assert keeping.destroy_descriptions(at - keeping.PERSONS, at) == 1
    assert keeping.destroy_descriptions(at - keeping.PERSONS, at) == 0
    for one in (old, new):
        one.refresh_from_db()
    assert (old.age, old.race, old.county_fips) == ("", [], "")
    assert new.age == "25-34"
    assert Encounter.objects.count() == 2


def _person():
    return {
        "age": AgeBand.TO_34, "gender": people.Gender.WOMAN, "race": [people.Race.WHITE],
        "county_fips": "21151",
    }  # fmt: skip


def test_syringes_are_weighed_at_281_to_the_pound():
    assert encounters.syringes_of_weight(1) == 281
    assert encounters.syringes_of_weight(2.5) == 702


@given(st.integers(0, 120))
def test_every_age_lies_in_one_band(age):
    band = people.band_of_age(age)
    low, _, high = band.value.replace("+", "-200").partition("-")
    assert int(low) <= age <= int(high)


@pytest.mark.parametrize("year", [1800, 2030])
def test_nobody_was_born_then(year):
    with pytest.raises(NotABirthYear):
        people.band_of_birth(year, 2026)


def test_a_shelf_that_was_counted_asks_no_more():
    place, by, at = site(), worker(), clock.now()
    stocked(3, at_place=place)
    keep(place, by=by, units={product(): 4})
    stocked(10, at_place=place, lot="NEXT")
    count = counting.begin_count(place=place, at=at, by=by)
    counting.write_found(count=count, found={count.lines.get().lot: 9}, at=at, by=by)
    counting.post_count(count=count, at=at, by=by)
    assert not CountMe.objects.filter(settled_at=None).exists()
