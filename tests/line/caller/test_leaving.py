"""The quick exit in the middle of a session: nothing of it shows again, and its clock runs on."""

import pytest

from beside.line.models import Session
from tests.web import neutral

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def weather(settings):
    with neutral.neutral_site() as address:
        settings.EXIT_ADDRESS = address
        yield address


def armed(phone, site):
    phone.goto(f"{site}/en/line/")
    phone.click("a.way")
    phone.fill("#id_place", "12 Elm St, Berea")
    phone.click("#asked .arm button")
    phone.wait_for_selector("section.live.watching")
    return Session.objects.get()


def leave(phone, weather):
    phone.click("[data-leave]")
    phone.wait_for_url(weather)


def back(phone, times):
    """Press Back, and see where it leads each time."""
    for _ in range(times):
        phone.evaluate("setTimeout(() => history.back())")
        phone.wait_for_timeout(700)
        assert phone.title() == "Weather", phone.url


def test_back_shows_nothing_of_a_running_session_and_the_clock_runs_on(phone, site, weather):
    phone.goto(f"{weather}before")
    session = armed(phone, site)
    leave(phone, weather)
    assert neutral.Weather.referrers == [""]
    back(phone, 2)
    after = Session.objects.get(pk=session.pk)
    assert (after.state, after.deadline_at) == (session.state, session.deadline_at)


def test_a_session_that_ended_does_not_come_back_either(phone, site, weather):
    phone.goto(f"{weather}before")
    armed(phone, site)
    phone.click("a[data-part]")
    phone.click("button[value=safe]")
    phone.wait_for_selector("section.live.ended")
    leave(phone, weather)
    back(phone, 2)


def test_the_last_call_can_be_left_too(phone, site, weather):
    """The page that fills the screen covers neither way out."""
    armed(phone, site)
    phone.evaluate("document.querySelector('section.live').classList.add('loud3')")
    leave(phone, weather)


def test_nothing_of_the_session_stays_in_the_browser(phone, site, weather):
    session_url = armed(phone, site) and phone.url
    leave(phone, weather)
    phone.goto(f"{site}/en/about/")
    kept = phone.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((one) => one.url)))).flat()"
    )
    assert not [url for url in kept if "/line/s/" in url]
    assert session_url not in kept
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.context.cookies() == []
