"""What people do with stock, over HTTP."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beside.kernel import clock, house
from beside.supply.core.places import PlaceKind
from beside.supply.models import (
    Aid,
    Alarm,
    Balance,
    Count,
    Entry,
    Lot,
    Movement,
    Place,
    Product,
    Program,
)
from beside.supply.services import reordering
from beside.supply.stock import tracing
from tests import people
from tests.supply.shared import offer, product, program, shelf, stocked
from tests.supply.stock import pages, samples
from tests.supply.stock.test_bugs_of_others import on_hand

pytestmark = pytest.mark.django_db
GTIN = "00369547627027"


def works_for(*programs, role="program_manager"):
    from beside.partners.models import Membership

    user = people.person(role)
    for one in programs:
        Membership.objects.create(user=user, partner=one.partner, role="partner_member",
                                  since_date=date(2026, 1, 1))  # fmt: skip
    return user


@pytest.fixture
def staff(client):
    offer(program(), product())
    people.sign_in(client, works_for(program()))
    return client


def url(name, *words):
    return reverse(f"supply:{name}", args=words)


def typed(**changes):
    facts = {"once": "0190-once", "place": str(shelf().pk), "number": "2", "pack": "case",
             "product": str(product().pk), "lot": "b7", "expires": "03/2029", "scan": "",
             "on_date": house.today(clock.now()).isoformat()}  # fmt: skip
    return facts | changes


def text(answer):
    return answer.content.decode()


def test_every_page_opens_on_a_full_store(staff):
    for page in pages.pages():
        answer = staff.get(page.path)
        assert answer.status_code == 200, page.path


@pytest.mark.parametrize(
    "name",
    ["stock", "stock_receive", "stock_bring", "stock_recall_numbers", "stock_counts",
     "stock_aids", "stock_aid_offer", "stock_ledger", "stock_cover", "stock_alarms",
     "stock_programs", "stock_products", "stock_product_new"],
)  # fmt: skip
def test_every_page_opens_on_an_empty_store(client, name):
    people.sign_in(client, people.person("program_manager"))

    assert client.get(url(name)).status_code == 200


def test_a_delivery_is_typed_from_the_carton_and_can_be_undone(staff):
    answer = staff.post(url("stock_receive"), typed(), follow=True)

    lot = Lot.objects.get(number="B7")
    assert on_hand(shelf(), lot) == 48
    assert "2 cases" in text(answer)
    staff.post(url("stock_undo", Movement.objects.get().pk))
    assert on_hand(shelf(), lot) == 0


def test_a_form_sent_twice_is_received_once(staff):
    for _ in range(2):
        staff.post(url("stock_receive"), typed())

    assert on_hand(shelf(), Lot.objects.get()) == 48


def test_a_scan_fills_in_product_lot_and_expiry(staff):
    Product.objects.update(gtins=[GTIN])
    scan = f"]d201{GTIN}1728063010XY9"

    staff.post(url("stock_receive"), typed(scan=scan, product="", lot="", expires=""))

    lot = Lot.objects.get()
    assert (lot.product, lot.number, lot.expires_date) == (product(), "XY9", date(2028, 6, 30))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scan": f"01{GTIN}10A"}, "another product"),
        ({"scan": "nonsense"}, "could not be read"),
        ({"expires": "01/2020"}, "has expired"),
        ({"expires": ""}, "Naloxone has an expiry"),
        ({"lot": ""}, "Say the lot"),
        ({"expires": "13/2029"}, "A month and a year"),
        ({"number": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_with_a_delivery_is_said_and_nothing_is_received(staff, changes, said):
    product()
    Product.objects.update(ndcs=["45802-578-87"])

    answer = staff.post(url("stock_receive"), typed(**changes))

    assert answer.status_code == 422
    assert said in text(answer)
    assert not Entry.objects.exists()


def test_an_expired_lot_is_received_when_somebody_says_so(staff):
    staff.post(url("stock_receive"), typed(expires="01/2020", knows="on"))

    assert on_hand(shelf(), Lot.objects.get()) == 48


def test_a_known_lot_with_another_expiry_and_a_recalled_lot_are_refused(staff):
    stocked(2, lot="B7", expires=date(2028, 1, 31))
    answer = staff.post(url("stock_receive"), typed())
    assert "01/2028" in text(answer)

    Lot.objects.update(recalled_at=clock.now(), recall=samples._paper(people.person()))
    assert "is recalled" in text(staff.post(url("stock_receive"), typed()))
    assert on_hand(shelf(), Lot.objects.get()) == 2


def test_giving_says_why_there_is_not_enough(staff):
    stocked(4, lot="GOOD")
    stocked(10, lot="PAST", expires=house.today(clock.now()) - timedelta(days=3))
    asked = {"give-once": "1", "give-product": str(product().pk), "give-number": "6",
             "give-pack": "kit", "give-on_date": house.today(clock.now()).isoformat()}  # fmt: skip

    answer = staff.post(url("stock_give", shelf().pk), asked)

    assert answer.status_code == 422
    assert "Only 2 kits can be given out here. Expired: 5 kits." in text(answer)
    staff.post(url("stock_give", shelf().pk), asked | {"give-number": "2"})
    assert on_hand(shelf(), Lot.objects.get(number="GOOD")) == 0


def test_a_lot_is_moved_to_another_shelf_and_written_off_with_a_reason(staff):
    lot, van = stocked(10), shelf(kind=PlaceKind.VEHICLE)
    asked = {"take-once": "1", "take-lot": str(lot.pk), "take-number": "2", "take-pack": "kit",
             "take-what": "moved", "take-target": str(van.pk)}  # fmt: skip
    staff.post(url("stock_take", shelf().pk), asked)
    lost = asked | {"take-once": "2", "take-what": "destroyed", "take-target": ""}
    assert "Say why." in text(staff.post(url("stock_take", shelf().pk), lost))
    staff.post(url("stock_take", shelf().pk), lost | {"take-reason": "breakage"})

    assert (on_hand(shelf(), lot), on_hand(van, lot)) == (2, 4)
    assert Movement.objects.get(why="destroyed").reason == "breakage"


def test_a_count_is_printed_typed_compared_and_posted(staff):
    lot = stocked(30)
    staff.post(url("stock_count_begin", shelf().pk))
    count = Count.objects.get()
    line = count.lines.get()
    assert "____" in text(staff.get(url("stock_sheet", count.pk)))

    found = {f"cases-{line.pk}": "1", f"kits-{line.pk}": "2", f"units-{line.pk}": "1"}
    staff.post(url("stock_count", count.pk), found)
    assert "1 case, 2 kits, 1 dose" in text(staff.get(url("stock_count", count.pk)))
    assert on_hand(shelf(), lot) == 30
    staff.post(url("stock_count_end", count.pk, "post"))

    assert on_hand(shelf(), lot) == 29


def csv_file(words):
    return SimpleUploadedFile("list.csv", words.encode(), content_type="text/csv")


def test_a_count_comes_back_as_a_file_whole_or_not_at_all(staff):
    lot = stocked(30, lot="=A1")
    staff.post(url("stock_count_begin", shelf().pk))
    count = Count.objects.get()
    head = staff.get(url("stock_sheet_file", count.pk, "csv")).content.decode("utf-8-sig")
    assert head.splitlines()[1] == "nasal_4mg,'=A1,2027-12-31,,,"

    bad = head.replace("2027-12-31,,,", "2027-12-31,1,x,") + "nasal_4mg,NONE,,1,,\n"
    answer = staff.post(url("stock_count_bring", count.pk), {"file": csv_file(bad)})
    assert answer.status_code == 422
    assert "2 things to mend" in text(answer)
    good = head.replace("2027-12-31,,,", "2027-12-31,1,2,0")
    staff.post(url("stock_count_bring", count.pk), {"file": csv_file(good)})
    staff.post(url("stock_count_end", count.pk, "post"))

    assert on_hand(shelf(), lot) == 28


DELIVERY = (
    "product,lot,expires,number,pack\nnasal_4mg,A1,03/2029,2,case\n69547-627-02,A2,2029-05,5,\n"
)


def test_a_spreadsheet_of_a_delivery_is_looked_at_first_and_kept_once(staff):
    product()
    Product.objects.update(ndcs=["69547-627-02"])
    where = {"place": str(shelf().pk)}
    answer = staff.post(url("stock_bring"), where | {"file": csv_file(DELIVERY)})
    assert "2 lines, no faults" in text(answer)
    assert not Entry.objects.exists()

    packed = answer.context["page"].packed
    for _ in range(2):
        staff.post(url("stock_bring"), {"packed": packed})

    units = dict(Balance.objects.filter(place=shelf()).values_list("lot__number", "units"))
    assert units == {"A1": 48, "A2": 10}


def test_broken_rows_are_named_and_nothing_is_kept(staff):
    stocked(2, lot="OLD", expires=date(2028, 1, 31))
    rows = ("nope,A1,03/2029,2,case", "nasal_4mg,,03/2029,2,case", "nasal_4mg,A1,13/29,2,case",
            "nasal_4mg,A1,03/2020,2,case", "nasal_4mg,A1,03/2029,two,case",
            "nasal_4mg,A1,03/2029,2,crate", "nasal_4mg,A1,,2,case")  # fmt: skip
    words = "product,lot,expires,number,pack\n" + "\n".join(rows)

    answer = staff.post(url("stock_bring"), {"place": str(shelf().pk), "file": csv_file(words)})

    faults = answer.context["page"].faults
    assert [(fault.row, fault.column) for fault in faults] == [
        (2, "product"), (3, "lot"), (4, "expires"), (5, "expires"), (6, "number"), (7, "pack"),
        (8, "expires"),
    ]  # fmt: skip
    assert Movement.objects.count() == 1


def test_every_wrong_cell_of_a_row_is_named_and_blank_rows_keep_their_number(staff):
    stocked(2, lot="OLD", expires=date(2028, 1, 31))
    words = "product,lot,expires,number,pack\nnope,,13/29,x,crate\n,,,,\nnasal_4mg,OLD,02/2029,2,"
    where = {"place": str(shelf().pk)}
    answer = staff.post(url("stock_bring"), where | {"file": csv_file(words)})
    found = [(fault.row, fault.column) for fault in answer.context["page"].faults]
    assert found == [(2, column) for column in ("product", "lot", "expires", "number", "pack")]
    assert "<code>nasal_4mg</code>" in answer.content.decode()

    words = "product,lot,expires,number,pack\n,,,,\nnasal_4mg,OLD,02/2029,2,"
    answer = staff.post(url("stock_bring"), where | {"file": csv_file(words)})
    [fault] = answer.context["page"].faults
    assert (fault.row, fault.column, fault.value) == (3, "expires", "02/2029 ≠ 01/2028")


def test_an_xlsx_of_a_delivery_is_read_as_well(staff):
    import xlsxwriter

    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(DELIVERY.splitlines()[:2]):
            sheet.write_row(number, 0, line.split(","))
    file = SimpleUploadedFile("list.xlsx", kept.getvalue())

    answer = staff.post(url("stock_bring"), {"place": str(shelf().pk), "file": file})

    assert "1 line, no faults" in text(answer)


def test_a_recall_is_traced_in_one_query_to_every_place_parcel_and_agency(
    staff, django_assert_num_queries
):
    from beside.supply import shelves
    from beside.supply.core.places import Movement as Why
    from beside.supply.services import aside

    at, lot = clock.now(), stocked(40)
    for number in (1, 2):
        aside.set_aside(shelf=shelf(), wanted={product(): 4}, about=("supply.request", number),
                        at=at)  # fmt: skip
    transit = shelves.edge(program(), PlaceKind.IN_TRANSIT)
    aside.let_go(shelf=shelf(), target=transit, why=Why.POSTED, about=("supply.request", 1), at=at)
    agency = Place.objects.create(program=program(), kind=PlaceKind.AGENCY, name="Library")
    aside.set_aside(shelf=shelf(), wanted={product(): 6}, about=("supply.order", 9), at=at)
    aside.let_go(shelf=shelf(), target=agency, why=Why.SHIPPED, about=("supply.order", 9), at=at)
    staff.post(url("stock_recall", lot.pk), {"recall-title": "FDA recall"})

    programs = [program()]

    with django_assert_num_queries(1):
        rows = tracing.trace(lot, programs)

    assert {(row.kind, row.about_id, row.units) for row in rows} == {
        ("warehouse", "", 26), ("set_aside", "2", 4), ("in_transit", "1", 4), ("agency", "", 6),
    }  # fmt: skip
    page = staff.get(url("stock_lot", lot.pk))
    assert page.context["page"].to_tell == 4
    staff.post(url("stock_told", lot.pk), {"whom": rows[0].key})
    assert staff.get(url("stock_lot", lot.pk)).context["page"].to_tell == 3


def test_a_recall_by_number_refuses_what_never_came(staff):
    asked = {"product": str(product().pk), "numbers": "zz1, zz2", "title": "FDA recall"}

    answer = staff.post(url("stock_recall_numbers"), asked)

    assert "never came to us" in text(answer)
    assert "is recalled" in text(staff.post(url("stock_receive"), typed(lot="ZZ1")))


def test_an_extension_needs_its_paper_and_can_be_taken_back(staff):
    lot = stocked(4, expires=date(2027, 1, 31))
    assert staff.post(url("stock_extend", lot.pk), {"extend-until": "01/2028"}).status_code == 422
    asked = {"extend-until": "01/2028", "extend-title": "Letter"}
    staff.post(url("stock_extend", lot.pk), asked)
    lot.refresh_from_db()
    assert (lot.expires_date, lot.printed_date) == (date(2028, 1, 31), date(2027, 1, 31))

    staff.post(url("stock_extension_back", lot.extensions.get().pk))
    lot.refresh_from_db()
    assert lot.expires_date == date(2027, 1, 31)


def test_a_lot_that_is_held_is_not_given_out_until_it_is_lifted(staff):
    lot = stocked(4)
    staff.post(url("stock_hold", lot.pk), {"hold-reason": "damage"})
    assert staff.get(url("stock")).context["page"].totals[0].usable == 0

    staff.post(url("stock_lift", lot.quarantines.get().pk))
    assert staff.get(url("stock")).context["page"].totals[0].usable == 4


def test_aid_moves_once_from_shelf_to_shelf_when_both_have_agreed(client):
    giver, taker = program(), program("seky", public_name="Southeast Exchange")
    shed = Place.objects.create(program=taker, kind="warehouse", name="Shed")
    soon = stocked(24, lot="SOON", expires=house.today(clock.now()) + timedelta(days=20))
    gives, takes = works_for(giver), works_for(taker)
    people.sign_in(client, takes)
    client.post(url("stock_aid_ask"), {"once": "1", "taker": str(taker.pk), "giver": "",
                "product": str(product().pk), "number": "6", "pack": "kit"})  # fmt: skip
    aid = Aid.objects.get()

    people.sign_in(client, gives)
    client.post(url("stock_aid_answer", aid.pk), {"once": "2", "taker": str(taker.pk),
                "lot": str(soon.pk), "number": "6", "pack": "kit"})  # fmt: skip
    assert client.post(url("stock_aid_agree", aid.pk), {"target": str(shed.pk)}).status_code == 403

    people.sign_in(client, takes)
    refused = client.post(url("stock_aid_agree", aid.pk), {"target": str(shed.pk)})
    assert refused.status_code == 422
    client.post(url("stock_aid_agree", aid.pk), {"target": str(shed.pk), "takes_short_dated": "on"})
    assert (on_hand(shelf(), soon), on_hand(shed, soon)) == (12, 0)
    client.post(url("stock_aid_act", aid.pk, "arrive-taker"))

    aid.refresh_from_db()
    assert (on_hand(shelf(), soon), on_hand(shed, soon), aid.state) == (12, 12, "arrived")
    assert aid.movement.entries.count() == 2


def test_nobody_sees_the_stock_of_a_program_they_do_not_work_for(staff):
    other = program("other", public_name="Other")
    theirs = Place.objects.create(program=other, kind="warehouse", name="Theirs")
    lot = stocked(4, at_place=theirs, lot="THEIRS")

    assert "THEIRS" not in text(staff.get(url("stock")))
    assert staff.get(url("stock_place", theirs.pk)).status_code == 404
    assert staff.get(url("stock_lot", lot.pk)).status_code == 404
    assert "THEIRS" not in text(staff.get(url("stock_ledger")))
    movement = lot.entries.first().movement_id
    assert staff.post(url("stock_undo", movement)).status_code == 404


def test_alarms_open_and_close(staff):
    staff.post(url("stock_alarms"))
    assert Alarm.objects.get(closed_at=None).kind == "stock_out"

    stocked(40)
    staff.post(url("stock_alarms"))
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_the_front_page_of_staff_says_what_is_urgent(staff):
    staff.post(url("stock_alarms"))

    assert "1 urgent alarm about stock" in text(staff.get("/en/staff/"))


def test_a_program_is_made_for_a_partner_and_given_products_and_shelves(client):
    user = people.person("coordinator")
    people.sign_in(client, user)
    product()
    from beside.partners.core.kinds import Kind
    from beside.partners.models import Partner

    partner = Partner.objects.create(name="New partner", kind=Kind.HARM_REDUCTION,
                                     since_date=date(2026, 1, 1))  # fmt: skip
    facts = {"partner": str(partner.pk), "slug": "new", "public_name": "New", "states": "ky oh",
             "counties": "Madison, KY", "zips": "40403", "return_lines": "PO Box 1\nBerea KY",
             "answer_days": "3", "days_kept": "14", "pickup_days": "14", "most_kits": "12",
             "peer_cap": "24", "plan_above_units": "48", "least_days_left": "30", "mails": "on",
             "order_title": "Dr. Example, standing order", "order_url": "",
             "standing_order_until_date": "2027-06-30"}  # fmt: skip
    client.post(url("stock_program_new"), facts)
    made = Program.objects.get(slug="new")
    assert (made.states, made.counties, made.zips) == (["KY", "OH"], ["21151"], ["40403"])
    assert made.peer_cap == 24
    assert made.standing_order.title == "Dr. Example, standing order"

    client.post(url("stock_program_offer", made.pk),
                {"offer-product": str(product().pk), "offer-by_mail": "on"})  # fmt: skip
    client.post(
        url("stock_program_shelf", made.pk), {"shelf-kind": "machine", "shelf-name": "Wall"}
    )
    wall = Place.objects.get(program=made, name="Wall")
    client.post(url("stock_shelf_act", wall.pk, "close"))

    wall.refresh_from_db()
    assert made.offered.get().by_mail
    assert wall.closed_at is not None
    assert client.get(url("stock_program", made.pk)).status_code == 200


def test_what_to_order_comes_in_whole_cases(staff):
    stocked(10)
    asked = {"weekly": "20", "least": "5", "usual": "10", "most": "21", "covers": "28",
             "service": "99"}  # fmt: skip
    staff.post(url("stock_reorder", program().pk, product().slug), asked)

    cover = next(iter(staff.get(url("stock_cover")).context["page"].covers))
    assert cover.suggested > 0
    assert cover.suggested % 24 == 0
    staff.post(url("stock_order", program().pk, product().slug),
               {"cases": str(cover.suggested // 24), "on_date": "2026-11-01"})  # fmt: skip
    assert next(iter(staff.get(url("stock_cover")).context["page"].covers)).suggested == 0


def test_that_a_delivery_will_not_come_can_be_undone(staff):
    made = reordering.note_order(
        program=program(), product=product(), units=48, on_date=date(2026, 11, 1), expected=None,
        at=clock.now(), by=None,
    )  # fmt: skip
    answer = staff.post(url("stock_order_drop", made.pk), follow=True)
    undo = url("stock_order_take_up", made.pk)
    assert undo in answer.content.decode()
    staff.post(undo)
    made.refresh_from_db()
    assert made.dropped_at is None
    assert "had come already" in staff.post(undo, follow=True).content.decode()


@pytest.mark.parametrize("name", ["stock_file", "stock_ledger_file", "stock_cover_file"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_leave_as_files(staff, name, kind):
    stocked(10)

    answer = staff.get(url(name, kind))

    assert answer.status_code == 200
    assert answer.content[:2] == (b"PK" if kind == "xlsx" else b"\xef\xbb")


def test_the_ledger_is_filtered_and_its_totals_are_the_shelf(staff):
    lot = stocked(10, lot="ONE")
    stocked(20, lot="TWO")

    rows = staff.get(url("stock_ledger") + f"?lot=one&place={shelf().pk}").context["page"].entries

    assert [entry.units for entry in rows] == [10] == [on_hand(shelf(), lot)]


def test_a_recall_and_a_hold_are_alarms_within_a_minute_though_nothing_moved(staff):
    from beside.supply import jobs
    from beside.supply.services import holding, recalling

    at, by = clock.now(), people.person("packer")
    later = at + timedelta(hours=1)
    lot = stocked(48, at=at - timedelta(days=3))
    alarms = Alarm.objects.filter(closed_at=None, program=program())
    recalling.recall_lot(lot=lot, document=samples._paper(by), at=later, by=by)
    jobs.look_at_stock_that_moved(later)
    assert {one.kind for one in alarms.all()} == {"recalled", "stock_out"}
    recalling.take_back_recall(lot=lot, at=later, by=by)
    jobs.look_at_stock_that_moved(later + timedelta(minutes=9))
    assert not alarms.all().exists()
    hold = holding.hold_lot(lot=lot, program=program(), place=None, reason="damage",
                            at=later, by=by)  # fmt: skip
    jobs.look_at_stock_that_moved(later)
    assert {one.kind for one in alarms.all()} == {"stock_out"}
    holding.lift_hold(quarantine=hold, at=later, by=by)
    jobs.look_at_stock_that_moved(later)
    assert not alarms.all().exists()
