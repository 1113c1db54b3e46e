"""Two operators in two browsers: one call, two hands; and a browser that dies in the middle."""

import re
from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.line.core.session import State
from beside.line.models import Presence, Session
from beside.line.services import presence
from tests.line.console.shared import browser_of, center, operator
from tests.line.shared import waiting
from tests.pages import seeing
from tests.pages.seeing import Way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def consoles(browser, tab_of, live_server, transactional_db):
    """Opens a console for somebody."""
    address = live_server.url.replace("localhost", "127.0.0.1") + "/en/staff/line/"

    def open_for(user):
        [cookie] = browser_of(user).cookies.values()
        kept = {"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/"}
        page = tab_of(seeing.context_for(browser, Way("en", dark=True, width=1280), [kept]))
        page.set_default_timeout(20_000)
        page.goto(address)
        return page

    return open_for


@pytest.fixture
def dee(transactional_db):
    center()
    return operator("Dee")


@pytest.fixture
def kai(transactional_db):
    return operator("Kai")


def on_shift(page):
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Go off shift")
    return page


def test_of_two_who_press_at_once_one_stays_and_the_other_reads_who(consoles, dee, kai):
    first, second = on_shift(consoles(dee)), on_shift(consoles(kai))
    session = waiting(clock.now())
    for page in (first, second):
        page.wait_for_selector(".ringing .call-row")
    # Both press before either has heard of the other.
    second.route("**/board/", lambda route: route.abort())
    first.keyboard.press("a")
    first.wait_for_selector("[data-call]")
    second.keyboard.press("a")

    second.wait_for_selector("text=Dee was quicker and stays with them.")
    second.unroute("**/board/")
    second.wait_for_selector(".ringing .call-row", state="detached")
    second.wait_for_selector("[data-part=others] >> text=Dee")
    assert second.locator("[data-call]").count() == 0
    assert Session.objects.get(pk=session.pk).operator == dee


def test_a_browser_that_dies_loses_no_second_and_the_colleague_is_offered_it_first(
    consoles, dee, kai
):
    first, second = on_shift(consoles(dee)), on_shift(consoles(kai))
    lost = waiting(clock.now())
    first.wait_for_selector(".ringing .call-row")
    first.keyboard.press("Enter")
    first.wait_for_selector("[data-call]")
    heard = clock.now() - timedelta(seconds=40)
    Session.objects.filter(pk=lost.pk).update(heard_at=heard)
    first.context.close()  # without a goodbye
    waiting(clock.now())  # somebody new, who stands behind the one that was lost

    gone = Presence.objects.get(user=dee, until_at=None)
    presence.miss_beat(presence_id=gone.pk, missed=gone.deadline_at, at=gone.deadline_at)
    second.wait_for_selector("text=Lost their operator")
    assert "Lost their operator" in second.inner_text(".ringing .call-row >> nth=0")
    second.keyboard.press("a")
    second.wait_for_selector("[data-call]")
    second.wait_for_selector("text=12 Elm St")
    assert is_right(second, heard)
    assert Session.objects.get(pk=lost.pk).operator == kai

    again = consoles(dee)  # a new browser, on a new machine
    again.wait_for_selector("[data-part=others] >> text=Kai")
    again.wait_for_selector("text=Go off shift")  # her first beat brings her back
    assert again.locator("[data-call]").count() == 0


def test_who_comes_back_before_a_colleague_took_it_has_their_call_and_its_clock(consoles, dee):
    page = on_shift(consoles(dee))
    session = waiting(clock.now())
    page.wait_for_selector(".ringing .call-row")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-call]")
    heard = clock.now() - timedelta(seconds=40)
    Session.objects.filter(pk=session.pk).update(heard_at=heard)
    page.context.close()

    back = consoles(dee)
    back.wait_for_selector("[data-call]")
    assert is_right(back, heard)
    assert Session.objects.get(pk=session.pk).state == State.CONNECTED


def test_without_a_network_the_console_says_so_and_is_right_again_after(consoles, dee):
    page = on_shift(consoles(dee))
    page.context.set_offline(True)
    page.wait_for_selector("[data-cut]:not([hidden])")
    assert "No contact with the server" in page.inner_text("[data-cut]")
    waiting(clock.now())
    page.context.set_offline(False)
    page.wait_for_selector("[data-cut]", state="hidden")
    page.wait_for_selector(".ringing .call-row")


def is_right(page, heard) -> bool:
    """Whether the ring of the call counts from `heard`; a slow machine draws a moment late."""
    for _ in range(20):
        minutes, seconds = re.match(r"(\d+):(\d+)", page.text_content(".face .ring text")).groups()
        since = (clock.now() - heard).total_seconds()
        if abs(since - int(minutes) * 60 - int(seconds)) <= 1.5:
            return True
        page.wait_for_timeout(100)
    return False
