"""A whole session in a browser that runs no JavaScript: armed, asked, heard, told, ended, gone."""

from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.services import watching
from tests.line.effects.shared import operator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain(browser, tab_of):
    phone = {"width": 360, "height": 740}
    return tab_of(browser.new_context(viewport=phone, java_script_enabled=False, locale="en"))


def arm(plain, site, way="timer"):
    plain.goto(f"{site}/en/line/")
    plain.click(f".ways a[href$='/line/{way}/']")
    plain.click("#asked .arm button")
    plain.wait_for_selector("section.live")
    return Session.objects.get()


def miss(session):
    now = Session.objects.get(pk=session.pk)
    watching.miss_deadline(session_id=now.pk, missed=now.deadline_at, at=clock.now())


def state(session):
    return Session.objects.get(pk=session.pk).state


def fits(plain):
    """Nothing is wider than the phone; asked of the engine, which needs no script of the page."""
    [body] = [plain.locator("body").bounding_box()]
    return body["width"] <= 360


def test_the_timer_from_the_first_page_to_nothing_kept(plain, site):
    operator("", on_call=False)
    session = arm(plain, site)
    assert "until" in plain.inner_text(".until")
    assert fits(plain)
    before = session.deadline_at
    plain.click(".here")
    session.refresh_from_db()
    assert session.deadline_at > before

    for words in ("Are you there?", "Please answer!", "Help is about to be called"):
        miss(session)
        plain.reload()
        assert plain.text_content(".live h1") == words
        assert plain.is_visible(".here")
        assert fits(plain)
    plain.click(".here")
    assert state(session) == State.WATCHING

    plain.click("text=I am safe, end")
    assert plain.is_visible("text=No, stay with me")
    plain.click("button[value=safe]")
    assert "Nobody watches any more." in plain.text_content(".live")
    plain.click("button[value=destroy]")
    assert "Nothing is kept here." in plain.text_content("main")
    assert not Session.objects.exists()


def test_the_page_asks_by_itself_when_the_time_is_up(plain, site):
    session = arm(plain, site)
    Session.objects.filter(pk=session.pk).update(deadline_at=clock.now() + timedelta(seconds=2))
    plain.reload()
    session.refresh_from_db()
    miss(session)
    plain.wait_for_selector("text=Are you there?", timeout=10_000)


def test_who_stops_at_are_you_safe_is_asked_too(plain, site):
    session = arm(plain, site)
    Session.objects.filter(pk=session.pk).update(deadline_at=clock.now() + timedelta(seconds=2))
    plain.click("text=I am safe, end")
    session.refresh_from_db()
    miss(session)
    plain.wait_for_selector("text=Are you there?", timeout=15_000)


def test_where_and_who_is_told_in_the_middle_and_four_words_keep_it(plain, site):
    session = arm(plain, site)
    plain.click(".live > noscript a >> nth=0")
    plain.fill("#id_place", "9 Oak St, Berea")
    plain.check("#id_first_kind input[value=person]")
    plain.fill("#id_first_number", "12")
    plain.click("#asked .arm button:last-child")
    assert plain.is_visible("#id_first_number_error")
    assert plain.input_value("#id_place") == "9 Oak St, Berea"
    plain.fill("#id_first_number", "606 555 0147")
    plain.click("#asked .arm button:last-child")
    plain.wait_for_selector("section.live.watching")
    session.refresh_from_db()
    assert session.told_where
    assert session.rungs.first().kind == "person"

    plain.goto(f"{plain.url}tell/")
    plain.click("text=Keep it under four words")
    assert len(plain.text_content(".words").split()) == 4
    plain.click("text=Back to the clock")
    plain.wait_for_selector("section.live.watching")


def test_a_chat_is_written_and_read_and_leads_back_to_the_timer(plain, site):
    session = arm(plain, site, "chat")
    assert "Nobody watches yet." in plain.text_content(".live")
    plain.click("a[href='?write']")
    plain.fill("#written", "I am in the kitchen")
    plain.click(".say button")
    assert "I am in the kitchen" in plain.text_content(".lines")
    plain.click("button[value=timer]")
    assert state(session) == State.WATCHING
