"""Boxes and machines, kits left behind, kits for events: counted into the ledger, and undone."""

from datetime import date, timedelta

import pytest

from beside.kernel import house
from beside.supply import shelves
from beside.supply.agency import boxes
from beside.supply.core.fefo import OutOfStock, Shelved
from beside.supply.core.left_behind import Left, judge
from beside.supply.core.places import PlaceKind
from beside.supply.core.visiting import MoreOutThanFound, NoLotKnown, told
from beside.supply.models import Alarm, Balance, LeftBehind, Machine, Outing
from beside.supply.services import leaving_behind, outings, tending
from beside.supply.services.tending import Box, Counted, Round
from tests.supply import shared as stock
from tests.supply.agency import shared
from tests.supply.agency.shared import AT

db = pytest.mark.django_db
TODAY, DAY = AT.date(), timedelta(days=1)


def units(place) -> int:
    return sum(Balance.objects.filter(place=place).values_list("units", flat=True))


def edge(kind: PlaceKind) -> int:
    return units(shelves.edge(stock.program(), kind))


@pytest.fixture
def box() -> Machine:
    shared.offered()
    return tending.put_up_machine(
        program=stock.program(), box=Box("Library", "by the east door", 20, 2, 14),
        by=shared.staff(), at=AT,
    )  # fmt: skip


def visit(box, found=0, out=0, put=0, *, source=None, nonce="", at=AT):
    kit = stock.product().per_kit
    counted = {stock.product(): Counted(found * kit, out * kit, put * kit)}
    nonce = nonce or f"{at:%j}{found}{out}{put}"
    return tending.visit_machine(
        machine=box, told=Round(counted, source, house.today(at), nonce), by=shared.staff(), at=at
    )


def test_what_is_gone_was_taken_first_expiring_first_after_what_was_taken_out():
    there = [Shelved("late", 10, date(2028, 1, 1), 2), Shelved("soon", 6, date(2026, 1, 1), 1)]
    said = told(there, found=8, taken_out=4)

    assert [(t.lot, t.units) for t in said.taken_out] == [("soon", 4)]
    assert [(t.lot, t.units) for t in said.dispensed] == [("soon", 2), ("late", 6)]
    assert said.more is None


def test_more_than_we_knew_of_is_added_to_the_last_lot():
    said = told([Shelved("only", 4, None, 1)], found=6, taken_out=0)

    assert (said.more.lot, said.more.units, said.dispensed) == ("only", 2, ())


def test_one_cannot_take_out_what_was_not_there_nor_count_a_lot_nobody_knows():
    with pytest.raises(MoreOutThanFound):
        told([], found=0, taken_out=1)
    with pytest.raises(NoLotKnown):
        told([], found=2, taken_out=0)


@db
def test_a_box_is_filled_counted_and_filled_again(box):
    shelf = shared.filled_shelf(4)  # 96 units
    visit(box, put=12, source=shelf)
    done = visit(box, found=5, put=10, source=shelf, at=AT + 7 * DAY)

    assert units(box.place) == 30
    assert edge(PlaceKind.GIVEN) == 14
    assert [line.dispensed for line in done.lines.all()] == [14]
    assert boxes.row(box, AT + 7 * DAY).taken_a_week == 7.0


@db
def test_what_expired_in_the_box_is_taken_out_and_destroyed(box):
    shelf = stock.shelf()
    stock.stocked(8, at_place=shelf, lot="OLD", expires=TODAY + 3 * DAY, at=AT)
    visit(box, put=4, source=shelf)
    later = AT + 10 * DAY
    assert [row.kits for row in boxes.expired(box, later)] == [4]
    visit(box, found=3, out=3, at=later)

    assert (units(box.place), edge(PlaceKind.DESTROYED), edge(PlaceKind.GIVEN)) == (0, 6, 2)


@db
def test_a_box_never_holds_more_than_it_can(box):
    with pytest.raises(tending.TooFull):
        visit(box, put=21, source=shared.filled_shelf(4))
    assert units(box.place) == 0


@db
def test_the_shelf_gives_what_it_has_or_nothing(box):
    with pytest.raises(OutOfStock):
        visit(box, put=5, source=stock.shelf())
    assert not box.visits.exists()


@db
def test_a_visit_sent_twice_is_one_visit_and_can_be_undone(box):
    shelf = shared.filled_shelf(1)
    first = visit(box, put=5, source=shelf, nonce="one")
    assert visit(box, put=5, source=shelf, nonce="one") == first
    assert (units(box.place), units(shelf)) == (10, 14)

    tending.undo_visit(visit=first, by=shared.staff(), at=AT)
    assert (units(box.place), units(shelf)) == (0, 24)
    with pytest.raises(tending.AlreadyUndone):
        tending.undo_visit(visit=first, by=shared.staff(), at=AT)


@db
def test_a_box_said_to_be_empty_is_an_alarm_at_once_until_somebody_has_been_there(box):
    alarms = Alarm.objects.filter(kind="machine_empty", place=box.place, closed_at=None)
    visit(box, put=5, source=shared.filled_shelf(1))
    assert not alarms.exists()  # by the ledger it holds five
    tending.report_empty(machine=box, at=AT)
    assert alarms.count() == 1
    tending.set_report_right(machine=box, by=shared.staff(), at=AT)
    assert not alarms.exists()
    tending.report_empty(machine=box, at=AT)
    visit(box, found=5, put=0, source=shared.filled_shelf(1))  # nothing moved: it had been full
    assert not alarms.exists()


@db
def test_the_first_to_say_that_it_is_empty_is_news_and_a_visit_answers_it(box):
    assert tending.report_empty(machine=box, at=AT)
    assert not tending.report_empty(machine=box, at=AT)
    box.refresh_from_db()
    assert boxes.row(box, AT).is_empty

    done = visit(box, put=5, source=shared.filled_shelf(1))
    box.refresh_from_db()
    assert (box.reported_empty_at, done.was_reported_empty) == (None, True)


@db
def test_kits_left_behind_leave_the_services_place_and_come_back_when_undone():
    from tests.supply.agency.test_ordering import received

    ems = shared.agency("Example County EMS")
    received(ems)
    left = Left("Medic 4", TODAY, "nasal_4mg", 2)
    row = leaving_behind.leave_behind(agency=ems, left=left, product=stock.product(), by=None,
                                      at=AT)  # fmt: skip
    assert units(ems.place) == 44
    with pytest.raises(leaving_behind.AlreadyThere):
        leaving_behind.leave_behind(agency=ems, left=left, product=stock.product(), by=None, at=AT)

    leaving_behind.undo_left_behind(row=row, by=shared.staff(), at=AT)
    assert units(ems.place) == 48
    leaving_behind.leave_behind(agency=ems, left=left, product=stock.product(), by=None, at=AT)


@db
def test_what_our_books_do_not_have_is_counted_all_the_same():
    ems, product = shared.agency("Example County EMS"), shared.offered()
    row = leaving_behind.leave_behind(
        agency=ems, left=Left("Medic 4", TODAY, "nasal_4mg", 2), product=product, by=None, at=AT
    )

    assert (row.units, row.movement) == (4, None)


PRODUCTS = {"nasal_4mg": "nasal_4mg", "naloxone nasal spray 4 mg": "nasal_4mg"}


def test_a_good_list_is_read_in_either_language():
    judged = judge(
        [["Fecha", "Unidad", "Cantidad"], ["2026-11-20", "Medic 4", "2"], ["", "", ""],
         ["11/21/2026", "Medic 5", "1"]],
        PRODUCTS, set(), TODAY,
    )  # fmt: skip

    assert not judged.faults
    assert [(n, row.unit, row.on_date.day, row.kits) for n, row in judged.rows] == [
        (2, "Medic 4", 20, 2), (4, "Medic 5", 21, 1)
    ]  # fmt: skip


def test_every_fault_of_a_list_is_named_by_row_and_column():
    judged = judge(
        [["date", "unit", "product", "kits"], ["2026-11-20", "Medic 4", "nasal_4mg", "2"],
         ["yesterday", "", "aspirin", "1.5"], ["2027-01-01", "Medic 4", "nasal_4mg", "0"],
         ["2026-11-20", "medic 4", "nasal_4mg", "1"], ["2026-11-19", "Medic 9", "nasal_4mg", "1"]],
        PRODUCTS, {("medic 9", date(2026, 11, 19), "nasal_4mg")}, TODAY,
    )  # fmt: skip

    assert [(fault.row, fault.column) for fault in judged.faults] == [
        (3, "unit"), (3, "date"), (3, "kits"), (3, "product"), (4, "date"), (4, "kits"),
        (5, "unit"), (6, "unit"),
    ]  # fmt: skip


def test_a_list_without_its_columns_is_told_so_once():
    judged = judge([["day", "who"], ["2026-11-20", "x"]], PRODUCTS, set(), TODAY)

    assert [(fault.row, fault.column) for fault in judged.faults] == [(1, "unit"), (1, "kits")]


@db
def test_a_list_is_kept_whole_or_not_at_all():
    ems = shared.agency("Example County EMS")
    products = {"nasal_4mg": shared.offered()}
    rows = [
        (2, Left("Medic 4", TODAY, "nasal_4mg", 1)),
        (3, Left("Medic 4", TODAY, "nasal_4mg", 1)),
    ]

    with pytest.raises(leaving_behind.AlreadyThere) as refused:
        leaving_behind.bring_in_left_behind(
            agency=ems, rows=rows, products=products, by=None, at=AT
        )
    assert refused.value.number == 3
    assert not LeftBehind.objects.exists()


def event(cases: int = 1, *, shelf_cases: int = 2) -> Outing:
    return outings.plan_outing(
        program=stock.program(), name="Example fair", on_date=TODAY, county_fips="",
        shelf=shared.filled_shelf(shelf_cases), wanted={shared.offered(): 24 * cases},
        by=shared.staff(), at=AT,
    )  # fmt: skip


@db
def test_what_does_not_come_back_from_an_event_was_given_there():
    by = shared.staff()
    outing = outings.take_out(outing=event(), by=by, at=AT)
    assert units(outing.shelf) == 24
    line = outing.lines.get()
    outing = outings.bring_back(outing=outing, back={line.pk: 10}, by=by, at=AT)
    assert (units(outing.shelf), edge(PlaceKind.GIVEN), outing.state) == (34, 14, "back")

    outing = outings.undo_bring_back(outing=outing, by=by, at=AT)
    assert (units(outing.shelf), edge(PlaceKind.GIVEN), outing.state) == (24, 0, "out")


@db
def test_more_cannot_come_back_than_went_out():
    by = shared.staff()
    outing = outings.take_out(outing=event(), by=by, at=AT)

    with pytest.raises(outings.MoreBackThanOut):
        outings.bring_back(outing=outing, back={outing.lines.get().pk: 26}, by=by, at=AT)
    assert Outing.objects.get().state == "out"


@db
def test_an_event_that_does_not_take_place_gives_everything_back():
    by = shared.staff()
    outing = outings.take_out(outing=event(), by=by, at=AT)
    outings.cancel_outing(outing=outing, by=by, at=AT)

    assert units(outing.shelf) == 48
    with pytest.raises(outings.NotNow):
        outings.take_out(outing=outing, by=by, at=AT)


@db
def test_an_event_takes_what_the_shelf_has_or_nothing():
    with pytest.raises(OutOfStock):
        outings.take_out(outing=event(2, shelf_cases=1), by=shared.staff(), at=AT)
    assert Outing.objects.get().state == "planned"


@db
def test_a_visit_that_is_undone_leaves_the_box_as_it_was_said_to_be(box):
    alarms = Alarm.objects.filter(kind="machine_empty", place=box.place, closed_at=None)
    tending.report_empty(machine=box, at=AT)
    seen = visit(box, put=5, source=shared.filled_shelf(1))
    assert not alarms.exists()
    tending.undo_visit(visit=seen, by=shared.staff(), at=AT)
    box.refresh_from_db()
    assert box.reported_empty_at is not None
    assert alarms.count() == 1


@db
def test_a_box_somebody_saw_since_is_not_said_to_be_empty_again(box):
    tending.report_empty(machine=box, at=AT)
    first = visit(box, put=0, source=shared.filled_shelf(1))
    visit(box, put=5, source=shared.filled_shelf(1), at=AT + 2 * DAY)
    tending.undo_visit(visit=first, by=shared.staff(), at=AT + 3 * DAY)
    box.refresh_from_db()
    assert box.reported_empty_at is None
