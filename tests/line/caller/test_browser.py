"""The timer in a real browser: the clock shown, the tap, the alarm, the lost network."""

from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.services import watching

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def arm(phone, site, language="en"):
    phone.goto(f"{site}/{language}/line/timer/")
    phone.click("#asked .arm button")
    phone.wait_for_selector("section.live.watching")
    return Session.objects.get()


def miss(session, times=1):
    """Deadlines that pass, and the page is told."""
    for _ in range(times):
        now = Session.objects.get(pk=session.pk)
        watching.miss_deadline(session_id=now.pk, missed=now.deadline_at, at=clock.now())


def look(phone):
    """What the next glance of the page would do by itself."""
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_one_tap_arms_without_loading_another_page_and_the_alarm_may_sound(phone, site):
    phone.goto(f"{site}/en/line/timer/")
    phone.evaluate("window.same = true")
    phone.click("#asked .arm button")
    phone.wait_for_selector("section.live.watching")
    assert phone.evaluate("window.same")
    assert "/en/line/s/" in phone.url
    assert phone.is_hidden("#mute")
    assert 0 < int(phone.text_content("[data-count]")) <= 60
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.context.cookies() == []


def test_the_check_in_button_is_at_least_three_tenths_of_the_screen(phone, site):
    arm(phone, site)
    for width, height in ((320, 568), (360, 740), (412, 915)):
        phone.set_viewport_size({"width": width, "height": height})
        box = phone.locator(".here").bounding_box()
        assert box["width"] * box["height"] >= 0.3 * width * height
        assert box["y"] + box["height"] <= height


def test_a_tap_moves_the_deadline_of_the_server(phone, site):
    session = arm(phone, site)
    before = session.deadline_at
    phone.wait_for_timeout(1200)
    with phone.expect_response(lambda answer: answer.request.method == "POST"):
        phone.click(".here")
    session.refresh_from_db()
    assert session.deadline_at > before + timedelta(seconds=1)


def test_the_alarm_grows_until_the_last_call_fills_the_screen(phone, site):
    session = arm(phone, site)
    for loud in ("1", "2", "3"):
        miss(session)
        look(phone)
        phone.wait_for_selector(f"section.live[data-loud='{loud}']")
        assert phone.evaluate("document.documentElement.dataset.rang") == loud
    box = phone.locator("section.live").bounding_box()
    assert (box["width"], box["height"]) == (360, 720)
    phone.click(".here")
    phone.wait_for_selector("section.live.watching")
    session.refresh_from_db()
    assert (session.state, session.released_at) == (State.WATCHING, None)


def test_a_lost_network_is_said_and_the_tap_is_repeated_until_it_is_heard(phone, site):
    session = arm(phone, site)
    phone.context.set_offline(True)
    phone.wait_for_selector("#unheard:not([hidden])")
    phone.click(".here")
    phone.wait_for_selector("#unheard [data-tap]:not([hidden])")
    assert "We cannot hear you." in phone.text_content("#unheard")
    phone.wait_for_timeout(4000)
    unheard = Session.objects.get(pk=session.pk)
    assert unheard.heard_at == session.heard_at
    phone.context.set_offline(False)
    phone.wait_for_selector("#unheard", state="hidden")
    heard = Session.objects.get(pk=session.pk)
    assert heard.heard_at > session.heard_at
    late = clock.now() - heard.heard_at
    assert late > timedelta(seconds=3.5)  # heard for when it was made, not for when it came
    assert heard.deadline_at == heard.heard_at + timedelta(seconds=60)


def test_without_a_network_nothing_is_armed_and_the_page_says_so(phone, site):
    phone.goto(f"{site}/en/line/timer/")
    phone.context.set_offline(True)
    phone.click("#asked .arm button")
    phone.wait_for_selector(".failed")
    assert "nobody watches" in phone.text_content(".failed")
    assert not Session.objects.exists()
    phone.context.set_offline(False)
    phone.click("#asked .arm button")
    phone.wait_for_selector("section.live.watching")


def test_closing_the_tab_is_neither_a_check_in_nor_an_end(phone, site):
    session = arm(phone, site)
    phone.close()
    after = Session.objects.get(pk=session.pk)
    assert (after.state, after.deadline_at) == (session.state, session.deadline_at)
    miss(session)
    assert Session.objects.get(pk=session.pk).state == State.PROMPTING


def test_what_was_told_is_changed_beside_the_running_clock(phone, site):
    session = arm(phone, site)
    phone.click(".other summary")
    phone.click("a[data-beside]")
    phone.fill("#id_place", "9 Oak St, Berea")
    phone.fill("#id_callback", "12")
    assert phone.is_visible(".here")
    session.refresh_from_db()
    before = session.heard_at
    with phone.expect_response(lambda answer: answer.request.method == "POST"):
        phone.click("#beside [data-near]")  # the tap goes along with the form
    session.refresh_from_db()
    assert session.heard_at > before
    assert phone.input_value("#id_place") == "9 Oak St, Berea"
    phone.click("#beside .arm button:last-child")
    phone.wait_for_selector("#id_callback_error")
    phone.fill("#id_callback", "606 555 0147")
    phone.click("#beside .arm button:last-child")
    phone.wait_for_selector("#beside", state="detached")
    assert Session.objects.get(pk=session.pk).particulars_id != session.particulars_id


def test_words_are_written_and_read_in_place(phone, site):
    session = arm(phone, site)
    phone.click(".other summary")
    phone.click("button[value=chat]")
    phone.fill("#words", "I am still here")
    phone.click("#talk button")
    phone.wait_for_selector(".lines .caller")
    assert "I am still here" in phone.text_content(".lines")
    assert phone.input_value("#words") == ""
    assert Session.objects.get(pk=session.pk).way == "chat"


def test_ending_is_confirmed_and_then_nothing_rings(phone, site):
    arm(phone, site)
    phone.click("a[data-part]")
    phone.click("button[value=safe]")
    phone.wait_for_selector("section.live.ended")
    assert "destroyed at" in phone.text_content("section.live")
    phone.click("button[value=destroy]")
    phone.wait_for_selector("section.live.gone")
    assert not Session.objects.exists()


def test_a_session_in_arabic_runs_from_right_to_left(phone, site):
    arm(phone, site, "ar")
    assert phone.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert "أنا هنا" in phone.text_content(".here")


def test_the_start_opens_without_a_signal_and_says_that_nobody_watches(phone, site, monkeypatch):
    monkeypatch.setenv("BESIDE_LINE_NUMBER", "606-555-0100")
    phone.goto(f"{site}/en/line/")
    assert phone.is_hidden("#away")
    phone.evaluate(
        "async () => { while (!(navigator.serviceWorker.controller"
        " && await caches.match('/en/line/'))) await new Promise(go => setTimeout(go, 50)) }"
    )
    phone.context.set_offline(True)
    phone.goto(f"{site}/en/line/timer/")
    assert phone.is_visible("#away")
    assert "Nobody watches now" in phone.text_content("#away")
    assert phone.get_attribute("#away a", "href") == "tel:6065550100"
