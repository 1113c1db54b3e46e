"""Packers: who takes what, which lots, what is refused, and where the stock stands."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from beside.kernel.steps import NotAllowed
from beside.privacy.models import Sealed
from beside.supply import shelves
from beside.supply.core import gs1
from beside.supply.core.places import PlaceKind
from beside.supply.mail import lots, picking
from beside.supply.mail.moving import Overtaken
from beside.supply.mail.picking import Read, read_code
from beside.supply.mail.services import following, packing
from beside.supply.models import Document, Entry, Lot, Request
from beside.supply.posting import NotThere
from tests.supply import shared
from tests.supply.mail.shared import (
    AT,
    ask,
    batch_of,
    mailing,
    nonce,
    packed,
    packer,
    parcel,
    posted,
    site,
)

GTIN = "0036954762702" + str(gs1.check_digit("0036954762702"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return mailing()[0]


@pytest.fixture
def priya(program):
    return packer(program)


def at_edge(program, kind) -> int:
    place = shelves.edge(program, kind)
    return sum(place.balances.values_list("units", flat=True))


def on_shelf(program, place=None) -> int:
    return shelves.usable(place or shared.shelf(program), shared.product(), AT.date())


def recall(lot: Lot, by) -> None:
    paper = Document.objects.create(title="Recall", added_at=AT, added_by=by)
    Lot.objects.filter(pk=lot.pk).update(recalled_at=AT, recall=paper)


def test_a_request_goes_through_and_every_unit_is_accounted_for(program, priya):
    shared.stocked(20)
    request = ask(program, kits=3)
    one = posted(request, by=priya)
    assert request.state == "posted"
    assert (on_shelf(program), at_edge(program, PlaceKind.IN_TRANSIT)) == (14, 6)
    one.refresh_from_db()
    assert (one.weight_g, one.postage) == (200, "ground_advantage")
    following.say_came(request=request, at=AT)
    assert (at_edge(program, PlaceKind.IN_TRANSIT), at_edge(program, PlaceKind.GIVEN)) == (0, 6)


def test_two_packers_cannot_take_the_same_request(program, priya):
    shared.stocked(20)
    ask(program)
    first = list(Request.objects.select_related("program", "site", "shelf"))
    second = list(Request.objects.select_related("program", "site", "shelf"))
    assert batch_of(*first, by=priya).taken == 1
    made = batch_of(*second, by=packer(program))
    assert (made.batch, made.taken, made.elsewhere) == (None, 0, 1)
    assert on_shelf(program) == 16


def test_the_first_to_expire_goes_first_and_what_expires_too_soon_is_not_posted(program, priya):
    shared.stocked(2, lot="SOON", expires=AT.date() + timedelta(days=20))
    shared.stocked(2, lot="NEXT", expires=AT.date() + timedelta(days=40))
    shared.stocked(4, lot="LAST", expires=date(2028, 1, 31))
    made = batch_of(ask(program, kits=2), by=priya)
    assert [(one.lot.number, one.units) for one in picking.lines(made.batch)] == [
        ("NEXT", 2), ("LAST", 2),
    ]  # fmt: skip


def test_what_the_shelf_cannot_fill_stays_asked_and_says_so(program, priya):
    shared.stocked(2)
    made = batch_of(ask(program, kits=1), ask(program, kits=1), by=priya)
    assert (made.taken, made.short) == (1, 1)
    assert sorted(Request.objects.values_list("state", flat=True)) == ["asked", "set_aside"]


def test_a_parcel_is_packed_only_when_each_lot_was_in_hand(program, priya):
    shared.stocked(20)
    request = ask(program)
    made = batch_of(request, by=priya)
    with pytest.raises(packing.NotPicked) as told:
        packing.wrap(parcel=parcel(request), by=priya, at=AT)
    assert told.value.lots == ["A1"]
    packing.pick(batch=made.batch, read=Read("A1"), by=priya, at=AT)
    packing.wrap(parcel=parcel(request), by=priya, at=AT)
    assert parcel(request).request.state == "packed"


def test_wrong_unknown_and_later_lots_are_told_apart(program, priya):
    shared.stocked(20, lot="A1")
    shared.stocked(20, lot="B2", expires=date(2028, 5, 31))
    shared.stocked(20, lot="V9", of=shared.vials())
    batch = batch_of(ask(program), by=priya).batch
    for number, refusal in (("V9", picking.WrongProduct), ("NOPE", picking.UnknownLot),
                            ("B2", picking.AnotherLot)):  # fmt: skip
        with pytest.raises(refusal):
            packing.pick(batch=batch, read=Read(number), by=priya, at=AT)
    assert packing.pick(batch=batch, read=Read("A1"), by=priya, at=AT)


def test_a_scanned_code_names_lot_and_product(program, priya):
    spray = shared.product()
    spray.gtins = [GTIN]
    spray.save()
    vials = shared.vials()
    vials.gtins = ["0030009321656" + str(gs1.check_digit("0030009321656"))]
    vials.save()
    shared.stocked(20, lot="A1")
    batch = batch_of(ask(program), by=priya).batch
    found = read_code(f"]d201{GTIN}1727123110A1")
    assert (found.number, found.how, found.gtin) == ("A1", "scanned", GTIN)
    assert packing.pick(batch=batch, read=found, by=priya, at=AT).how == "scanned"


def test_a_recalled_lot_is_refused_and_another_given(program, priya):
    bad = shared.stocked(4, lot="A1")
    shared.stocked(10, lot="B2", expires=date(2028, 5, 31))
    one, two = ask(program, kits=1), ask(program, kits=1)
    batch = batch_of(one, two, by=priya).batch
    recall(bad, priya)
    with pytest.raises(picking.NotToBeUsed) as told:
        packing.pick(batch=batch, read=Read("A1"), by=priya, at=AT)
    assert told.value.why == "recalled"
    assert packing.replace_lot(batch=batch, lot=bad, by=priya, at=AT) == (2, 0)
    assert [(line.lot.number, line.units) for line in picking.lines(batch)] == [("B2", 4)]
    assert sum(shared.shelf(program).balances.filter(lot=bad).values_list("units", flat=True)) == 4


def test_a_lot_recalled_after_it_was_picked_is_not_packed(program, priya):
    lot = shared.stocked(4, lot="A1")
    request = ask(program)
    batch = batch_of(request, by=priya).batch
    packing.pick(batch=batch, read=Read("A1"), by=priya, at=AT)
    recall(lot, priya)
    with pytest.raises(packing.NotPicked):
        packing.wrap(parcel=parcel(request), by=priya, at=AT)


def test_without_another_lot_the_parcel_is_let_go_and_waits(program, priya):
    bad = shared.stocked(4, lot="A1")
    request = ask(program)
    batch = batch_of(request, by=priya).batch
    recall(bad, priya)
    assert packing.replace_lot(batch=batch, lot=bad, by=priya, at=AT) == (0, 1)
    request.refresh_from_db()
    assert request.state == "asked"


def test_each_step_can_be_undone(program, priya):
    shared.stocked(20)
    request = ask(program)
    one = posted(request, by=priya)
    packing.take_back(parcel=parcel(request), by=priya, at=AT)
    assert at_edge(program, PlaceKind.IN_TRANSIT) == 0
    packing.unwrap(parcel=parcel(request), by=priya, at=AT)
    packing.let_go(request=parcel(request).request, by=priya, at=AT)
    request.refresh_from_db()
    assert (request.state, on_shelf(program)) == ("asked", 20)
    one.refresh_from_db()
    assert one.outcome == "let_go"
    posted(request, by=priya, at=AT + timedelta(minutes=1))


SAID = {
    "came": following.say_came, "never": following.say_never_came, "back": packing.note_returned,
}  # fmt: skip


@pytest.mark.parametrize(
    "said", [("came",), ("never",), ("back",), ("never", "came"), ("came", "never", "back")]
)
def test_what_was_said_by_a_slip_is_unsaid_by_entries_that_undo_it(program, priya, said):
    shared.stocked(20)
    request = ask(program)
    one = posted(request, by=priya)
    entries = Entry.objects.count()
    for each in said:
        SAID[each](request=request, by=priya, at=AT)

    packing.unsay(request=request, by=priya, at=AT + timedelta(hours=1))

    assert (request.state, request.purge_at) == ("posted", None)
    assert request.deadline_at == AT + timedelta(days=14, hours=1)
    ends = (PlaceKind.IN_TRANSIT, PlaceKind.GIVEN, PlaceKind.LOST)
    assert [at_edge(program, kind) for kind in ends] == [4, 0, 0]
    assert on_shelf(program) == 16
    assert Entry.objects.count() == entries + 4 * len(said)
    one.refresh_from_db()
    assert (one.outcome, one.ended_at) == ("", None)
    following.say_came(request=request, by=priya, at=AT + timedelta(hours=2))
    assert at_edge(program, PlaceKind.GIVEN) == 4


def test_what_came_back_and_went_out_again_cannot_be_unsaid(program, priya):
    shared.stocked(4)
    request = ask(program)
    posted(request, by=priya)
    packing.note_returned(request=request, by=priya, at=AT)
    posted(ask(program), by=priya)
    with pytest.raises(NotThere):
        packing.unsay(request=request, by=priya, at=AT)
    request.refresh_from_db()
    assert request.state == "returned"


def test_lost_sent_again_and_the_first_comes_back(program, priya):
    shared.stocked(20)
    request = ask(program)
    posted(request, by=priya)
    following.say_never_came(request=request, at=AT)
    assert at_edge(program, PlaceKind.LOST) == 4
    later = AT + timedelta(days=1)
    following.send_again(request=request, at=later)
    assert request.promised_at > later
    posted(request, by=priya, at=later)
    assert (at_edge(program, PlaceKind.LOST), at_edge(program, PlaceKind.IN_TRANSIT)) == (4, 4)
    packing.note_returned(request=request, by=priya, at=later)
    assert (request.state, on_shelf(program)) == ("returned", 16)


def test_a_pick_up_waits_at_its_site_and_is_handed_over_for_three_words(program, priya):
    shared.stocked(20)
    there = site(program)
    request = ask(program, site=there, kits=1)
    posted(request, by=priya)
    assert (request.state, request.shelf) == ("ready", there)
    assert lots.lots_at(shelves.aside_of(there), request)
    packing.hand_over(request=request, by=priya, at=AT)
    assert (request.state, at_edge(program, PlaceKind.GIVEN)) == ("collected", 2)
    packing.undo_hand_over(request=request, by=priya, at=AT)
    assert (request.state, at_edge(program, PlaceKind.GIVEN)) == ("ready", 0)


def test_a_site_with_enough_of_its_own_needs_nothing_from_the_back_room(program, priya):
    there = site(program)
    shared.stocked(10)
    shared.stocked(10, at_place=there, lot="B2")
    request = ask(program, site=there, kits=1)
    posted(request, by=priya)
    assert (on_shelf(program), on_shelf(program, there)) == (10, 8)


def test_what_nobody_picks_up_goes_back_on_the_shelf(program, priya):
    shared.stocked(20)
    there = site(program)
    request = ask(program, site=there, kits=1)
    posted(request, by=priya)
    due = request.deadline_at
    assert due == AT + timedelta(days=14)
    following.pass_day(request_id=request.pk, missed=due, at=due)
    request.refresh_from_db()
    assert (request.state, on_shelf(program, there)) == ("expired", 2)
    with pytest.raises(Overtaken):
        following.pass_day(request_id=request.pk, missed=due, at=due)
    with pytest.raises(NotAllowed):
        packing.hand_over(request=request, by=priya, at=due)


def test_the_address_is_destroyed_so_many_days_after_delivery(program, priya):
    shared.stocked(20)
    request = ask(program)
    posted(request, by=priya)
    following.say_came(request=request, at=AT)
    assert request.purge_at == AT + timedelta(days=program.days_kept)
    assert following.purge(request_id=request.pk, missed=request.purge_at, at=request.purge_at)
    request.refresh_from_db()
    assert (request.address_id, request.code, request.purge_at) == (None, None, None)
    assert not Sealed.objects.filter(kind="supply.address").exists()


def test_posted_and_never_heard_of_is_taken_as_come(program, priya):
    shared.stocked(20)
    request = ask(program)
    posted(request, by=priya)
    due = request.deadline_at
    following.pass_day(request_id=request.pk, missed=due, at=due)
    request.refresh_from_db()
    assert (request.state, at_edge(program, PlaceKind.GIVEN)) == ("delivered", 4)


def test_a_request_nobody_packed_in_time_ends_and_its_lots_are_free(program, priya):
    shared.stocked(20)
    request = ask(program)
    packed(request, by=priya)
    request.refresh_from_db()
    due = request.deadline_at
    following.pass_day(request_id=request.pk, missed=due, at=due)
    request.refresh_from_db()
    assert (request.state, on_shelf(program)) == ("expired", 20)


def test_called_off_while_it_is_packed_gives_its_lots_back(program, priya):
    shared.stocked(20)
    request = ask(program)
    packed(request, by=priya)
    request.refresh_from_db()
    following.call_off(request=request, at=AT)
    assert (request.state, on_shelf(program)) == ("cancelled", 20)


def test_closing_a_batch_lets_go_what_is_not_packed(program, priya):
    shared.stocked(20)
    request = ask(program)
    batch = batch_of(request, by=priya).batch
    packing.close_batch(batch=batch, by=priya, at=AT)
    request.refresh_from_db()
    batch.refresh_from_db()
    assert (request.state, on_shelf(program), batch.closed_at) == ("asked", 20, AT)


def test_a_batch_is_not_closed_while_something_is_packed_and_not_sent(program, priya):
    shared.stocked(20)
    request = ask(program)
    made = packed(request, by=priya)
    with pytest.raises(packing.NotSent):
        packing.close_batch(batch=made.batch, by=priya, at=AT)
    request.refresh_from_db()
    assert (request.state, made.batch.closed_at) == ("packed", None)


def test_a_lot_that_was_held_since_it_was_in_hand_goes_into_no_parcel(program, priya):
    from beside.supply.services import holding

    lot = shared.stocked(20)
    request = ask(program)
    batch = batch_of(request, by=priya).batch
    packing.pick(batch=batch, read=Read(lot.number), by=priya, at=AT)
    holding.hold_lot(lot=lot, program=program, place=None, reason="damage", at=AT, by=priya)
    with pytest.raises(packing.NotPicked):
        packing.wrap(parcel=parcel(request), by=priya, at=AT)


def test_the_news_that_it_was_posted_names_nobody(program, priya):
    from beside.kernel import packing as packed_facts
    from beside.supply.facts import RequestPosted

    shared.stocked(20)
    request = ask(program, nonce=nonce())
    posted(request, by=priya)
    fact = RequestPosted(request.pk, program.pk, "21151", "address")
    assert set(packed_facts.pack(fact)) == {"request_id", "program_id", "county_fips", "way"}


def scan(lot: str, expires: str) -> Read:
    return read_code(f"]d201{GTIN}17{expires}10{lot}")


@pytest.fixture
def scanned(program, priya):
    """A batch of two parcels of one lot that expires at the end of 2027, and its carton's code."""
    product = shared.product()
    product.gtins = [GTIN]
    product.save()
    shared.stocked(20, lot="SCAN1")
    made = batch_of(ask(program), ask(program), by=priya)
    return made.batch


def test_a_scan_that_tells_another_expiry_is_refused_and_both_are_named(scanned, priya):
    with pytest.raises(picking.AnotherExpiry) as refused:
        packing.pick(batch=scanned, read=scan("SCAN1", "280630"), by=priya, at=AT)
    assert (refused.value.lot.number, refused.value.told) == ("SCAN1", date(2028, 6, 30))
    assert not scanned.picked.exists()
    packing.pick(batch=scanned, read=scan("SCAN1", "271231"), by=priya, at=AT)
    assert scanned.picked.get().how == "scanned"


def test_a_lot_whose_expiry_was_extended_is_known_by_its_carton(scanned, priya):
    Lot.objects.filter(number="SCAN1").update(expires_date=date(2028, 12, 31))
    packing.pick(batch=scanned, read=scan("SCAN1", "271231"), by=priya, at=AT)
    assert scanned.picked.exists()


def test_a_parcel_is_closed_with_a_scan_that_is_held_against_its_own_lot(scanned, priya):
    first, second = picking.parcels(scanned)
    with pytest.raises(picking.AnotherExpiry):
        packing.wrap(parcel=first, by=priya, at=AT, read=scan("SCAN1", "280630"))
    assert picking.parcels(scanned).filter(request__state="packed").count() == 0
    packing.wrap(parcel=first, by=priya, at=AT, read=scan("SCAN1", "271231"))
    shared.stocked(4, lot="SCAN2", expires=date(2028, 6, 30))
    with pytest.raises(picking.AnotherLot):
        packing.wrap(parcel=second, by=priya, at=AT, read=scan("SCAN2", "280630"))
    assert [one.request.state for one in picking.parcels(scanned)] == ["packed", "set_aside"]


def test_setting_aside_holds_only_the_lots_it_takes(program, priya):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from beside.supply.services import aside

    shared.stocked(20, lot="FIRST", expires=date(2027, 1, 31))
    shared.stocked(20, lot="LATER", expires=date(2028, 1, 31))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        aside.set_aside(shelf=shared.shelf(program), wanted={shared.product(): 4},
                        about=("test", "1"), at=AT)  # fmt: skip
    [held] = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    first = Lot.objects.get(number="FIRST")
    assert f'"lot_id" IN ({first.pk})' in held


@pytest.mark.django_db(transaction=True)
def test_a_packer_goes_round_what_another_is_taking_at_this_moment():
    program = mailing()[0]
    shared.stocked(20)
    first, second, by, made = ask(program), ask(program), packer(program), []

    def take():
        made.append(batch_of(first, second, by=by))
        connections.close_all()

    with transaction.atomic():
        Request.objects.select_for_update(no_key=True).get(pk=first.pk)  # another, not done yet
        here = threading.Thread(target=take, daemon=True)
        here.start()
        here.join(timeout=20)
        assert not here.is_alive()

    assert (made[0].taken, made[0].elsewhere) == (1, 1)
    assert parcel(second).batch == made[0].batch


def test_the_pick_list_of_many_parcels_is_asked_for_at_once(program, priya):
    shared.stocked(40)
    batches = [batch_of(*(ask(program) for _ in range(count)), by=priya).batch for count in (1, 5)]
    asked = []
    for batch in batches:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            wanted = picking.needs(batch)
        asked.append((len(seen), sum(wanted.values())))

    assert asked == [(2, 4), (2, 20)]


def test_what_was_sent_again_stands_on_the_new_pick_list_alone(program, priya):
    shared.stocked(40)
    request = ask(program)
    before = posted(request, by=priya).batch
    packing.note_returned(request=request, by=priya, at=AT + timedelta(days=9))
    request.refresh_from_db()
    following.send_again(request=request, by=priya, at=AT + timedelta(days=10))
    request.refresh_from_db()
    again = batch_of(request, by=priya, at=AT + timedelta(days=11)).batch

    assert sum(picking.needs(again).values()) == 4
    assert not picking.needs(before)
