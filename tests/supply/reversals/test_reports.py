"""A report is kept once, with its new kit, and says nothing of anybody."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, TextField

from beside.kernel import clock, facts
from beside.privacy import vault
from beside.supply.core import used as core
from beside.supply.core import used_by_sms
from beside.supply.core.bounds import NotAChain, bounds
from beside.supply.core.used import Naloxone, Said, When
from beside.supply.facts import KitWasUsed, ReportTakenBack
from beside.supply.models import Request, Reversal
from beside.supply.reversals import figures, keeping, refills, routing
from beside.supply.reversals.refills import Wish
from beside.supply.services import reporting
from tests.supply.hand import shared as hand
from tests.supply.hand.shared import today, worker
from tests.supply.reversals.shared import pick_up, report
from tests.supply.shared import program, stocked

TOKEN = "n" * 22


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (When.TODAY, 0, 0), (When.YESTERDAY, 1, 1), (When.THIS_WEEK, 6, 0),
        (When.THIS_MONTH, 30, 0), (When.EARLIER, None, 31), (None, None, 0),
    ],
)  # fmt: skip
def test_an_approximate_day_is_a_span(when, first, last):
    on = date(2026, 11, 20)
    days = core.days_of(when, on)
    assert days.last == on - timedelta(days=last)
    assert days.first == (None if first is None else on - timedelta(days=first))


@pytest.mark.django_db
def test_nothing_at_all_need_be_said():
    kept = reporting.report_reversal(
        told=core.Used(), way=core.Way.WEB, nonce=uuid4(), program=None, at=clock.now()
    ).reversal
    assert kept.first_date is None
    assert (kept.product, kept.survived, kept.county_fips, kept.doses) == ("", "", "", None)


@pytest.mark.django_db
def test_a_report_has_room_for_no_free_text_and_no_name():
    for name in ("name", "notes", "comment", "phone", "address"):
        with pytest.raises(FieldDoesNotExist):
            Reversal._meta.get_field(name)
    free = [
        one.name
        for one in Reversal._meta.get_fields()
        if isinstance(one, TextField) or (isinstance(one, CharField) and not one.choices)
    ]
    assert free == ["county_fips"]


@pytest.mark.django_db
def test_sent_twice_it_is_one_report_and_one_new_kit():
    nonce, wish = uuid4(), Wish(TOKEN, "en", site=pick_up())
    first = report(nonce=nonce, wish=wish)
    again = report(nonce=nonce, wish=wish)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.refill.code == again.refill.code
    assert Reversal.objects.count() == Request.objects.count() == 1


@pytest.mark.django_db
def test_a_new_kit_to_pick_up_is_asked_for_in_the_same_step():
    kept = report(wish=Wish(TOKEN, "es", site=pick_up()), doses=3)
    request = kept.refill.request
    assert (request.way, request.came_by, request.address_id) == ("pick_up", "refill", None)
    assert request.about_id == str(kept.reversal.pk)
    assert request.lines.get().units == 4
    assert kept.reversal.refill_id == request.pk


@pytest.mark.django_db
def test_the_same_again_goes_where_the_last_one_went():
    first = report(wish=Wish(TOKEN, "en", site=pick_up())).refill.request
    Request.objects.filter(pk=first.pk).update(state="collected")
    first.refresh_from_db()
    assert refills.may_be_again(first)
    again = report(wish=Wish("m" * 22, "en", of=first)).refill.request
    assert again.refill_of == first
    assert again.site == first.site


@pytest.mark.django_db
def test_when_the_kit_cannot_be_had_the_report_is_kept_all_the_same():
    site = pick_up()
    site.closed_at = clock.now()
    site.save()
    kept = report(wish=Wish(TOKEN, "en", site=site))
    assert kept.refill is None
    assert kept.refill_failed
    assert Reversal.objects.count() == 1
    assert not Request.objects.exists()


@pytest.mark.django_db
def test_the_house_is_told_without_a_word_of_anybody(monkeypatch):
    heard = []
    monkeypatch.setattr(facts, "publish", lambda fact, **_: heard.append(fact))
    kept = report(wish=None).reversal
    month = f"{today() - timedelta(days=1):%Y-%m}"
    told = KitWasUsed(kept.pk, "21151", "nasal_4mg", month, kept.program_id, kept.kit_from)
    assert heard == [told]


@pytest.mark.django_db
def test_the_house_is_told_when_a_report_was_a_slip(monkeypatch):
    kept, heard = report(wish=None).reversal, []
    monkeypatch.setattr(facts, "publish", lambda fact, **_: heard.append(fact))
    reporting.undo_reversal(reversal=kept, by=worker(), at=clock.now())
    month = f"{kept.last_date:%Y-%m}"
    assert heard == [ReportTakenBack(kept.pk, month, kept.program_id, kept.kit_from)]


@pytest.mark.django_db
def test_a_report_belongs_to_the_program_that_names_the_county():
    near = program("near", states=[], counties=["21151"])
    wide = program("wide", states=["KY"])
    program("far", states=["CA"])
    assert routing.program_of("21151") == near
    assert routing.program_of("21067") == wide
    assert routing.program_of("36061") is None
    assert routing.program_of("") is None


@pytest.mark.django_db
def test_who_wants_a_call_is_called_once_and_the_number_is_gone():
    kept, by, at = report().reversal, worker(), clock.now()
    reporting.want_call(reversal=kept, number="606 555 0149", at=at)
    kept.refresh_from_db()
    assert kept.callback_until_at - at == timedelta(hours=72)
    assert reporting.show_number(reversal=kept, by=by, at=at) == "+16065550149"
    sealed = kept.callback_id
    reporting.end_call(reversal=kept, by=by, at=at)
    with pytest.raises(vault.Destroyed):
        vault.open(sealed, by=by, purpose=reporting.CALL_BACK, at=at)
    kept.refresh_from_db()
    with pytest.raises(reporting.NoCallWanted):
        reporting.show_number(reversal=kept, by=by, at=at)


@pytest.mark.django_db
def test_a_second_number_takes_the_place_of_the_first():
    kept, by, at = report().reversal, worker(), clock.now()
    for number in ("606 555 0149", "606 555 0150"):
        reporting.want_call(reversal=kept, number=number, at=at)
        kept.refresh_from_db()
    assert reporting.show_number(reversal=kept, by=by, at=at) == "+16065550150"


@pytest.mark.django_db
def test_where_no_program_serves_nobody_is_promised_a_call():
    kept = reporting.report_reversal(
        told=core.Used(), way=core.Way.WEB, nonce=uuid4(), program=None, at=clock.now()
    ).reversal
    with pytest.raises(reporting.NobodyCalls):
        reporting.want_call(reversal=kept, number="606 555 0149", at=clock.now())


@pytest.mark.django_db
def test_a_report_that_was_taken_back_counts_nowhere():
    kept, by = report().reversal, worker()
    reporting.undo_reversal(reversal=kept, by=by, at=clock.now())
    with pytest.raises(reporting.AlreadyTaken):
        reporting.undo_reversal(reversal=kept, by=by, at=clock.now())
    assert figures.figures([program()], today() - timedelta(days=40), today()).reports == 0


@pytest.mark.django_db
def test_after_three_years_what_described_the_person_is_gone():
    kept = report(drugs=(core.Drug.FENTANYL,), age=core.AgeBand.TO_34).reversal
    at = clock.now() + timedelta(days=1200)
    assert keeping.destroy_descriptions(at - keeping.DESCRIBED, at) == 1
    assert keeping.destroy_descriptions(at - keeping.DESCRIBED, at) == 0
    kept.refresh_from_db()
    assert (kept.drugs, kept.age, kept.survived) == ([], "", "yes")


def test_bounds_of_british_columbia():
    found = bounds(shipped=398_167, given=149_999, used=40_903)
    assert (found.at_least, found.at_most) == (40_903, 108_576)
    assert round(100 * found.share_reported) == 38


@pytest.mark.parametrize("chain", [(1, 2, 1), (2, 1, 2), (1, 1, -1)])
def test_a_chain_that_grows_downward_is_refused(chain):
    with pytest.raises(NotAChain):
        bounds(shipped=chain[0], given=chain[1], used=chain[2])


def test_where_nothing_was_given_the_most_is_all_that_left():
    assert bounds(shipped=10, given=0, used=0).at_most == 10


@pytest.mark.django_db
def test_bounds_are_read_from_the_ledger():
    place = hand.site()
    stocked(40, at_place=place)
    for _ in range(4):
        hand.keep(place)
    report()
    found = figures.figures([program()], today(), today()).bounds
    assert (found.shipped, found.given, found.at_least, found.at_most) == (4, 4, 1, 1)


@pytest.mark.parametrize(
    ("text", "zip_code", "doses", "survived", "product"),
    [
        ("USED 40403 2 ok", "40403", 2, Said.YES, None),
        ("used", "", None, None, None),
        ("Usado 40403, murió", "40403", None, Said.NO, None),
        ("used narcan 1", "", 1, None, Naloxone.NASAL_4MG),
        ("USED John Smith 6065550149 2", "", 2, None, None),
    ],
)
def test_a_text_is_read_for_what_it_says_and_no_more(text, zip_code, doses, survived, product):
    said = used_by_sms.read(text)
    assert (said.zip_code, said.doses, said.survived, said.product) == (
        zip_code, doses, survived, product,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "line", "I used to know", "KITS", "yes"])
def test_another_text_is_let_be(text):
    assert used_by_sms.read(text) is None
