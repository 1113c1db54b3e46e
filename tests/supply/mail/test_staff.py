"""The pages of packers: what is due on top, clear answers, and nothing of another program."""

import json
import re
from datetime import date

import pytest

from beside.kernel import clock, word_codes
from beside.kernel.models import Act
from beside.supply.core import sealed
from beside.supply.mail.services import keys, packing
from beside.supply.mail.views import packing as packing_pages
from beside.supply.models import Batch, KeyCopy, PackingKey, Place, Request
from tests import people
from tests.supply import shared
from tests.supply.mail.shared import (
    AT,
    ask,
    key_of,
    mailing,
    packer,
    parcel,
    posted,
    site,
    unwrapped,
    wrapped,
)
from tests.supply.mail.test_asking import said

pytestmark = pytest.mark.django_db
HERE = "/en/staff/supply/mail/"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    from beside.kernel import clock

    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def program():
    return mailing()[0]


@pytest.fixture
def priya(program):
    return packer(program)


@pytest.fixture
def hers(client, priya):
    return people.sign_in(client, priya, fresh=True)


@pytest.fixture
def theirs(client, program):
    return people.sign_in(type(client)(), packer(program, "program_manager"), fresh=True)


def take(hers, program) -> str:
    answer = hers.post(HERE, {"program": program.pk, "shelf": shared.shelf(program).pk})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_morning_of_packing(hers, program):
    shared.stocked(40)
    for _ in range(3):
        ask(program)
    assert "3 requests wait" in said(hers.get(HERE))
    batch = take(hers, program)
    assert "No lot of that number" in said(hers.post(batch, {"do": "pick", "code": "ZZ"}))
    hers.post(batch, {"do": "pack_all"})
    assert "packed" not in set(Request.objects.values_list("state", flat=True))
    hers.post(batch, {"do": "pick", "code": "a1"})
    hers.post(batch, {"do": "pack_all"})
    hers.post(batch, {"do": "send_all"})
    assert set(Request.objects.values_list("state", flat=True)) == {"posted"}
    page = said(hers.get(batch))
    assert "200 g" not in page
    assert "140 g" in page
    assert "USPS Ground Advantage" in page


def of(request) -> str:
    return f"{HERE}parcels/{parcel(request).pk}/"


def test_of_two_lots_the_page_says_which_goes_where_and_each_parcel_is_closed_by_itself(
    hers, program
):
    shared.stocked(4, lot="A1", expires=date(2028, 1, 31))
    shared.stocked(40, lot="B2", expires=date(2028, 6, 30))
    first, second = ask(program), ask(program)
    batch = take(hers, program)
    for lot in ("A1", "B2"):
        hers.post(batch, {"do": "pick", "code": lot})
    page = hers.get(batch).content.decode()
    assert "<strong>A1</strong>" in page
    assert "<strong>B2</strong>" in page
    assert "pack_all" not in page

    hers.post(batch, {"do": "pack_all"})
    assert set(Request.objects.values_list("state", flat=True)) == {"set_aside"}
    asked = hers.post(of(second), {"do": "wrap"}, follow=True)
    assert "holds lot B2, another parcel another lot" in said(asked)
    assert set(Request.objects.values_list("state", flat=True)) == {"set_aside"}
    wrong = hers.post(of(second), {"do": "wrap", "code": "A1"}, follow=True)
    assert "Lot A1 is good, but" in said(wrong)
    hers.post(of(first), {"do": "wrap", "code": "A1"})
    hers.post(of(second), {"do": "wrap", "code": "B2"})
    assert set(Request.objects.values_list("state", flat=True)) == {"packed"}
    assert Act.objects.filter(verb="lot_in_parcel").count() == 2


def test_the_last_parcel_is_asked_for_its_lot_though_the_other_lot_has_left(hers, program):
    shared.stocked(4, lot="A1", expires=date(2028, 1, 31))
    shared.stocked(40, lot="B2", expires=date(2028, 6, 30))
    first, second = ask(program), ask(program)
    batch = take(hers, program)
    for lot in ("A1", "B2"):
        hers.post(batch, {"do": "pick", "code": lot})
    hers.post(of(first), {"do": "wrap", "code": "A1"})
    hers.post(of(first), {"do": "send"})
    hers.post(batch, {"do": "pack_all"})
    second.refresh_from_db()
    assert second.state == "set_aside"


def test_who_helps_packs_from_the_end_and_is_told(hers, program):
    shared.stocked(40)
    first, last = ask(program), ask(program)
    batch = take(hers, program)
    hers.post(batch, {"do": "pick", "code": "A1"})
    helper = people.sign_in(type(hers)(), packer(program), fresh=True)
    for who, one, told in ((hers, first, False), (helper, last, True)):
        page = who.get(batch).content.decode()
        row = page[page.index(of(one)) :].partition("</form>")[0]
        assert " autofocus" in row
        assert ("packs from the top" in page) == told


def test_with_none_ticked_the_next_come_instead_of_those_that_another_took(
    hers, program, monkeypatch
):
    shared.stocked(400)
    monkeypatch.setattr(packing_pages, "MOST", 2)
    asked = [ask(program) for _ in range(4)]
    real, taken = packing.make_batch, []

    def after_another(**facts):
        if not taken:
            taken.append(real(**facts | {"by": packer(program), "requests": asked[:2]}))
        return real(**facts)

    monkeypatch.setattr(packing, "make_batch", after_another)
    page = hers.get(take(hers, program))
    assert "another packer" not in said(page)
    assert {one.parcels.get().batch.by == asked[0].parcels.get().batch.by for one in asked[2:]} == {
        False
    }


def test_a_scanner_alone_packs_parcel_after_parcel(hers, program):
    shared.stocked(40)
    first, second = ask(program), ask(program)
    batch = take(hers, program)
    hers.post(batch, {"do": "pick", "code": "A1"})
    for one in (first, second):
        page = hers.get(batch).content.decode()
        row = page[page.index(of(one)) :].partition("</form>")[0]
        assert page.count(" autofocus") == 1
        assert " autofocus" in row
        hers.post(of(one), {"do": "wrap", "code": "A1"})
    answer = hers.post(batch, {"do": "close"})
    assert "2 parcels are packed and not sent" in said(answer)


def test_a_recalled_lot_says_so_and_gives_another(hers, program, priya):
    from tests.supply.mail.test_packing import recall

    bad = shared.stocked(4, lot="A1")
    shared.stocked(40, lot="B2", expires=None)
    ask(program)
    batch = take(hers, program)
    recall(bad, priya)
    answer = hers.post(batch, {"do": "pick", "code": "A1"})
    assert "Lot A1 is recalled" in said(answer)
    lot = re.search(r'name="lot" value="(\d+)"', answer.content.decode())[1]
    assert int(lot) == bad.pk
    hers.post(batch, {"do": "replace", "lot": lot})
    assert "B2" in said(hers.get(batch))


def test_the_second_packer_is_told(hers, program, priya):
    shared.stocked(40)
    request = ask(program)
    other = people.sign_in(type(hers)(), packer(program), fresh=True)
    wanted = {"program": program.pk, "shelf": shared.shelf(program).pk, "request": request.pk}
    assert hers.post(HERE, wanted)["Location"] != "/en/staff/supply/mail/"
    answer = other.post(HERE, wanted, follow=True)
    assert "taken by another packer" in said(answer)
    assert Batch.objects.filter(closed_at=None).count() == 1


def test_nothing_of_another_program_is_seen_or_touched(program, priya, client):
    shared.stocked(40)
    request = ask(program)
    one = posted(request, by=priya)
    stranger = people.sign_in(client, packer(shared.program("other")), fresh=True)
    assert word_codes.say(request.code, "en") not in said(stranger.get(HERE))
    key = PackingKey.objects.get(program=program)
    for path in (f"batches/{one.batch_id}/", f"batches/{one.batch_id}/labels/",
                 f"batches/{one.batch_id}/papers/"):  # fmt: skip
        assert stranger.get(HERE + path).status_code == 404
    for path in (f"parcels/{one.pk}/", f"requests/{request.pk}/", f"keys/{key.pk}/",
                 f"keys/new/{program.pk}/"):  # fmt: skip
        assert stranger.post(HERE + path, {"do": "retire"}).status_code == 404


def test_the_labels_page_holds_only_what_is_sealed(hers, program, priya):
    shared.stocked(40)
    request = ask(program)
    batch = take(hers, program)
    page = hers.get(f"{batch}labels/?size=30&start=4").content.decode()
    held = json.loads(re.search(r'id="parcels"[^>]*>(.*?)</script>', page)[1])
    assert sealed.key_of(sealed.from_text(held[0]["sealed"])) == request.key_id
    assert json.loads(re.search(r'id="copies"[^>]*>(.*?)</script>', page)[1]) == []
    key_of(program, by=priya, at=AT)
    ask(program)
    page = hers.get(f"{take(hers, program)}labels/").content.decode()
    assert len(json.loads(re.search(r'id="copies"[^>]*>(.*?)</script>', page)[1])) == 1
    assert "Elm St" not in page
    assert "Kentucky River" not in re.sub(r"<title>.*?</title>", "", page)
    assert "naloxone" not in page.lower().replace("beside", "")


def test_papers_are_in_the_language_of_who_asked_and_hold_no_address(hers, program):
    shared.stocked(40)
    request = ask(program, language="es")
    batch = take(hers, program)
    page = hers.get(f"{batch}papers/").content.decode()
    assert 'lang="es"' in page
    assert word_codes.say(request.code, "es") in page
    assert "Elm St" not in page


def test_a_key_is_made_copied_changed_replaced_and_destroyed(hers, program, priya):
    old = PackingKey.objects.get(program=program)
    ask(program)
    key, private = key_of(program, by=priya, words="quiet harbour lantern")
    sam = packer(program)
    page = said(hers.get(f"{HERE}keys/"))
    assert "1 address is sealed to it" in page
    assert "only one copy" in page
    once = wrapped(private, key.pk, "eight words said once")
    hers.post(f"{HERE}keys/{key.pk}/", {"do": "copy", "to": sam.pk, "wrapped": json.dumps(once)})
    copy = KeyCopy.objects.get(key=key, user=sam)
    assert copy.wrapped["once"]
    assert unwrapped(copy.wrapped, key.pk, "eight words said once").private_numbers()
    theirs = people.sign_in(type(hers)(), sam, fresh=True)
    assert "Take over your copy" in said(theirs.get(f"{HERE}keys/"))
    own = wrapped(private, key.pk, "their own four words")
    theirs.post(f"{HERE}keys/{key.pk}/", {"do": "rewrap", "wrapped": json.dumps(own)})
    assert "once" not in KeyCopy.objects.get(key=key, user=sam).wrapped
    assert keys.destroy_copies(before=AT.replace(year=2027), at=AT) == 0  # old is still needed
    Request.objects.update(address_id=None)
    assert keys.destroy_copies(before=AT.replace(year=2027), at=AT) == 1
    assert not old.copies.exists()
    assert key.copies.count() == 2


def test_the_last_copy_of_a_key_in_use_is_not_withdrawn(theirs, program, priya):
    key, _ = key_of(program, by=priya)
    answer = theirs.post(f"{HERE}keys/{key.pk}/", {"do": "withdraw", "of": priya.pk}, follow=True)
    assert "last copy" in said(answer)
    assert key.copies.exists()


def test_a_packer_withdraws_retires_and_replaces_no_key(hers, program, priya):
    key, _ = key_of(program, by=priya)
    page = said(hers.get(f"{HERE}keys/"))
    assert "Withdraw" not in page.replace("withdrawn", "")
    assert "replaced, withdrawn and retired by who manages" in page
    for act in ({"do": "withdraw", "of": priya.pk}, {"do": "retire"}):
        assert hers.post(f"{HERE}keys/{key.pk}/", act).status_code == 403
    assert hers.post(f"{HERE}keys/new/{program.pk}/").status_code == 403
    key.refresh_from_db()
    assert key.retired_at is None
    assert key.copies.count() == 1


def test_who_manages_the_program_retires_a_key(theirs, program, priya):
    key, _ = key_of(program, by=priya)
    theirs.post(f"{HERE}keys/{key.pk}/", {"do": "retire"})
    key.refresh_from_db()
    assert key.retired_at is not None


@pytest.mark.parametrize(
    "wrong",
    [{"rounds": 1000}, {"salt": "AAAA"}, {"ciphertext": "AAAA"}, {"nonce": 7}, {"rounds": "many"}],
)
def test_a_private_half_that_is_not_well_wrapped_is_not_taken(program, priya, wrong):
    from beside.kernel import ids
    from tests.supply.mail.shared import UNREADABLE

    public = PackingKey.objects.get(program=program).public
    with pytest.raises((keys.NotWrapped, TypeError)):
        keys.make_key(program=program, public=public, wrapped=UNREADABLE | wrong,
                      key_id=ids.uuid7(), by=priya, at=AT)  # fmt: skip


def test_a_private_key_sent_by_mistake_is_refused(program, priya):
    from beside.kernel import ids
    from tests.supply.mail.shared import UNREADABLE

    public = PackingKey.objects.get(program=program).public | {"d": "secret"}
    with pytest.raises(sealed.NotSealed):
        keys.make_key(program=program, public=public, wrapped=UNREADABLE, key_id=ids.uuid7(),
                      by=priya, at=AT)  # fmt: skip


def test_three_words_at_the_desk_and_it_is_handed_over(client, program, priya):
    shared.stocked(40)
    there = site(program)
    request = ask(program, site=there)
    posted(request, by=priya)
    desk = people.sign_in(client, packer(program, "navigator"), fresh=True)
    words = word_codes.say(request.code, "en")
    assert "Handed over" in said(desk.post(f"{HERE}pick-ups/", {"words": words}))
    answer = desk.post(f"{HERE}pick-ups/", {"request": request.pk}, follow=True)
    assert "Undo" in said(answer)
    request.refresh_from_db()
    assert request.state == "collected"
    desk.post(f"{HERE}pick-ups/{request.pk}/back/")
    request.refresh_from_db()
    assert request.state == "ready"
    assert desk.post(f"{HERE}pick-ups/", {"words": "no such words"}).status_code in (200, 404)


@pytest.mark.parametrize("said_of_it", ["came", "returned", "never"])
def test_what_staff_said_of_a_parcel_can_be_undone(hers, program, priya, said_of_it):
    shared.stocked(40)
    request = ask(program)
    posted(request, by=priya)
    page = hers.post(f"{HERE}requests/{request.pk}/", {"do": said_of_it}, follow=True)
    undo = f"{HERE}requests/{request.pk}/unsay/"
    assert page.content.decode().count(undo) == 2  # after it was pressed, and as long as it stands
    again = hers.post(undo, follow=True)
    assert "It is on its way again" in said(again)
    request.refresh_from_db()
    assert request.state == "posted"
    assert "quicker" in said(hers.post(undo, follow=True))


def test_what_is_said_when_its_kits_went_out_since(hers, program, priya):
    shared.stocked(4)
    request = ask(program)
    posted(request, by=priya)
    hers.post(f"{HERE}requests/{request.pk}/", {"do": "returned"})
    posted(ask(program), by=priya)
    answer = hers.post(f"{HERE}requests/{request.pk}/unsay/", follow=True)
    assert "Its kits have left the shelf since" in said(answer)


def test_what_came_back_is_on_the_shelf_and_can_be_sent_again(hers, program, priya):
    shared.stocked(40)
    request = ask(program)
    posted(request, by=priya)
    hers.post(f"{HERE}requests/{request.pk}/", {"do": "returned"})
    assert "came back" in said(hers.get(HERE))
    hers.post(f"{HERE}requests/{request.pk}/", {"do": "again"})
    request.refresh_from_db()
    assert request.state == "asked"


def test_a_broken_promise_stands_on_top(hers, program):
    request = ask(program)
    Request.objects.filter(pk=request.pk).update(promised_at=AT.replace(day=1))
    assert "1 promise is broken" in said(hers.get(HERE))


def test_the_page_says_how_many_addresses_are_gone(hers, program, priya):
    from beside.supply.mail.services import following

    shared.stocked(40)
    request = ask(program)
    posted(request, by=priya)
    following.say_came(request=request, at=AT)
    following.purge(request_id=request.pk, missed=request.purge_at, at=AT)
    assert "1 address was destroyed" in said(hers.get(HERE))


def test_what_to_pack_is_named_as_people_name_it_and_the_storeroom_stands_first(client):
    program, *_ = mailing()
    Place.objects.create(program=program, kind="site", name="A desk")
    ask(program, at=clock.now())
    people.sign_in(client, packer(program))
    shown = client.get("/en/staff/supply/mail/").content.decode()
    assert "<dt>Naloxone nasal spray 4 mg</dt>" in shown
    assert shown.index(">Back room<") < shown.index(">A desk<")
