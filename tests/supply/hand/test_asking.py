"""The two questions: never offered less than asked while stock lasts, and what is kept of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from beside.kernel import clock
from beside.privacy.disclosure import Suppressed
from beside.supply import beside_hand, passing_on
from beside.supply.core import asking
from beside.supply.core import passing_on as share_of
from beside.supply.core.asking import Asked, Beyond, Why
from beside.supply.core.passing_on import Kits
from beside.supply.models import Encounter, Program
from beside.supply.services import handing
from tests import people as folk
from tests.supply.hand.shared import keep, site, today, worker
from tests.supply.shared import product, program, stocked

KITS = st.integers(0, 60)
SAID = st.none() | KITS
CASES = st.tuples(SAID, st.none() | st.booleans(), KITS, KITS, st.none() | st.sampled_from(Beyond))


@given(CASES)
def test_nobody_is_offered_less_than_they_ask_for_while_stock_and_cap_allow(case):
    kits, others, stock, cap, override = case
    made = asking.offer(Asked(kits, others), stock, cap, override)
    need = 1 if kits is None else kits
    assert made.offered <= stock
    if need <= stock and (need <= cap or override):
        assert made.offered >= need
    if not override:
        assert made.offered <= cap
    assert (made.offered < need) == (made.why in (Why.STOCK, Why.CAP))


@given(CASES, KITS)
def test_what_was_handed_over_was_offered(case, agreed):
    kits, others, stock, cap, override = case
    assert asking.settle(Asked(kits, others), agreed, stock, cap, override).offered >= agreed


@pytest.mark.parametrize(
    ("kits", "others", "stock", "override", "offered", "why"),
    [
        (2, False, 40, None, 2, "as_asked"),
        (2, True, 40, None, 12, "for_others"),
        (2, True, 8, None, 8, "for_others"),
        (5, False, 3, None, 3, "stock"),
        (30, True, 40, None, 12, "cap"),
        (30, True, 40, Beyond.FAR_AWAY, 30, "beyond"),
        (30, True, 20, Beyond.FAR_AWAY, 20, "stock"),
        (None, True, 40, None, 12, "for_others"),
        (None, None, 40, None, 1, "as_asked"),
    ],
)
def test_offers_one_by_one(kits, others, stock, override, offered, why):
    made = asking.offer(Asked(kits, others), stock, 12, override)
    assert (made.offered, made.why) == (offered, why)


def test_nobody_asks_for_less_than_nothing():
    with pytest.raises(asking.NotANumber):
        Asked(-1)
    with pytest.raises(asking.NotANumber):
        asking.offer(Asked(1), -1, 12, None)


def kits(n: int) -> dict:
    return {product(): 2 * n}


@pytest.mark.django_db
def test_asked_offered_agreed_and_why_are_kept():
    place = site()
    stocked(60, at_place=place)
    kept = keep(place, units=kits(6), asked=Asked(4, True))
    kept.refresh_from_db()
    assert (kept.kits_asked, kept.knows_others, kept.kits_offered, kept.kits_agreed) == (
        4, True, 12, 6)  # fmt: skip
    assert (kept.offer_why, kept.beyond_why, kept.beyond_by) == ("for_others", "", None)


@pytest.mark.django_db
def test_where_nothing_was_asked_nothing_is_said_to_have_been_offered():
    kept = keep(units=kits(1))
    assert (kept.kits_asked, kept.kits_offered, kept.kits_agreed, kept.offer_why) == (
        None, None, 1, "")  # fmt: skip


@pytest.mark.django_db
def test_somebody_who_asked_and_got_nothing_is_remembered_as_a_need():
    kept = keep(units={}, asked=Asked(5, None))
    assert (kept.kits_asked, kept.kits_offered, kept.kits_agreed, kept.offer_why) == (
        5, 0, 0, "stock")  # fmt: skip


@pytest.mark.django_db
def test_beyond_the_cap_stands_who_and_why():
    place, by = site(), worker()
    stocked(100, at_place=place)
    kept = keep(place, by=by, units=kits(24), asked=Asked(24, True), beyond=Beyond.MANY_PEOPLE)
    assert (kept.kits_offered, kept.offer_why, kept.beyond_why) == (24, "beyond", "many_people")
    assert kept.beyond_by == by
    told_later = keep(place, by=by, units=kits(13))
    assert (told_later.beyond_why, told_later.offer_why) == ("unsaid", "beyond")


@pytest.mark.django_db
def test_the_cap_is_a_setting_of_the_program():
    place = site()
    stocked(100, at_place=place)
    Program.objects.update(peer_cap=24)
    place.refresh_from_db()
    kept = keep(place, units=kits(20), asked=Asked(20, True))
    assert (kept.kits_offered, kept.offer_why, kept.beyond_why) == (24, "for_others", "")


@pytest.fixture
def sam(client, db):
    client.user = worker("packer", "program_manager")
    return folk.sign_in(client, client.user)


def post(client, **said):
    pk = product().pk
    facts = {"nonce": str(uuid4()), "on_date": today().isoformat(), f"kits_{pk}": "1"} | said
    return client.post(reverse("supply:hand") + f"?place={site().pk}", facts)


def test_the_page_shows_what_a_peer_might_say_in_both_languages(sam):
    at = f"?place={site().pk}"
    for language, words in (("en", "Everyone in my building"), ("es", "En mi edificio")):
        body = sam.get(f"/{language}/staff/supply/hand/{at}").content.decode()
        paper = sam.get(f"/{language}/staff/supply/hand/paper/{at}").content.decode()
        assert words in body
        assert words in paper
        assert 'name="kits_asked"' in body
        assert 'name="knows_others"' in body
        assert (
            'name="kits_asked"'
            in sam.get(f"/{language}/staff/supply/hand/offline/{at}").content.decode()
        )


def test_more_than_the_cap_asks_for_a_reason_and_then_it_is_fine(sam):
    stocked(100, at_place=site())
    pk = product().pk
    many = {f"kits_{pk}": "15", "kits_asked": "15", "knows_others": "yes"}
    refused = post(sam, **many)
    assert refused.status_code == 422
    assert "beyond" in refused.context["page"].form.errors
    assert post(sam, **many, beyond="far_away").status_code == 302
    assert Encounter.objects.get().beyond_by == sam.user


def test_what_waited_on_a_phone_is_kept_whatever_was_given(sam):
    pk = product().pk
    said = {"nonce": str(uuid4()), "on_date": today().isoformat(), f"kits_{pk}": "15",
            "kits_asked": "15", "knows_others": "yes", "place": site().pk}  # fmt: skip
    assert sam.post(reverse("supply:hand_sent"), said).status_code == 200
    kept = Encounter.objects.get()
    assert (kept.knows_others, kept.beyond_why) == (True, "unsaid")


def test_a_room_upstairs_puts_a_link_beside_the_questions(sam):
    from beside.accounts.core.roles import Permission

    beside_hand.fill("test", "They have a card", url_name="supply:hand_paper",
                     permission=Permission.LOG_ENCOUNTERS)  # fmt: skip
    try:
        page = sam.get(reverse("supply:hand") + f"?place={site().pk}").content.decode()
    finally:
        beside_hand.empty("test")
    assert "They have a card" in page
    assert f"paper/?place={site().pk}" in page


def test_no_room_offers_the_same_beside_an_encounter_twice():
    labels = [str(one.label) for one in beside_hand._filled.values()]
    assert len(labels) == len(set(labels))


def test_the_share_that_goes_on_is_a_range():
    found = share_of.share(Kits(yes=30, no=10, unknown=40, peers=20, takers_yes=6))
    assert (found.low, found.high) == (0.44, 0.9)
    assert round(found.said, 3) == 0.833
    assert share_of.share(Kits(0, 0, 0, 0, 0)) is None
    assert share_of.share(Kits(0, 0, 4, 0, 0)).said is None
    with pytest.raises(share_of.NotCounts):
        Kits(1, 0, 0, 0, 2)


@given(st.tuples(KITS, KITS, KITS, KITS, KITS))
def test_the_range_holds_what_was_said(counts):
    yes, no, unknown, peers, takers = counts
    found = share_of.share(Kits(yes, no, unknown, peers, min(takers, yes)))
    if found is not None:
        assert 0 <= found.low <= found.high <= 1


def some_months(times_yes: int, times_no: int = 0) -> list:
    place = site()
    stocked(900, at_place=place)
    for _ in range(times_yes):
        keep(place, units=kits(4), asked=Asked(2, True))
    for _ in range(times_no):
        keep(place, units=kits(1), asked=Asked(1, False))
    keep(place, units=kits(3))
    handing.undo_encounter(encounter=keep(place, units=kits(9), asked=Asked(9, True)),
                           by=worker(), at=clock.now())  # fmt: skip
    return passing_on.by_month([program()], today() - timedelta(days=3), today())


@pytest.mark.django_db
def test_figures_count_what_was_asked_and_leave_out_what_was_undone():
    found = passing_on.total(some_months(2, 1))
    assert (found.asked, found.offered, found.agreed) == (5, 25, 12)
    assert (found.yes, found.no, found.unknown, found.times_yes) == (8, 1, 3, 2)
    assert (found.share.low, found.share.high) == (6 / 12, 11 / 12)


@pytest.mark.django_db
def test_the_share_is_published_only_when_every_answer_was_given_often_enough():
    few = passing_on.published(some_months(2, 1))
    assert few.share is None
    assert isinstance(few.times.cell("by answer", "yes"), Suppressed)


def test_the_figures_and_their_file_show_it(sam):
    some_months(2, 1)
    page = sam.get(reverse("supply:hand_figures"))
    assert page.context["page"].percents == (50, 89, 92)
    assert "Between 50 % and 92 % of kits are for others" in page.content.decode()
    file = sam.get(reverse("supply:hand_asked_file", args=["csv"])).content.decode()
    assert ",5,25,12,8,1,3,0,0,0,0.500,0.889,0.917" in file
    public = sam.get(reverse("supply:hand_asked_file", args=["csv"]) + "?published=yes")
    assert "0.5" not in public.content.decode()
