"""Asking for kits: stored whole or not at all, once, and only what may be sent there."""

from datetime import date, timedelta

import pytest
from django.db import connection

from beside.kernel import house
from beside.privacy.models import Sealed
from beside.supply.core import sealed
from beside.supply.core.request import Way
from beside.supply.mail import routing
from beside.supply.models import PackingKey, Request
from beside.supply.services import requesting
from tests.supply import shared
from tests.supply.mail.shared import AT, LINES, MADISON, ask, key_of, mailing, nonce, place, site

pytestmark = pytest.mark.django_db


def test_a_request_is_stored_with_three_words_and_a_promise():
    program, key, _ = mailing()
    placed = place(program)
    request = placed.request
    assert (request.state, request.way, request.key) == ("asked", "address", key)
    assert request.code == placed.code
    assert house.today(request.promised_at) == date(2026, 11, 28)  # Thanksgiving is no working day
    assert [line.units for line in request.lines.all()] == [4]
    assert requesting.digest_of_token(placed.token) == bytes(request.token_digest)


def test_the_same_form_sent_again_is_one_request_with_the_same_receipt():
    program, *_ = mailing()
    once = nonce()
    first, second = place(program, nonce=once), place(program, nonce=once)
    assert (first.request, first.code, first.token) == (second.request, second.code, second.token)
    assert second.is_new is False
    assert Request.objects.count() == 1
    assert Sealed.objects.count() == 1


def test_only_the_packer_can_read_where_it_goes():
    from beside.privacy import vault

    program, _, private = mailing()
    request = ask(program)
    by = PackingKey.objects.get().copies.get().user
    found = vault.open(request.address_id, by=by, purpose="supply.pack", at=AT)
    assert b"Elm" not in found
    assert sealed.open_with(private, found) == LINES
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', ["Elm St|Sam E"])
            assert cursor.fetchone()[0] == 0, table


def test_an_address_sealed_to_another_programs_key_is_refused():
    program, *_ = mailing()
    other = shared.program("other")
    key, _ = key_of(other)
    with pytest.raises(requesting.NoKey):
        place(program, key=key)
    assert not Request.objects.exists()
    assert not Sealed.objects.exists()


@pytest.mark.parametrize("blob", [b"", b"12 Elm St", b"\x01" * sealed.LENGTH])
def test_what_is_not_sealed_is_never_stored(blob):
    program, *_ = mailing()
    with pytest.raises(sealed.NotSealed):
        requesting.place_request(
            program=program, lines={shared.product(): 2}, way="address", sealed=blob, at=AT,
            language="en", for_others=False, county_fips=MADISON, nonce=nonce(),
        )  # fmt: skip
    assert not Sealed.objects.exists()


def test_a_pick_up_needs_a_listed_site_and_no_address():
    program, *_ = mailing()
    there = site(program)
    request = ask(program, site=there)
    assert (request.site, request.address_id, request.key) == (there, None, None)
    there.closed_at = AT
    there.save()
    with pytest.raises(requesting.NotThere):
        ask(program, site=there)


def test_a_prescription_product_goes_to_no_box_and_stops_when_its_paper_ends():
    program, *_ = mailing(standing_order_until_date=date(2026, 12, 31))
    shared.offer(program, shared.vials())
    assert ask(program, product=shared.vials(), kits=1)
    for way in (Way.BOX, Way.GENERAL_DELIVERY):
        with pytest.raises(requesting.NotThatWay):
            ask(program, product=shared.vials(), kits=1, way=way)
        assert ask(program, way=way)
    program.standing_order_until_date = date(2026, 11, 1)
    program.save()
    with pytest.raises(requesting.NotOffered):
        ask(program, product=shared.vials(), kits=1)
    assert ask(program)


def test_what_asks_the_law_is_offered_only_on_a_plain_yes(monkeypatch):
    program, *_ = mailing()
    syringes = shared.product(
        "syringes", kind="syringes", per_kit=10, law_topic="syringe_possession"
    )
    shared.offer(program, syringes)
    said = {"syringe_possession"}
    monkeypatch.setattr(routing.law, "allows", lambda state, topic, on: topic in said)
    there = site(program)
    with pytest.raises(requesting.NotThatWay):
        ask(program, product=syringes, kits=1)
    assert ask(program, product=syringes, kits=1, site=there)
    said.add("syringe_mail")
    assert ask(program, product=syringes, kits=1)
    said.clear()
    with pytest.raises(requesting.NotOffered):
        ask(program, product=syringes, kits=1, site=there)


def test_no_more_than_the_program_sends_at_once():
    program, *_ = mailing(most_kits=6)
    with pytest.raises(requesting.TooMany) as told:
        ask(program, kits=7)
    assert told.value.most == 6
    assert ask(program, kits=6)


def test_a_form_that_lay_open_while_the_key_was_changed_is_still_good():
    program, old, _ = mailing()
    key_of(program, by=old.copies.get().user)
    assert ask(program, key=old).key == old


def test_a_refill_goes_where_the_first_went_until_that_is_destroyed():
    from beside.supply.mail.services import following

    program, *_ = mailing()
    first = ask(program)
    again = requesting.refill(of=first, at=AT, nonce=nonce(), about=("supply.reversal", "7"))
    assert again.request.refill_of == first
    assert again.request.address_id != first.address_id
    assert again.request.about_kind == "supply.reversal"
    following.forget_address(request=first, at=AT)
    first.refresh_from_db()
    with pytest.raises(requesting.AddressGone):
        requesting.refill(of=first, at=AT, nonce=nonce())


def test_the_address_is_never_kept_longer_than_its_kind_allows():
    program, *_ = mailing(days_kept=300)
    ask(program)
    assert Sealed.objects.get().retain_until - AT <= timedelta(days=120)


def test_a_zip_finds_the_program_named_most_closely():
    state, *_ = mailing()
    near = shared.program("near", states=[], counties=[MADISON])
    shared.offer(near, shared.product())
    key_of(near)
    where = routing.where_is("40403")
    assert (where.state, where.town, where.county_fips) == ("KY", "Berea", MADISON)
    assert routing.programs_for(where, AT.date()) == [near, state]
    assert routing.programs_for(routing.where_is("", "KY"), AT.date()) == [state]
    assert routing.programs_for(routing.where_is("37902"), AT.date()) == []


def test_a_zip_that_contradicts_its_state_is_asked_about():
    with pytest.raises(routing.AnotherState) as told:
        routing.where_is("40403", "OH")
    assert (told.value.where.state, told.value.said) == ("KY", "OH")
    for wrong in ("00000", "Berea", "99999", ""):
        with pytest.raises(routing.UnknownZip):
            routing.where_is(wrong)


def test_a_program_without_a_key_takes_no_addresses_but_lets_pick_up():
    program = shared.program("keyless")
    shared.offer(program, shared.product())
    where = routing.where_is("40403")
    assert routing.programs_for(where, AT.date()) == []
    there = site(program)
    assert routing.programs_for(where, AT.date()) == [program]
    assert not routing.takes_addresses(program)
    assert ask(program, site=there)
