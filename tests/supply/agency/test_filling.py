"""Orders decided and filled: by two people at once, from short shelves, and undone."""

from datetime import date, timedelta

import pytest

from beside.supply import shelves
from beside.supply.agency import rows
from beside.supply.agency.stepping import Overtaken
from beside.supply.core.order import NotAllowed, Reason
from beside.supply.core.places import PlaceKind
from beside.supply.models import Balance, Order, OrderStep
from beside.supply.services import deciding, filling, ordering
from tests.supply import shared as stock
from tests.supply.agency import shared
from tests.supply.agency.shared import AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def priya():
    return shared.staff(name="Priya")


def approved(cases: int = 1, **facts):
    order = shared.order(asks=shared.wish(cases, plan="x", **facts))
    deciding.approve_order(order=order, by=shared.staff(), at=AT)
    return order


def aside(priya, cases: int = 1):
    order = approved(cases)
    shelf = shared.filled_shelf(cases + 1)
    filling.set_aside_order(order=order, shelf=shelf, by=priya, at=AT)
    return order


def units(place) -> int:
    return sum(Balance.objects.filter(place=place).values_list("units", flat=True))


def test_the_second_of_two_who_approve_at_once_hears_who_was_first(priya):
    order = shared.order()
    as_sam_sees_it = shared.fresh(order)
    deciding.approve_order(order=order, by=priya, at=AT)

    with pytest.raises(Overtaken) as refused:
        deciding.decline_order(
            order=as_sam_sees_it, reason=Reason.OTHER, words="", by=shared.staff(), at=AT
        )
    assert refused.value.step.by == priya
    assert refused.value.step.event == "approved"
    assert shared.fresh(order).state == "approved"


def test_a_part_is_approved_line_by_line_and_never_more_than_asked(priya):
    order = shared.order(asks=shared.wish(2))
    line = order.lines.get()

    with pytest.raises(deciding.MoreThanAsked):
        deciding.approve_part(order=order, units={line.pk: 72}, words="", by=priya, at=AT)
    with pytest.raises(deciding.NothingApproved):
        deciding.approve_part(order=order, units={}, words="", by=priya, at=AT)
    deciding.approve_part(order=order, units={line.pk: 24}, words="The rest later.", by=priya,
                          at=AT)  # fmt: skip
    line.refresh_from_db()

    assert (order.state, line.approved, order.words) == ("part_approved", 24, "The rest later.")


def test_a_part_that_is_the_whole_is_the_whole(priya):
    order = shared.order()
    line = order.lines.get()
    deciding.approve_part(order=order, units={line.pk: 24}, words="", by=priya, at=AT)

    assert order.state == "approved"


def test_a_decline_has_a_reason_and_can_be_taken_back(priya):
    order = shared.order()
    deciding.decline_order(order=order, reason=Reason.ORDERED_TWICE, words="", by=priya, at=AT)
    assert order.reason == "ordered_twice"

    deciding.take_back_decision(order=order, by=priya, at=AT)
    assert (order.state, order.reason, order.decided_by) == ("asked", "", None)


def test_lots_are_taken_first_expiring_first_across_lots(priya):
    order, shelf = approved(2), stock.shelf()
    stock.stocked(30, at_place=shelf, lot="LATE", expires=date(2028, 6, 30), at=AT)
    stock.stocked(20, at_place=shelf, lot="SOON", expires=date(2027, 1, 31), at=AT)
    filling.set_aside_order(order=order, shelf=shelf, by=priya, at=AT)

    assert [(row.lot.number, row.units) for row in rows.lots_of(order)] == [
        ("SOON", 20), ("LATE", 28)
    ]  # fmt: skip


def test_a_short_shelf_takes_nothing_unless_it_is_split(priya):
    order, shelf = approved(2), stock.shelf()
    stock.stocked(31, at_place=shelf, at=AT)

    with pytest.raises(filling.Short) as refused:
        filling.set_aside_order(order=order, shelf=shelf, by=priya, at=AT)
    assert list(refused.value.missing.values()) == [18]  # a kit is two doses of one lot
    assert (shared.fresh(order).state, units(shelf)) == ("approved", 31)

    rest = filling.set_aside_order(order=order, shelf=shelf, by=priya, at=AT, split=True)

    assert [line.approved for line in order.lines.all()] == [30]
    assert [line.approved for line in rest.lines.all()] == [18]
    assert (rest.state, rest.rest_of_id) == ("approved", order.pk)
    assert units(shelf) == 1


def test_an_empty_shelf_splits_nothing(priya):
    order = approved()

    with pytest.raises(filling.Short):
        filling.set_aside_order(order=order, shelf=stock.shelf(), by=priya, at=AT, split=True)
    assert Order.objects.count() == 1


def test_a_lot_about_to_expire_is_not_shipped(priya):
    order, shelf = approved(), stock.shelf()
    stock.stocked(24, at_place=shelf, expires=AT.date() + 10 * DAY, at=AT)

    with pytest.raises(filling.Short):
        filling.set_aside_order(order=order, shelf=shelf, by=priya, at=AT)


def test_a_paper_that_ended_since_keeps_the_product_here(priya):
    agency = shared.agency()
    vials = stock.offer(agency.program, stock.vials()).product
    order = shared.order(agency, asks=shared.wish(1, vials))
    deciding.approve_order(order=order, by=priya, at=AT)
    agency.program.standing_order_until_date = AT.date() - DAY
    agency.program.save()

    with pytest.raises(filling.PaperEnded):
        filling.set_aside_order(order=shared.fresh(order), shelf=stock.shelf(), by=priya, at=AT)


def test_shipped_kits_stand_with_the_agency_and_come_back_when_it_had_not_left(priya):
    order = aside(priya)
    filling.ship_order(order=order, carrier="UPS", tracking="1Z 9", by=priya, at=AT)
    assert units(order.agency.place) == 24
    assert order.due_at == AT + timedelta(days=10)

    filling.unship_order(order=order, by=priya, at=AT)
    assert units(order.agency.place) == 0
    assert units(shelves.aside_of(order.shelf)) == 24
    filling.ship_order(order=order, carrier="", tracking="", by=priya, at=AT)
    assert units(order.agency.place) == 24


def test_the_agency_says_it_came_and_that_it_was_a_slip(priya):
    order = aside(priya)
    filling.ship_order(order=order, carrier="", tracking="", by=priya, at=AT)
    filling.receive_order(order=order, by=None, at=AT)
    assert (order.state, order.due_at) == ("received", None)

    filling.not_received(order=order, by=None, at=AT)
    assert (order.state, order.received_at) == ("shipped", None)


def test_after_ten_days_it_is_asked_once_whether_it_came(priya):
    order = aside(priya)
    filling.ship_order(order=order, carrier="", tracking="", by=priya, at=AT)
    due = order.due_at
    filling.act_on_deadline(order_id=order.pk, missed=due, at=due)

    assert (shared.fresh(order).state, shared.fresh(order).due_at) == ("shipped", None)
    with pytest.raises(Overtaken):
        filling.act_on_deadline(order_id=order.pk, missed=due, at=due)


def test_what_nobody_picks_up_goes_back_to_its_shelf(priya):
    shelf = shared.filled_shelf(1)
    order = approved(pick_up_at=shelf)
    filling.set_aside_order(order=order, shelf=shelf, by=priya, at=AT)
    filling.make_ready(order=order, by=priya, at=AT)
    filling.act_on_deadline(order_id=order.pk, missed=order.due_at, at=order.due_at)

    assert shared.fresh(order).state == "cancelled"
    assert units(shelf) == 24


def test_what_is_picked_up_leaves_the_shelf_when_it_is_handed_over(priya):
    shelf = shared.filled_shelf(1)
    order = approved(pick_up_at=shelf)
    filling.set_aside_order(order=order, shelf=shelf, by=priya, at=AT)
    filling.make_ready(order=order, by=priya, at=AT)
    filling.receive_order(order=order, by=priya, at=AT)

    assert units(order.agency.place) == 24


def test_a_lost_parcel_is_written_off_and_found_again(priya):
    order = aside(priya)
    filling.ship_order(order=order, carrier="", tracking="", by=priya, at=AT)
    filling.lose_order(order=order, by=priya, at=AT)
    assert units(shelves.edge(order.agency.program, PlaceKind.LOST)) == 24

    filling.receive_order(order=order, by=None, at=AT)
    assert units(order.agency.place) == 24
    assert units(shelves.edge(order.agency.program, PlaceKind.LOST)) == 0


@pytest.mark.parametrize("end", ["lost", "returned"])
@pytest.mark.parametrize("had_come", [False, True])
def test_that_it_was_lost_or_came_back_can_be_undone(priya, end, had_come):
    order = aside(priya)
    before = units(order.shelf)
    filling.ship_order(order=order, carrier="", tracking="", by=priya, at=AT)
    if had_come and end == "returned":
        filling.receive_order(order=order, by=None, at=AT)
    stood = order.state
    if end == "lost":
        filling.lose_order(order=order, by=priya, at=AT)
    else:
        filling.return_order(order=order, shelf=order.shelf, by=priya, at=AT)
    filling.undo_end(order=order, by=priya, at=AT)

    lost = shelves.edge(order.agency.program, PlaceKind.LOST)
    assert order.state == stood
    assert [units(each) for each in (order.agency.place, lost, order.shelf)] == [24, 0, before]
    with pytest.raises(NotAllowed):
        filling.undo_end(order=order, by=priya, at=AT)


def test_what_comes_back_stands_on_the_shelf_in_its_own_lots(priya):
    order = aside(priya)
    before = units(order.shelf)
    filling.ship_order(order=order, carrier="", tracking="", by=priya, at=AT)
    filling.return_order(order=order, shelf=order.shelf, by=priya, at=AT)

    assert (order.state, units(order.shelf)) == ("returned", before + 24)


def test_a_cancelled_order_gives_its_lots_back(priya):
    order = aside(priya)
    ordering.cancel_order(order=order, by=priya, at=AT)

    assert (order.state, units(shelves.aside_of(order.shelf))) == ("cancelled", 0)


def test_put_back_it_is_approved_in_part_still_if_it_was(priya):
    order = shared.order(asks=shared.wish(2))
    deciding.approve_part(order=order, units={order.lines.get().pk: 24}, words="", by=priya, at=AT)
    filling.set_aside_order(order=order, shelf=shared.filled_shelf(2), by=priya, at=AT)
    filling.put_back_order(order=order, by=priya, at=AT)

    assert order.state == "part_approved"


def test_nothing_is_shipped_that_does_not_stand_aside(priya):
    with pytest.raises(NotAllowed):
        filling.ship_order(order=approved(), carrier="", tracking="", by=priya, at=AT)


def test_every_step_is_kept_with_who_took_it(priya):
    order = aside(priya)

    assert list(OrderStep.objects.filter(order=order).values_list("event", flat=True)) == [
        "placed", "approved", "set_aside"
    ]  # fmt: skip
