"""What an agency may order, what is asked of it, and what goes along by itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from beside.supply import shelves
from beside.supply.agency import offers
from beside.supply.core import supplying
from beside.supply.core.law import Topic
from beside.supply.core.places import PlaceKind
from beside.supply.core.supplying import Held, NotCases, Paper, blocked, cases
from beside.supply.core.units import NASAL
from beside.supply.models import AgencyReversal, Balance, Order, OrderTerms
from beside.supply.services import deciding, filling, letting_in, ordering
from beside.supply.services.letting_in import Door
from beside.supply.services.ordering import Wish
from tests.supply import shared as stock
from tests.supply.agency import shared
from tests.supply.agency.shared import A_BOX, AT

DAY = timedelta(days=1)
db = pytest.mark.django_db


@given(st.integers(0, 10_000))
def test_whole_cases_lose_no_unit(number):
    assert cases(f" {number} ", NASAL) == number * 24


@pytest.mark.parametrize("typed", ["1.5", "2,25", "-1", "many", "1e9", "NaN", "inf"])
def test_what_is_no_whole_number_of_cases_is_refused(typed):
    with pytest.raises(NotCases):
        cases(typed, NASAL)


def test_half_a_case_is_told_in_kits_and_the_cases_around_it():
    with pytest.raises(NotCases) as refused:
        cases("1.5", NASAL)

    assert refused.value.kits == Decimal(18)
    assert refused.value.near == (1, 2)


def test_an_ended_paper_blocks_prescription_products_only():
    ended = [Held(Paper.STANDING_ORDER, date(2026, 11, 22))]

    assert blocked(True, ended, date(2026, 11, 22)) is None  # its last day
    assert blocked(True, ended, date(2026, 11, 23)).paper is Paper.STANDING_ORDER
    assert blocked(False, ended, date(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 29), 3, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(start, months, then):
    assert supplying.months_later(start, months) == then


@pytest.mark.parametrize("line", ["PO Box 12", "P.O. Box 7", "p o box 3", "Post Office Box 9",
                                  "Apartado 44", "Box 119", "General Delivery"])  # fmt: skip
def test_a_box_is_known_however_it_is_written(line):
    assert supplying.is_po_box(["Front desk", line, "Berea KY 40403"])


@pytest.mark.parametrize("line", ["12 Example Street", "4 Boxwood Lane", "1 Postal Plaza"])
def test_a_street_is_no_box(line):
    assert not supplying.is_po_box([line])


def test_twins_are_known_by_their_plain_name():
    assert supplying.plain_name("St. Mary’s Shelter, Inc.") == supplying.plain_name(
        "the ST MARYS SHELTER"
    )


@db
def test_a_case_of_twelve_is_twenty_four_doses_and_waits_for_an_answer():
    order = shared.order()

    line = order.lines.get()
    assert (line.asked, line.approved, order.state) == (24, None, "asked")
    assert order.answer_by_date == date(2026, 11, 27)  # three working days; Thanksgiving is none


@db
def test_the_same_form_sent_twice_is_one_order():
    agency = shared.agency()
    first = shared.order(agency, nonce="same")
    second = shared.order(agency, nonce="same", asks=shared.wish(2))

    assert first.pk == second.pk
    assert Order.objects.count() == 1


@db
def test_another_agency_cannot_take_an_order_by_its_nonce():
    shared.order(shared.agency("First Shelter"), nonce="same")

    with pytest.raises(Exception, match="nonce"), transaction.atomic():
        shared.order(shared.agency("Second Shelter"), nonce="same")


@db
def test_a_plan_is_asked_above_the_programs_number_only():
    agency = shared.agency()
    assert agency.program.plan_above_units == 48
    shared.order(agency, asks=shared.wish(2))

    with pytest.raises(ordering.PlanNeeded):
        shared.order(agency, asks=shared.wish(3))
    assert shared.order(agency, asks=shared.wish(3, plan="At the door, and by outreach.")).plan


@db
def test_nobody_orders_without_agreeing_not_to_bill_or_resell():
    with pytest.raises(ordering.NotAgreed):
        ordering.judge(shared.agency(), Wish(units={shared.offered(): 24}), AT.date())


@db
def test_half_cases_nothing_and_more_than_the_most_are_refused():
    agency, product = shared.agency(), shared.offered()
    OrderTerms.objects.create(program=agency.program, most_cases=2)
    for units, error in (({product: 0}, ordering.NothingAsked),
                         ({product: 30}, ordering.NotWholeCases),
                         ({product: 72}, ordering.TooMany)):  # fmt: skip
        with pytest.raises(error):
            ordering.judge(agency, Wish(units=units, plan="x", agrees=True), AT.date())


@db
def test_an_expired_standing_order_blocks_vials_and_says_so_and_nothing_else():
    agency = shared.agency()
    vials = stock.offer(agency.program, stock.vials()).product
    agency.program.standing_order_until_date = AT.date() - DAY
    agency.program.save()

    found = {offer.product: offer for offer in offers.offers(agency, AT.date())}
    assert found.keys() >= {vials}
    with pytest.raises(ordering.PaperEnded) as refused:
        shared.order(agency, asks=shared.wish(1, vials))
    assert refused.value.blocked.since_date == AT.date() - DAY
    assert shared.order(agency, asks=shared.wish(1)).state == "asked"


@db
def test_a_registration_is_needed_only_where_the_program_asks_for_one():
    agency = shared.agency()
    vials = stock.offer(agency.program, stock.vials()).product
    shared.order(agency, asks=shared.wish(1, vials))
    OrderTerms.objects.create(program=agency.program, asks_registration=True)

    with pytest.raises(ordering.PaperEnded):
        shared.order(agency, asks=shared.wish(1, vials))
    letting_in.keep_papers(
        agency=agency, facts={"registration_until_date": AT.date()}, by=None, at=AT
    )
    agency.refresh_from_db()
    shared.order(agency, asks=shared.wish(1, vials))


@db
def test_a_box_takes_what_needs_no_prescription_and_nothing_else():
    agency = shared.agency(ship_to=A_BOX)
    vials = stock.offer(agency.program, stock.vials()).product

    assert shared.order(agency, asks=shared.wish(1))
    with pytest.raises(ordering.OnlyABox):
        shared.order(agency, asks=shared.wish(1, vials))
    picked_up = shared.wish(1, vials, pick_up_at=stock.shelf())
    assert shared.order(agency, asks=picked_up).way == "pick_up"


@db
def test_without_an_address_it_is_picked_up_or_not_ordered():
    agency = shared.agency(ship_to=None)

    with pytest.raises(ordering.NoDoor):
        shared.order(agency)
    assert shared.order(agency, asks=shared.wish(pick_up_at=stock.shelf()))


@db
def test_strips_are_offered_only_where_the_law_says_yes(monkeypatch):
    agency = shared.agency()
    strips = stock.product("fentanyl_strips", kind="test_strips", law_topic="fentanyl_strips",
                           naloxone="")  # fmt: skip
    stock.offer(agency.program, strips)
    asked = []

    def allows(state, topic, on):
        asked.append((state, topic))
        return False

    monkeypatch.setattr(offers.law, "allows", allows)

    assert strips not in {offer.product for offer in offers.offers(agency, AT.date())}
    assert asked == [("KY", Topic.FENTANYL_STRIPS)]
    with pytest.raises(ordering.NotOffered):
        shared.order(agency, asks=shared.wish(1, strips))


@db
def test_reversals_since_the_last_order_go_along_by_themselves():
    agency = shared.agency()
    for number in range(3):
        AgencyReversal.objects.create(agency=agency, reversal_id=f"r{number}", at=AT)
    first = shared.order(agency, at=AT + DAY)
    AgencyReversal.objects.create(agency=agency, reversal_id="later", at=AT + 2 * DAY)
    second = shared.order(agency, at=AT + 3 * DAY, asks=shared.wish(reversals_told=2))

    assert (first.reversals_carried, first.reversals_told) == (3, None)
    assert (second.reversals_carried, second.reversals_told) == (1, 2)


def received(agency, *, cases: int = 2, at=AT):
    """An order that went all the way."""
    by, shelf = shared.staff(), shared.filled_shelf(cases)
    order = shared.order(agency, asks=shared.wish(cases), at=at)
    deciding.approve_order(order=order, by=by, at=at)
    filling.set_aside_order(order=order, shelf=shelf, by=by, at=at)
    filling.ship_order(order=order, carrier="", tracking="", by=by, at=at)
    filling.receive_order(order=order, by=None, at=at)
    return order


@db
def test_what_they_no_longer_have_was_given_out():
    agency, product = shared.agency(), shared.offered()
    received(agency)
    shared.order(agency, at=AT + 30 * DAY, asks=shared.wish(1, on_hand={product: 10}))

    given = shelves.edge(agency.program, PlaceKind.GIVEN)
    assert Balance.objects.get(place=agency.place).units == 10
    assert Balance.objects.get(place=given).units == 38


@db
def test_what_is_on_its_way_cannot_have_been_counted():
    agency, product = shared.agency(), shared.offered()
    order = received(agency)
    filling.not_received(order=order, by=None, at=AT)
    shared.order(agency, asks=shared.wish(1, on_hand={product: 0}))

    assert Balance.objects.get(place=agency.place).units == 48


@db
def test_who_runs_out_first_is_reckoned_from_what_came_and_what_is_left():
    agency, product = shared.agency(), shared.offered()
    received(agency)
    order = shared.order(agency, at=AT + 30 * DAY, asks=shared.wish(1, on_hand={product: 8}))

    # 48 units in 180 days: 8 last 30 days
    assert order.runs_out_date == AT.date() + 60 * DAY


@db
def test_a_closed_agency_orders_nothing():
    agency = shared.agency()
    letting_in.close_agency(agency=agency, by=shared.staff(), at=AT)
    agency.refresh_from_db()

    with pytest.raises(ordering.NotOpen):
        shared.order(agency)


@db
def test_a_confidential_place_stands_in_no_list_and_no_county():
    agency = shared.agency()
    door = Door(shared.STREET, "21151", is_confidential=True, list_publicly=True)
    letting_in.keep_door(agency=agency, door=door, by=None, at=AT)
    agency.refresh_from_db()

    assert (agency.county_fips, agency.list_publicly) == ("", False)
