"""Somebody is watched, and their page says how it stands."""

from datetime import timedelta

import pytest

from beside.line.core.session import Outcome, State
from beside.line.models import Session
from beside.line.services import ladders, purging, watching
from beside.privacy.models import Sealed
from tests import people
from tests.line.caller.shared import arm, said, session_at
from tests.line.effects.shared import operator
from tests.line.shared import AT, let_deadline_pass

pytestmark = pytest.mark.django_db


def fall_silent(url, times, night):
    session = session_at(url)
    for _ in range(times):
        night.at = Session.objects.get(pk=session.pk).deadline_at
        let_deadline_pass(session)
    return session_at(url)


def test_a_form_post_is_a_check_in_and_the_page_asks_again_by_itself(client, night):
    url = arm(client)
    page = client.get(url).text
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'data-left="60000"' in page
    assert "until 01:41:00" in said(client.get(url))
    night.at += timedelta(seconds=40)
    assert client.post(url, {"do": "here"}).status_code == 302
    assert session_at(url).deadline_at == night.at + timedelta(seconds=60)


def test_the_page_gets_louder_with_the_silence(client, night):
    operator("", on_call=False)
    url = arm(client)
    for loud, words in (
        (1, "Are you there?"),
        (2, "Please answer!"),
        (3, "Help is about to be called"),
    ):
        fall_silent(url, 1, night)
        answer = client.get(url)
        assert f'data-loud="{loud}"' in answer.text
        assert words in said(answer)
    assert "Nobody has been told where you are" in said(answer)


def test_the_last_call_promises_no_help_and_then_says_that_nobody_was_reached(client, night):
    url = arm(client)
    fall_silent(url, 3, night)
    words = said(client.get(url))
    assert "The last loud call" in words
    assert "Help is about to be called" not in words
    fall_silent(url, 1, night)
    words = said(client.get(url))
    assert "Nobody has been reached yet." in words
    assert "Our people on call could not be reached" in words
    assert "Call 911" in words
    operator("", on_call=False)
    assert "Help is being called." in said(client.get(url))


def test_who_changes_what_they_told_is_promised_nobody_either(client, night):
    url = arm(client)
    assert "This end cannot be taken away" not in said(client.get(f"{url}tell/"))
    operator("", on_call=False)
    assert "This end cannot be taken away" in said(client.get(f"{url}tell/"))


def test_one_tap_in_the_last_call_stands_all_down(client, night):
    url = arm(client)
    fall_silent(url, 3, night)
    client.post(url, {"do": "here"})
    session = session_at(url)
    assert (session.state, session.released_at) == (State.WATCHING, None)


def test_after_the_release_the_page_says_who_was_called_and_a_tap_stops_it(client, night):
    url = arm(client, first_kind="person", first_name="Rosa", first_number="606 555 0148")
    fall_silent(url, 4, night)
    words = said(client.get(url))
    assert "Help is being called." in words
    assert "Somebody you chose" in words
    assert "Rosa" not in words
    assert "Our people on call" not in words
    client.post(url, {"do": "here"})
    assert session_at(url).state == State.WATCHING


def test_once_somebody_is_on_the_way_a_tap_tells_them_and_help_goes_on(client, night):
    url = arm(client, first_number="606 555 0148")
    session = fall_silent(url, 4, night)
    ladders.accept_rung(rung_id=session.rungs.get(position=1).pk, at=night.at)
    assert "is coming" in said(client.get(url))
    night.at += timedelta(seconds=9)
    client.post(url, {"do": "here"})
    assert session_at(url).state == State.DISPATCHED
    assert "A person decides whether help turns back" in said(client.get(url))


def test_a_tap_that_comes_late_counts_for_when_it_was_made(client, night):
    url = arm(client)
    night.at += timedelta(seconds=50)
    client.post(url, {"do": "here", "age": "30000"})
    session = session_at(url)
    assert session.heard_at == AT + timedelta(seconds=20)
    assert session.deadline_at == AT + timedelta(seconds=80)


@pytest.mark.parametrize("age", ["61000", "999999999"])
def test_a_tap_older_than_the_rhythm_says_nothing_about_now(client, night, age):
    url = arm(client)
    session = fall_silent(url, 1, night)
    night.at += timedelta(seconds=20)
    answer = client.post(url, {"do": "here", "age": age})
    assert answer.status_code == 409
    assert "too late to count" in said(answer)
    assert session_at(url).state == session.state


@pytest.mark.parametrize("age", ["-1", "soon", "9" * 40, "1e9"])
def test_an_age_that_is_none_is_a_tap_of_now(client, night, age):
    url = arm(client)
    night.at += timedelta(seconds=5)
    client.post(url, {"do": "here", "age": age})
    assert session_at(url).heard_at == night.at


def test_ending_asks_first_and_then_says_when_all_is_destroyed(client, night):
    url = arm(client)
    page = client.get(f"{url}?end")
    assert "Are you safe?" in said(page)
    assert page.text.index("No, stay with me") < page.text.index("Yes, I am safe")
    client.post(url, {"do": "safe"})
    assert session_at(url).outcome == Outcome.SAFE
    words = said(client.get(url))
    assert "destroyed at 1:55 AM" in words
    assert "Nobody watches any more" in words


def test_a_check_in_after_the_end_is_told_so_and_changes_nothing(client, night):
    url = arm(client)
    client.post(url, {"do": "safe"})
    answer = client.post(url, {"do": "here"})
    assert answer.status_code == 409
    assert "had already ended" in said(answer)
    assert session_at(url).state == State.ENDED


def test_after_the_end_a_wish_is_kept_with_a_flag_alone(client, night):
    url = arm(client)
    assert client.post(url, {"do": "wish", "kits": "on"}).status_code == 409
    client.post(url, {"do": "safe"})
    client.post(url, {"do": "wish", "kits": "on"})
    session = session_at(url)
    assert (session.wants_kits, session.wants_referral) == (True, False)
    assert "Thank you" in said(client.get(url))


def test_a_quiet_session_is_destroyed_at_once_when_asked(client, night):
    url = arm(client, place="12 Elm St")
    assert client.post(url, {"do": "destroy"}).status_code == 409
    client.post(url, {"do": "safe"})
    client.post(url, {"do": "destroy"})
    assert not Session.objects.exists()
    assert not Sealed.objects.filter(kind="line.particulars").exists()
    answer = client.get(url)
    assert answer.status_code == 404
    assert "Nothing is kept here" in said(answer)


def test_after_an_emergency_nothing_is_destroyed_before_its_day(client, night):
    url = arm(client)
    session = fall_silent(url, 4, night)
    client.post(url, {"do": "here"})
    client.post(url, {"do": "safe"})
    assert session_at(url).released_at == session.released_at
    assert client.post(url, {"do": "destroy"}).status_code == 409
    assert Session.objects.exists()
    assert "Destroy everything now" not in said(client.get(url))


def test_after_the_purge_every_act_meets_the_calm_page(client, night):
    url = arm(client)
    client.post(url, {"do": "safe"})
    session = session_at(url)
    purging.purge(session_id=session.pk, at=session.purge_at)
    for act in ("here", "safe", "destroy", "wish", "nonsense"):
        answer = client.post(url, {"do": act})
        assert answer.status_code == 404
        assert "Nothing is kept here" in said(answer)


def test_the_way_changes_in_the_middle_and_the_clock_does_not(client, night):
    url = arm(client)
    due = session_at(url).deadline_at
    night.at += timedelta(seconds=20)
    client.post(url, {"do": "way", "way": "chat"})
    session = session_at(url)
    assert (session.way, session.came_by, session.deadline_at) == ("chat", "timer", due)
    assert (session.state, session.queued_at) == (State.WATCHING, night.at)
    client.post(url, {"do": "way", "way": "timer"})
    assert session_at(url).queued_at == night.at - timedelta()
    assert session_at(url).deadline_at == due
    client.post(url, {"do": "way", "way": "pigeon"})
    assert session_at(url).way == "timer"


def test_whoever_waits_too_long_is_offered_the_timer_and_a_partner_and_keeps_their_place(
    client, night, monkeypatch
):
    monkeypatch.setenv("BESIDE_LINE_PARTNER", "Never Use Alone, 877-696-1996")
    url = arm(client, "chat")
    assert "Nobody is free" not in said(client.get(url))
    night.at += timedelta(seconds=20)
    page = client.get(url)
    assert "Nobody is free right now" in said(page)
    assert 'href="tel:8776961996"' in page.text
    client.post(url, {"do": "timer"})
    session = session_at(url)
    assert (session.state, session.queued_at, session.wants_operator) == (State.WATCHING, AT, True)


def test_what_was_told_can_be_changed_while_the_clock_runs(client, night):
    url = arm(client, place="here", first_number="606 555 0148")
    before = session_at(url)
    page = client.get(f"{url}tell/")
    assert 'value="here"' in page.text
    assert 'value="+16065550148"' in page.text
    client.post(f"{url}tell/", {"place": "9 Oak St, Berea", "zip": "40403", "route": "snort"})
    session = session_at(url)
    assert session.particulars_id != before.particulars_id
    assert not Sealed.objects.filter(pk=before.particulars_id).exists()
    assert (session.county_fips, session.route, session.deadline_at) == (
        "21151", "snort", before.deadline_at,
    )  # fmt: skip
    assert [rung.kind for rung in session.rungs.all()] == ["on_call", "relay"]


def test_a_ladder_that_is_climbed_is_not_taken_away(client, night):
    url = arm(client, first_number="606 555 0148")
    fall_silent(url, 4, night)
    client.post(f"{url}tell/", {"place": "9 Oak St"})
    assert session_at(url).rungs.count() == 3


def test_script_asks_for_the_living_part_alone(client, night):
    url = arm(client)
    part = client.get(url, headers={"x-part": "1"})
    assert "<html" not in part.text
    assert 'data-state="watching"' in part.text
    after = client.post(url, {"do": "here"}, headers={"x-part": "1"})
    assert after.status_code == 200
    assert "<html" not in after.text


def test_an_operator_who_stays_is_said_without_a_name(client, night):
    url, dee = arm(client), people.person("line_operator", name="Dee Secret")
    Session.objects.update(operator=dee)
    page = client.get(url)
    assert "A person is with you" in said(page)
    assert "Secret" not in page.text
    watching.check_in(session_id=session_at(url).pk, at=night.at, by=dee)


def test_who_armed_without_a_place_is_told_that_help_could_not_find_them(client, night):
    lost = "We do not know where you are."
    url = arm(client, zip="40403")
    assert lost in said(client.get(url))
    client.post(f"{url}tell/", {"landmark": "behind the feed store"})
    assert lost not in said(client.get(url))


def test_a_place_that_is_on_no_map_asks_for_a_zip_code_and_blocks_nothing(client, night):
    asks = "We cannot tell which county this is."
    url = arm(client, place="the blue house, Xyzzy")
    page = said(client.get(url))
    assert asks in page
    assert "We do not know where you are." not in page
    client.post(f"{url}tell/", {"place": "the blue house", "zip": "40403"})
    assert asks not in said(client.get(url))


def test_who_woke_after_the_release_reads_that_the_help_is_stopped(client, night):
    url = arm(client, first_kind="person", first_name="Rosa", first_number="606 555 0148")
    assert "Help is stopped." not in said(client.get(url))
    fall_silent(url, 5, night)
    client.post(url, {"do": "here"})
    assert "Help is stopped. Whoever was called is told so." in said(client.get(url))
