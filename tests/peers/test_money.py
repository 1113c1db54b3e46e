"""Stipends: a fund, amounts a code, by month. Never below nought, never a name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from beside.kernel.models import Act
from beside.peers.models import Fund, FundMonth, Purse, Stipend
from beside.peers.services import cards, paying
from tests.peers.shared import AT, given
from tests.supply.hand.shared import worker
from tests.supply.shared import program

pytestmark = pytest.mark.django_db


def fund(cents: int = 10_000, name: str = "County") -> Fund:
    made = paying.open_fund(program=program(), name=name, by=worker(), at=AT)
    if cents:
        paying.put_in(fund=made, cents=cents, by=worker(), at=AT)
    return made


def earn(one, of, cents: int, nonce: str = "e1", at=AT):
    paying.earn(card=one.card, fund=of, cents=cents, nonce=nonce, by=worker(), at=at)


def pay(one, of, cents: int, nonce: str = "p1", at=AT):
    paying.pay(card=one.card, fund=of, cents=cents, nonce=nonce, by=worker(), at=at)


def adds_up(of: Fund) -> bool:
    row = Fund.objects.get(pk=of.pk)
    months = list(FundMonth.objects.filter(fund=of))

    def total(name: str) -> int:
        return sum(getattr(month, f"cents_{name}") for month in months)

    owed = sum(purse.cents_owed for purse in Purse.objects.filter(fund=of))
    return (
        row.cents_owed == owed
        and row.cents_left + row.cents_owed + total("paid") == total("put_in") - total("taken_out")
        and total("earned") == owed + total("paid") + total("released")
    )


def test_what_is_earned_is_owed_until_it_is_paid():
    one, county = given(), fund()
    earn(one, county, 4_000)
    assert Purse.objects.get().cents_owed == 4_000
    pay(one, county, 4_000)

    row = Fund.objects.get()
    assert (row.cents_left, row.cents_owed, Purse.objects.get().cents_owed) == (6_000, 0, 0)
    assert adds_up(county)


def test_neither_fund_nor_card_goes_below_nought():
    one, county = given(), fund(1_000)
    with pytest.raises(paying.NotEnough):
        earn(one, county, 1_001)
    earn(one, county, 1_000)
    with pytest.raises(paying.NotEnough):
        pay(one, county, 1_001)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.update(cents_left=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Purse.objects.update(cents_owed=-1)


def test_sent_twice_it_is_paid_once():
    one, county = given(), fund()
    earn(one, county, 4_000)
    pay(one, county, 1_000)
    with pytest.raises(paying.SentBefore):
        pay(one, county, 1_000)
    assert Purse.objects.get().cents_owed == 3_000


def test_a_year_ends_where_a_name_would_be_asked_for():
    one, county = given(), fund(100_000)
    earn(one, county, 59_000)
    with pytest.raises(paying.YearFull) as full:
        earn(one, county, 2_000, "e2")
    assert full.value.cents == 900
    earn(one, county, 2_000, "e3", at=AT + timedelta(days=60))


def test_the_ledger_of_a_card_holds_months_and_no_day():
    one, county = given(), fund()
    earn(one, county, 1_000, "a")
    earn(one, county, 500, "b", at=AT + timedelta(days=3))
    rows = Stipend.objects.all()

    assert [(row.month.day, row.cents_earned) for row in rows] == [(1, 1_500)]


def test_the_record_holds_neither_card_nor_amount():
    one, county = given(), fund()
    earn(one, county, 1_234)
    pay(one, county, 1_234)
    told = [act for act in Act.objects.all() if act.verb.startswith("stipend")]

    assert {act.on_id for act in told} == {str(county.pk)}
    assert all("1234" not in str(act.detail) for act in told)


def test_what_is_owed_to_a_card_that_ended_goes_back_to_its_fund():
    one, county = given(), fund()
    earn(one, county, 4_000)
    assert cards.end_card(card=one.card, at=AT) == 4_000

    row = Fund.objects.get()
    assert (row.cents_left, row.cents_owed) == (10_000, 0)
    assert FundMonth.objects.get().cents_released == 4_000


def test_a_closed_fund_promises_nothing_and_pays_what_it_owes():
    one, county = given(), fund()
    earn(one, county, 1_000)
    paying.close_fund(fund=county, by=worker(), at=AT)
    with pytest.raises(paying.Closed):
        earn(one, county, 1_000, "e2")
    pay(one, county, 1_000)


def test_what_is_left_in_a_closed_fund_goes_back_to_who_gave_it():
    county = fund()
    paying.close_fund(fund=county, by=worker(), at=AT)
    paying.take_out(fund=county, cents=10_000, by=worker(), at=AT)

    assert Fund.objects.get().cents_left == 0
    assert adds_up(county)


def test_no_two_funds_of_one_name_and_no_amount_of_nothing():
    county = fund()
    with pytest.raises(paying.NamedTwice):
        fund(name="County")
    with pytest.raises(paying.NotAnAmount):
        paying.put_in(fund=county, cents=0, by=worker(), at=AT)


class Histories(TestCase):
    @settings(max_examples=25, deadline=None)
    @over(
        st.lists(
            st.tuples(st.sampled_from(["in", "out", "earn", "pay", "end"]),
                      st.integers(1, 3_000), st.integers(0, 2)),
            max_size=15,
        )
    )  # fmt: skip
    def test_every_history_adds_up(self, history):
        county, by = fund(2_000), worker()
        ours = [given() for _ in range(3)]
        for turn, (what, cents, who) in enumerate(history):
            nonce = f"{county.pk}:{turn}"
            try:
                if what == "in":
                    paying.put_in(fund=county, cents=cents, by=by, at=AT)
                elif what == "out":
                    paying.take_out(fund=county, cents=cents, by=by, at=AT)
                elif what == "earn":
                    earn(ours[who], county, cents, nonce)
                elif what == "pay":
                    pay(ours[who], county, cents, nonce)
                else:
                    cards.end_card(card=ours[who].card, at=AT)
                    ours[who] = given()
            except paying.NotEnough:
                pass
            assert adds_up(county)
