"""What went wrong in other stock systems, one test each, named for where it was reported."""

from datetime import date, timedelta

import pytest
from django.db.models import Sum

from beside.kernel import clock, house
from beside.supply import shelves
from beside.supply.core import fefo
from beside.supply.core.fefo import OutOfStock, Shelved
from beside.supply.core.places import ONCE, PlaceKind
from beside.supply.core.places import Movement as Why
from beside.supply.core.units import INTRAMUSCULAR, NASAL, Pack
from beside.supply.models import Balance, CountLine, Entry, Lot, Movement
from beside.supply.posting import AlreadyPosted
from beside.supply.services import aside, counting, extending, moving, programs, receiving
from tests import people
from tests.supply.shared import product, shelf, stocked, vials

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)
REQUEST = ("supply.request", 1)


def at_noon(day: date):
    return clock.now().replace(year=day.year, month=day.month, day=day.day, hour=12)


def on_hand(place, lot):
    return Balance.objects.filter(place=place, lot=lot).values_list("units", flat=True).first() or 0


def given(units, **facts):
    at = facts.pop("at", clock.now())
    return moving.give(shelf=shelf(), wanted={product(): units}, about=("supply.encounter", 1),
                       at=at, on_date=facts.pop("on_date", house.today(at)), by=None)  # fmt: skip


def lots_of(movement, place_kind=PlaceKind.GIVEN):
    entries = Entry.objects.filter(movement=movement, place__kind=place_kind)
    return {entry.lot.number: entry.units for entry in entries}


def test_erpnext_58640_one_lot_that_cannot_cover_the_wish_is_followed_by_the_next():
    at = clock.now()
    stocked(6, lot="SOON", expires=house.today(at) + timedelta(days=30))
    stocked(20, lot="LATER", expires=house.today(at) + timedelta(days=300))

    assert lots_of(given(10)) == {"SOON": 6, "LATER": 4}


def test_erpnext_12843_what_has_expired_can_be_written_off_though_not_given_out():
    at, somebody = clock.now(), people.person("packer")
    lot = stocked(8, expires=house.today(at) - timedelta(days=1))

    with pytest.raises(OutOfStock):
        given(2)
    moving.write_off(place=shelf(), lots={lot: 8}, why=Why.DESTROYED, reason="expired", at=at,
                     on_date=house.today(at), by=somebody)  # fmt: skip

    assert on_hand(shelf(), lot) == 0


def test_erpnext_46231_a_paper_typed_late_takes_the_lot_that_stood_there_on_its_day():
    """Their case, day by day; the second lot expires first, so plain order would take it."""
    first, second, third, fourth = (ON + timedelta(days=n) for n in range(4))
    stocked(10, lot="BATCH1", expires=ON + timedelta(days=400), at=at_noon(first))
    given(5, at=at_noon(second))
    stocked(10, lot="BATCH2", expires=ON + timedelta(days=200), at=at_noon(fourth))

    assert lots_of(given(5, at=at_noon(fourth), on_date=third)) == {"BATCH1": 5}


def test_a_paper_typed_before_its_delivery_was_typed_is_not_refused():
    stocked(10, lot="LATE", at=at_noon(ON + timedelta(days=3)))

    assert lots_of(given(4, at=at_noon(ON + timedelta(days=3)), on_date=ON)) == {"LATE": 4}


def test_erpnext_11447_the_lot_that_expires_first_is_taken_and_not_the_smallest():
    there = [
        Shelved("small, late", 4, ON + timedelta(days=300), 1),
        Shelved("large, soon", 400, ON + timedelta(days=30), 2),
    ]

    assert [each.lot for each in fefo.take(there, 4, on=ON)] == ["large, soon"]


def test_odoo_22850_the_order_rests_on_the_expiry_itself_and_on_no_second_date():
    """There a removal date, empty unless set, decided; here an extension moves the expiry."""
    at, somebody = clock.now(), people.person("packer")
    soon = stocked(4, lot="SOON", expires=house.today(at) + timedelta(days=30))
    stocked(4, lot="LATER", expires=house.today(at) + timedelta(days=90))
    paper = programs.add_document(title="Letter", reference="", url="", dated_on=None, at=at,
                                  by=somebody)  # fmt: skip
    extending.extend_lots(lots=[soon], until=house.today(at) + timedelta(days=400), document=paper,
                          at=at, by=somebody)  # fmt: skip

    assert lots_of(given(4)) == {"LATER": 4}


def test_open_msupply_5078_expired_stock_is_not_issued_by_hand_either():
    at = clock.now()
    stocked(8, expires=house.today(at) - timedelta(days=1))

    with pytest.raises(OutOfStock) as refused:
        given(1)

    assert refused.value.short == 1


def test_open_msupply_10065_expired_and_held_lots_are_never_allocated():
    at = clock.now()
    stocked(50, lot="PAST", expires=house.today(at) - timedelta(days=1))
    stocked(6, lot="GOOD", expires=house.today(at))

    aside.set_aside(shelf=shelf(), wanted={product(): 6}, about=REQUEST, at=at)
    with pytest.raises(aside.OutOfStock):
        aside.set_aside(shelf=shelf(), wanted={product(): 2}, about=REQUEST, at=at)

    good = Lot.objects.get(number="GOOD")
    assert shelves.lots_aside(shelf(), REQUEST) == {good.pk: 6}


def test_open_msupply_1983_no_shortage_without_its_reason():
    at = clock.now()
    stocked(10, lot="PAST", expires=house.today(at) - timedelta(days=1))
    stocked(4, lot="SHORT", expires=house.today(at) + timedelta(days=5))
    stocked(3, lot="GOOD")

    why = shelves.shortfall(shelf(), product(), 12, house.today(at), margin=timedelta(days=30))

    assert (why.usable, why.expired, why.too_short, why.loose, why.held) == (2, 10, 4, 1, 0)
    assert why.missing == 10


def test_open_msupply_7930_what_is_set_aside_leaves_the_shelf_and_what_leaves_leaves_both():
    at, lot = clock.now(), stocked(10)
    aside.set_aside(shelf=shelf(), wanted={product(): 4}, about=REQUEST, at=at)
    beside = shelves.aside_of(shelf())

    assert (on_hand(shelf(), lot), on_hand(beside, lot)) == (6, 4)
    transit = shelves.edge(shelf().program, PlaceKind.IN_TRANSIT)
    aside.let_go(shelf=shelf(), target=transit, why=Why.POSTED, about=REQUEST, at=at)
    assert (on_hand(shelf(), lot), on_hand(beside, lot), on_hand(transit, lot)) == (6, 0, 4)


def test_open_msupply_4559_a_count_in_packs_is_posted_against_what_stood_when_it_was_begun():
    """Their one pack of two, counted as five packs, is ten; and what left meanwhile has left."""
    at, somebody = clock.now(), people.person("packer")
    lot = stocked(2)
    count = counting.begin_count(place=shelf(), at=at, by=somebody)
    found = product().packs.units(5, Pack.KIT)
    counting.write_found(count=count, found={lot: found}, at=at, by=somebody)
    given(1)

    counting.post_count(count=count, at=at, by=somebody)

    assert CountLine.objects.get().stood == 2
    assert on_hand(shelf(), lot) == 10 - 1
    assert product().packs == NASAL


def test_open_msupply_2668_the_pack_that_was_meant_is_the_pack_that_is_counted():
    assert NASAL.units(462, Pack.CASE) == 11_088
    assert NASAL.whole(11_088, Pack.KIT) == 5_544
    assert (INTRAMUSCULAR.units(1, Pack.BOX), NASAL.units(1, Pack.BOX)) == (10, 2)
    assert vials().packs.of(Pack.BOX) == 10


def test_bhima_5177_what_is_at_risk_of_expiry_is_never_more_than_what_stands_there():
    at = clock.now()
    stocked(10, expires=house.today(at) + timedelta(days=20))
    given(7)

    at_risk = Balance.objects.filter(
        place=shelf(), lot__expires_date__lt=house.today(at) + timedelta(days=90)
    ).aggregate(all=Sum("units"))["all"]
    assert at_risk == 3
    assert not Balance.objects.filter(units__lt=0, is_boundless=False).exists()


def test_inventree_5950_the_expiry_of_a_delivery_is_kept_when_it_is_received():
    at = clock.now()
    line = receiving.Delivered(product(), "b7 ", date(2028, 3, 31), 24)
    receiving.receive(place=shelf(), delivered=[line], at=at, on_date=house.today(at), by=None)

    lot = Lot.objects.get(number="B7")
    assert (lot.expires_date, lot.printed_date) == (date(2028, 3, 31), date(2028, 3, 31))


def test_openboxes_1235_on_hand_is_the_sum_of_the_entries_and_not_a_second_truth():
    lot = stocked(10)
    given(4)
    given(2)

    entries = Entry.objects.filter(place=shelf(), lot=lot).aggregate(all=Sum("units"))["all"]
    assert on_hand(shelf(), lot) == entries == 4


def test_openboxes_1486_a_form_that_is_sent_twice_moves_stock_once():
    at, line = clock.now(), receiving.Delivered(product(), "A1", date(2028, 3, 31), 24)
    facts = {
        "place": shelf(),
        "delivered": [line],
        "at": at,
        "on_date": house.today(at),
        "by": None,
    }
    receiving.receive(**facts, about=(ONCE, "0190"))

    with pytest.raises(AlreadyPosted):
        receiving.receive(**facts, about=(ONCE, "0190"))

    assert (Movement.objects.count(), on_hand(shelf(), Lot.objects.get())) == (1, 24)


def test_openlmis_42_the_first_receipt_of_a_lot_stands_on_hand_as_it_was_received():
    lot = stocked(24)
    stocked(24, at_place=shelf(kind=PlaceKind.SITE))

    assert on_hand(shelf(), lot) == on_hand(shelf(kind=PlaceKind.SITE), lot) == 24
