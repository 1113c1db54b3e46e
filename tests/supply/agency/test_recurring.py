"""The same order again: made once when it is due, paused, changed, ended, asked about once."""

from datetime import timedelta

import pytest

from beside.kernel.models import Effect
from beside.supply.agency.stepping import Overtaken
from beside.supply.models import Order, Recurrence
from beside.supply.services import recurring
from tests.supply import shared as stock
from tests.supply.agency import shared
from tests.supply.agency.shared import AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def agency():
    found = shared.agency()
    shared.offered()
    return found


def monthly(agency, cases: int = 1, months: int = 1) -> Recurrence:
    return recurring.keep_recurring(
        agency=agency, units={stock.product(): 24 * cases}, every_months=months,
        is_picked_up=False, at=AT,
    )  # fmt: skip


def come_due(kept: Recurrence, *, late: timedelta = timedelta()) -> Order | None:
    kept.refresh_from_db()
    return recurring.make_recurring_order(
        recurrence_id=kept.pk, missed=kept.due_at, at=kept.due_at + late
    )


def test_a_month_later_the_order_is_made_and_the_next_is_due(agency):
    kept = monthly(agency)
    order = come_due(kept)
    kept.refresh_from_db()

    assert [line.asked for line in order.lines.all()] == [24]
    assert f"{order.placed_at:%m-%d}" == "12-23"
    assert f"{kept.due_at:%Y-%m-%d}" == "2027-01-23"


def test_a_worker_that_comes_second_makes_no_second_order(agency):
    kept = monthly(agency)
    due = kept.due_at
    come_due(kept)

    with pytest.raises(Overtaken):
        recurring.make_recurring_order(recurrence_id=kept.pk, missed=due, at=due)
    assert Order.objects.count() == 1


def test_after_a_long_night_one_order_is_made_and_not_three(agency):
    kept = monthly(agency)
    come_due(kept, late=80 * DAY)
    kept.refresh_from_db()

    assert Order.objects.count() == 1
    assert f"{kept.due_at:%Y-%m-%d}" == "2027-03-23"


def test_how_is_it_going_is_asked_once(agency):
    kept = monthly(agency)
    for _month in range(3):
        come_due(kept)

    assert Effect.objects.filter(kind=recurring.HOW_IS_IT_GOING).count() == 1
    agency.refresh_from_db()
    assert agency.going_asked_at


def test_paused_nothing_is_made_and_it_goes_on_at_its_own_day(agency):
    kept = monthly(agency)
    recurring.pause_recurring(agency=agency, at=AT + DAY)
    kept.refresh_from_db()
    assert kept.due_at is None

    recurring.resume_recurring(agency=agency, at=AT + 40 * DAY)
    kept.refresh_from_db()
    assert f"{kept.due_at:%Y-%m-%d}" == "2027-01-23"


def test_changed_it_is_the_one_recurring_order_still(agency):
    monthly(agency)
    monthly(agency, cases=2, months=3)

    kept = Recurrence.objects.get()
    assert f"{kept.due_at:%Y-%m-%d}" == "2027-02-23"
    assert [line.units for line in kept.lines.all()] == [48]


def test_ended_it_is_over_and_another_can_begin(agency):
    monthly(agency)
    recurring.end_recurring(agency=agency, at=AT)
    with pytest.raises(recurring.NotRecurring):
        recurring.pause_recurring(agency=agency, at=AT)
    monthly(agency)

    assert Recurrence.objects.filter(ended_at=None).count() == 1


def test_an_order_that_cannot_be_taken_is_told_and_the_next_month_tried_again(agency):
    kept = monthly(agency, cases=4)  # above the number from which a plan is asked

    assert come_due(kept) is None
    assert Effect.objects.filter(kind=recurring.COULD_NOT).count() == 1
    kept.refresh_from_db()
    assert kept.due_at


def test_a_plan_once_given_goes_along(agency):
    shared.order(agency, asks=shared.wish(4, plan="At the door."))
    order = come_due(monthly(agency, cases=4))

    assert order.plan == "At the door."
