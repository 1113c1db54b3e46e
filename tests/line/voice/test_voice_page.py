"""Voice in the page of whoever speaks: the microphone, and that it is let go. Without a relay."""

import pytest

from beside.kernel import clock
from beside.line.models import Session
from beside.line.services import queue
from tests.line.console.shared import browser_of, operator
from tests.line.shared import waiting
from tests.pages import seeing
from tests.pages.seeing import Way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MICROPHONE = """
window.tracks = [];
navigator.mediaDevices.getUserMedia = async () => {
  const { stream } = new AudioContext().createMediaStreamDestination();
  window.tracks.push(...stream.getTracks());
  return stream;
};
"""
NONE = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "%s"); };
"""
LET_GO = "tracks.length > 0 && tracks.every((each) => each.readyState === 'ended')"


@pytest.fixture(autouse=True)
def _relay(monkeypatch):
    monkeypatch.setenv("BESIDE_TURN_URLS", "turn:127.0.0.1:9")


@pytest.fixture
def site(live_server):
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def open_tab(browser, tab_of):
    """Opens a tab, with what stands for its microphone."""

    def opens(microphone, cookies=(), **way):
        tab = tab_of(seeing.context_for(browser, Way("en", **way), list(cookies)))
        tab.add_init_script(microphone)
        return tab

    return opens


def come(tab, site):
    """They ask for somebody to speak with."""
    tab.goto(f"{site}/en/line/voice/")
    tab.click("#asked .arm button")
    tab.wait_for_selector("section.live.waiting")


def test_with_the_end_the_microphone_is_let_go_at_once(open_tab, site):
    phone = open_tab(MICROPHONE, width=360)
    come(phone, site)
    phone.wait_for_selector("[data-line-voice][data-state=calling]")
    phone.click("button[value=leave]")
    phone.wait_for_selector("section.live.ended")
    phone.wait_for_function(LET_GO, timeout=2_000)  # not at the next time it asks for news
    assert phone.is_hidden("[data-line-voice]")


@pytest.mark.parametrize(
    ("fault", "words"),
    [("NotAllowedError", "This page may not hear you."),
     ("NotFoundError", "We find no microphone that works.")],
)  # fmt: skip
def test_who_gives_no_microphone_is_told_why_and_can_write(open_tab, site, fault, words):
    phone = open_tab(NONE % fault, width=360)
    come(phone, site)
    phone.wait_for_selector(f"text={words}")
    box = phone.locator("[data-line-voice]").bounding_box()
    assert box["y"] + box["height"] <= phone.viewport_size["height"]  # without scrolling
    phone.click("[data-line-voice] button[value=chat]")
    phone.wait_for_selector("section.live[data-way=chat]")
    assert Session.objects.get().way == Session.Way.CHAT
    assert phone.is_visible("#words")


def test_a_supervisor_who_leaves_a_call_is_not_heard_a_moment_longer(open_tab, site):
    dee, ada = operator("Dee"), operator("Ada", role="line_supervisor")
    session = waiting(clock.now(), way=Session.Way.BROWSER)
    queue.answer(session_id=session.pk, by=dee, at=clock.now())
    queue.join(session_id=session.pk, by=ada, at=clock.now())
    [cookie] = browser_of(ada).cookies.values()
    kept = {"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/"}
    console = open_tab(MICROPHONE, [kept], dark=True, width=1280)
    console.goto(f"{site}/en/staff/line/")
    console.wait_for_selector("[data-line-voice][data-state=calling]")
    voice = console.locator("[data-line-voice]").bounding_box()
    where = console.locator(".where").bounding_box()
    assert voice["y"] < where["y"]  # who is lost is seen without scrolling
    console.keyboard.press("m")
    console.wait_for_selector("[data-voice-mute][aria-pressed=true]")
    console.click("button:text-is('Leave')")
    console.wait_for_function(LET_GO, timeout=5_000)
    console.wait_for_selector("[data-call]", state="detached")
    assert not session.company.exists()
    console.click("button:text-is('Join')")  # and comes back
    console.wait_for_selector("[data-line-voice][data-state=calling]")
