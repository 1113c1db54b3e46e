"""The console in a browser: keys alone, news without a reload, and the right clock after one."""

import re
from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.services import chatting
from tests.line.console.shared import browser_of, center, operator
from tests.line.shared import waiting
from tests.pages import seeing
from tests.pages.seeing import Way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tab(browser, live_server, transactional_db):
    """Dee's console, opened."""
    dee = operator()
    center()
    [cookie] = browser_of(dee).cookies.values()
    kept = {"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/"}
    context = seeing.context_for(browser, Way("en", dark=True, width=1280), [kept])
    page = context.new_page()
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/en/staff/line/")
    yield page
    context.close()


def state(session: Session) -> str:
    return Session.objects.get(pk=session.pk).state


def test_a_whole_call_by_keys_and_the_sheet_comes_with_the_key(tab):
    tab.keyboard.press("Enter")  # come on shift
    tab.wait_for_selector("text=Go off shift")
    session = waiting(clock.now())
    tab.wait_for_selector(".ringing .call-row")
    tab.wait_for_function("document.title.startsWith('(1)')")
    tab.keyboard.press("a")
    tab.wait_for_selector("text=12 Elm St")
    chatting.say(session_id=session.pk, side="caller", text="hi there", at=clock.now())
    tab.wait_for_selector("text=hi there")
    tab.keyboard.press("t")
    tab.keyboard.type("n u e")  # letters in a field are letters
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".lines .operator")
    assert state(session) == State.CONNECTED
    tab.keyboard.press("Escape")
    tab.keyboard.press("u")
    tab.wait_for_selector("text=Using again")
    tab.keyboard.press("n")
    tab.wait_for_selector(".dispatch .callee.main")
    assert "859-555-0111" in tab.inner_text(".callee.main")
    assert state(session) == State.RELEASED


def test_after_a_reload_the_call_and_its_clock_are_back(tab):
    tab.keyboard.press("Enter")
    tab.wait_for_selector("text=Go off shift")
    session = waiting(clock.now())
    tab.wait_for_selector(".ringing .call-row")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("[data-call]")
    Session.objects.filter(pk=session.pk).update(heard_at=clock.now() - timedelta(seconds=50))
    tab.reload()
    tab.wait_for_selector("[data-call]")
    minutes, seconds = re.match(r"(\d+):(\d+)", tab.text_content(".face .ring text")).groups()
    heard = Session.objects.get(pk=session.pk).heard_at
    shown = int(minutes) * 60 + int(seconds)
    assert abs((clock.now() - heard).total_seconds() - shown) <= 2
