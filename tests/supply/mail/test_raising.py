"""Asked, offered, agreed by mail: more for who knows others, and beyond the cap with a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse

from beside.kernel.models import Act
from beside.kernel.steps import NotAllowed
from beside.supply.core.asking import Asked, Beyond
from beside.supply.mail.services import following, packing, raising
from beside.supply.models import Request
from beside.supply.services import requesting
from tests import people as folk
from tests.supply import shared
from tests.supply.mail.shared import AT, ask, batch_of, mailing, packer, place

pytestmark = pytest.mark.django_db


def units(request: Request) -> int:
    return sum(request.lines.values_list("units", flat=True))


def told(request: Request) -> tuple:
    request.refresh_from_db()
    return (request.kits_asked, request.knows_others, request.kits_offered, request.kits_agreed,
            request.offer_why)  # fmt: skip


def test_who_asks_for_themselves_is_offered_what_they_ask_for():
    program, *_ = mailing()
    assert told(ask(program, kits=3)) == (3, False, 3, 3, "as_asked")


def test_who_knows_others_is_offered_a_case_and_takes_it_with_one_tap(client):
    program, *_ = mailing()
    shared.stocked(100, at=AT)
    placed = place(program, kits=2, for_others=True)
    request = placed.request
    assert told(request) == (2, True, 12, 2, "for_others")
    url = reverse("supply:kits_receipt", args=[placed.token])
    page = client.get(url).content.decode()
    assert "We can make it 12 kits, free." in page
    assert client.post(url, {"do": "more"}).status_code == 302
    assert told(request)[3] == 12
    assert units(request) == 24
    assert "We can make it" not in client.get(url).content.decode()
    assert client.post(url, {"do": "more"}).status_code == 409


def test_nobody_is_offered_more_than_there_is_and_nobody_less_than_they_ask_for():
    program, *_ = mailing()
    shared.stocked(14, at=AT)
    assert told(ask(program, kits=2, for_others=True)) == (2, True, 7, 2, "for_others")
    assert told(ask(program, kits=9, for_others=True)) == (9, True, 9, 9, "as_asked")


def test_the_cap_lets_who_knows_others_ask_for_more():
    program, *_ = mailing(most_kits=4, peer_cap=24)
    with pytest.raises(requesting.TooMany):
        ask(program, kits=5)
    assert told(ask(program, kits=20, for_others=True))[3] == 20
    with pytest.raises(requesting.TooMany) as refused:
        ask(program, kits=25, for_others=True)
    assert refused.value.most == 24


def test_staff_go_beyond_the_cap_with_a_reason_and_their_name():
    program, *_ = mailing()
    by = packer(program)
    request = ask(program, kits=6, for_others=True)
    with pytest.raises(raising.SayWhy) as asked:
        raising.give_more(request=request, kits=30, beyond=None, by=by, at=AT)
    assert asked.value.cap == 12
    raising.give_more(request=request, kits=30, beyond=Beyond.MANY_PEOPLE, by=by, at=AT)
    assert told(request) == (6, True, 30, 30, "beyond")
    assert (request.beyond_why, request.beyond_by, units(request)) == ("many_people", by, 60)
    assert Act.objects.get(verb="request_raised").detail["why"] == "many_people"


def test_within_the_cap_no_reason_is_asked_and_none_is_kept():
    program, *_ = mailing()
    shared.stocked(100, at=AT)
    request = ask(program, kits=2)
    raising.give_more(request=request, kits=5, beyond=Beyond.OTHER, by=packer(program), at=AT)
    assert told(request) == (2, False, 5, 5, "more")
    assert (request.beyond_why, request.beyond_by) == ("", None)


@pytest.mark.parametrize("kits", [1, 2, 1000])
def test_more_is_more(kits):
    program, *_ = mailing()
    request = ask(program, kits=2)
    with pytest.raises(raising.NothingMore):
        raising.give_more(
            request=request, kits=kits, beyond=Beyond.OTHER, by=packer(program), at=AT
        )


def test_what_somebody_packs_already_is_not_changed():
    program, *_ = mailing()
    shared.stocked(100, at=AT)
    by = packer(program)
    request = ask(program, kits=2, for_others=True)
    batch_of(request, by=by)
    request.refresh_from_db()
    assert not request.is_more_offered
    with pytest.raises(NotAllowed):
        raising.take_offer(request=request, at=AT)
    with pytest.raises(NotAllowed):
        raising.give_more(request=request, kits=9, beyond=None, by=by, at=AT)
    packing.let_go(request=request, by=by, at=AT + timedelta(minutes=1))
    assert raising.take_offer(request=request, at=AT).kits_agreed == 12


def test_a_request_without_naloxone_is_asked_nothing():
    program, *_ = mailing()
    strips = shared.product("fentanyl_strips", kind="test_strips", naloxone="", per_kit=1,
                            names={"en": "Strips"}, law_topic="")  # fmt: skip
    shared.offer(program, strips)
    request = ask(program, product=strips, kits=5, for_others=True)
    assert told(request) == (None, None, None, None, "")
    with pytest.raises(raising.NothingMore):
        raising.take_offer(request=request, at=AT)


def test_the_same_again_remembers_what_was_said_then():
    program, *_ = mailing()
    first = ask(program, kits=4, for_others=True)
    Request.objects.filter(pk=first.pk).update(state="posted")
    first.refresh_from_db()
    following.say_came(request=first, at=AT)
    again = requesting.refill(of=first, at=AT, nonce="n" * 24, answers=Asked(4, None)).request
    assert (again.for_others, again.kits_asked, again.knows_others) == (True, 4, None)


def test_the_page_of_packers_shows_what_was_asked_and_takes_more(client):
    program, *_ = mailing()
    by = packer(program)
    folk.sign_in(client, by)
    request = ask(program, kits=2, for_others=True)
    today = client.get(reverse("supply:packing") + f"?program={program.pk}").content.decode()
    assert "asked 2" in today
    assert "knows others" in today
    url = reverse("supply:request_more", args=[request.pk])
    assert url in today
    assert client.get(url).status_code == 200
    assert client.post(url, {"kits": "30"}).status_code == 422
    assert client.post(url, {"kits": "2"}).status_code == 422
    assert client.post(url, {"kits": "30", "beyond": "far_away"}).status_code == 302
    assert told(request)[3] == 30


def test_another_program_raises_nothing(client):
    program, *_ = mailing()
    request = ask(program, kits=2)
    other = shared.program("elsewhere", public_name="Elsewhere")
    folk.sign_in(client, packer(other))
    url = reverse("supply:request_more", args=[request.pk])
    assert client.post(url, {"kits": "5"}).status_code == 404
    assert told(request)[3] == 2
