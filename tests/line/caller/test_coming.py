"""Somebody comes to the line."""

import re
from datetime import timedelta

import pytest

from beside.line.caller import throttle
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.particulars import SELF, read
from beside.privacy import vault
from tests.line.caller.shared import arm, said, session_at
from tests.line.shared import AT

pytestmark = pytest.mark.django_db


def told(session):
    return read(vault.open(session.particulars_id, by=vault.Worker("line"), purpose=SELF, at=AT))


def test_what_the_line_cannot_promise_is_said_before_any_way_in(client):
    page = client.get("/en/line/").content.decode()
    ways = page.index('href="/en/line/timer/"')
    for words in ("cannot promise that no police", "may cost money", "It can fail"):
        assert page.index(words) < ways
    assert 'href="/en/now/"' in page


def test_the_numbers_of_the_line_are_offered_when_there_are_any(client, monkeypatch):
    assert "sms:" not in client.get("/en/line/").text
    monkeypatch.setenv("BESIDE_LINE_NUMBER", "(606) 555-0100")
    page = client.get("/en/line/").text
    assert 'href="tel:6065550100"' in page
    assert 'href="sms:6065550100"' in page


def test_two_taps_arm_the_timer_with_nothing_filled_in(client, night):
    first = re.search(r'class="way" href="([^"]+)"', client.get("/en/line/").text)[1]
    form = client.get(first).text
    token = re.search(r'name="token" value="([^"]+)"', form)[1]
    session = session_at(arm(client, token=token))
    assert session.state == State.WATCHING
    assert session.deadline_at == AT + timedelta(seconds=60)
    assert [rung.kind for rung in session.rungs.all()] == ["on_call", "relay"]


def test_what_is_told_is_sealed_and_sets_rhythm_county_and_ladder(client, night):
    url = arm(
        client, place="12 Elm St, Berea", zip="40403", unit="4", door_unlocked="yes",
        callback="(606) 555-0147", route="swallow", substance="pills", naloxone="here",
        company=["pets", "children"], first_kind="responder", second_kind="person",
        second_name="Rosa", second_number="606 555 0148",
    )  # fmt: skip
    session, here = session_at(url), told(session_at(url))
    assert (session.route, session.county_fips) == ("swallow", "21151")
    assert session.deadline_at == AT + timedelta(seconds=120)
    assert [rung.kind for rung in session.rungs.all()] == [
        "responder",
        "person",
        "on_call",
        "relay",
    ]
    assert (here.callback, here.door_unlocked, here.company) == (
        "+16065550147",
        True,
        "pets, children",
    )
    assert [(one.rung, one.number) for one in here.contacts] == [(2, "+16065550148")]


@pytest.mark.parametrize(
    "place", ["behind the blue dumpster", "ПРИВЕТ", "40403 40404 zzz", "x" * 200]
)
def test_a_place_that_cannot_be_found_never_blocks(client, night, place):
    session = session_at(arm(client, place=place, zip="99999", lat="1000", lon="here"))
    assert (session.state, session.county_fips) == (State.WATCHING, "")
    assert told(session).place == place
    assert told(session).lat is None


@pytest.mark.parametrize("number", ["12", "911", "not a number", "+1 606 555", "٠١٢"])
def test_a_number_that_is_none_is_said_beside_its_field_and_can_be_left_out(client, night, number):
    answer = client.post("/en/line/timer/", {"callback": number, "place": "12 Elm St"})
    assert answer.status_code == 422
    page = answer.text
    assert 'id="id_callback_error"' in page
    assert page.index('id="id_callback_error"') < page.index('name="callback"')
    assert 'value="12 Elm St"' in page
    assert not Session.objects.exists()

    session = session_at(arm(client, callback=number, place="12 Elm St", without="1"))
    assert told(session).callback == ""
    assert told(session).place == "12 Elm St"


def test_somebody_chosen_without_a_number_is_asked_for_or_left_out(client, night):
    chosen = {"first_kind": "person", "first_name": "Rosa"}
    assert client.post("/en/line/timer/", chosen).status_code == 422
    session = session_at(arm(client, **chosen, without="1"))
    assert [rung.kind for rung in session.rungs.all()] == ["on_call", "relay"]


def test_the_same_form_sent_twice_opens_one_session(client, night):
    token = re.search(r'name="token" value="([^"]+)"', client.get("/en/line/timer/").text)[1]
    assert arm(client, token=token) == arm(client, token=token)
    assert Session.objects.count() == 1


def test_a_form_of_a_session_that_is_over_opens_a_new_one(client, night):
    token = re.search(r'name="token" value="([^"]+)"', client.get("/en/line/timer/").text)[1]
    old = arm(client, token=token)
    client.post(old, {"do": "safe"})
    assert arm(client, token=token) != old


def test_a_name_nobody_gave_is_not_taken_for_a_session(client, night):
    assert not arm(client, token="mine").endswith("/mine/")


def test_a_chat_waits_for_a_person_and_nobody_watches_yet(client, night):
    url = arm(client, "chat")
    session = session_at(url)
    assert (session.state, session.wants_operator) == (State.WAITING, True)
    assert "Nobody watches yet" in said(client.get(url))


def test_a_wave_is_slowed_down_kindly_and_whoever_is_watched_is_always_heard(client, night):
    url = arm(client)
    while throttle.OPENING.takes(night.at):
        pass
    answer = client.post("/en/line/timer/", {})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "5"
    assert "you did nothing wrong" in said(answer)
    assert Session.objects.count() == 1
    night.at += timedelta(seconds=50)
    while throttle.OPENING.takes(night.at):
        pass
    assert client.post(url, {"do": "here"}).status_code == 302
    assert session_at(url).heard_at == night.at


def test_another_site_may_not_open_a_session(client):
    answer = client.post("/en/line/timer/", {}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_no_page_of_the_caller_sets_a_cookie_or_says_what_it_is_in_its_title(
    client, night, settings
):
    url = arm(client)
    for path in ("/en/line/", "/en/line/timer/", "/en/line/chat/", "/en/line/plan/", url):
        answer = client.get(path)
        assert not answer.cookies
        assert f"<title>{settings.HOUSE_NAME}</title>" in answer.text
        assert 'href="/exit"' in answer.text
    assert "no-store" in client.get(url)["Cache-Control"]
