"""Walk 7: a mother who searches at work. Presses exit. Back does not bring it back."""

import time

import pytest

from tests.pages import seeing
from tests.pages.seeing import Way
from tests.web import neutral

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def weather(settings):
    with neutral.neutral_site() as address:
        settings.EXIT_ADDRESS = address
        yield address


@pytest.fixture
def site(live_server):
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def tab(browser):
    context = seeing.context_for(browser, Way())
    page = context.new_page()
    page.set_default_timeout(8_000)
    yield page
    context.close()


def on_the_weather(tab, weather):
    tab.wait_for_url(weather)
    assert tab.title() == "Weather"


def test_one_tap_leaves_and_back_does_not_bring_it_back(tab, site, weather):
    tab.goto(f"{weather}before")
    tab.goto(f"{site}/en/")
    tab.click("footer a:has-text('About')")
    tab.wait_for_url("**/en/about/")
    tab.evaluate("localStorage.setItem('x', '1'); sessionStorage.setItem('x', '1')")

    tab.click("[data-leave]")
    on_the_weather(tab, weather)
    assert neutral.Weather.referrers == [""]

    for _ in range(2):
        tab.evaluate("setTimeout(() => history.back())")
        tab.wait_for_timeout(700)
        assert tab.title() == "Weather", tab.url
    tab.goto(f"{site}/en/")
    assert tab.evaluate("localStorage.length + sessionStorage.length") == 0


def test_going_back_within_the_site_still_works(tab, site):
    tab.goto(f"{site}/en/")
    tab.click("footer a:has-text('About')")
    tab.wait_for_url("**/en/about/")

    tab.go_back()

    assert tab.url == f"{site}/en/"
    assert tab.is_visible("h1")


def test_coming_back_from_another_site_shows_the_page(tab, site, weather):
    tab.goto(f"{site}/en/")
    tab.goto(f"{weather}elsewhere")

    tab.go_back()

    assert tab.url == f"{site}/en/"
    assert tab.is_visible("h1")


@pytest.mark.parametrize("keys", [["Escape"] * 2, ["Shift"] * 3], ids=["escape", "shift"])
def test_the_keyboard_leaves_too(tab, site, weather, keys):
    tab.goto(f"{site}/en/")
    for key in keys:
        tab.keyboard.press(key)
    on_the_weather(tab, weather)


def test_shift_says_how_many_more_in_the_language_of_the_page(tab, site):
    tab.goto(f"{site}/es/")
    tab.keyboard.press("Shift")
    assert tab.text_content("#told") == "Pulse Mayús dos veces más para salir de esta página."


def test_writing_capital_letters_does_not_leave(tab, site):
    tab.goto(f"{site}/en/about/")
    for letter in "BEREA":
        tab.keyboard.press(f"Shift+{letter}")
    for _ in range(3):
        tab.keyboard.press("Control+Shift")
    tab.wait_for_timeout(300)
    assert tab.url == f"{site}/en/about/"


def test_without_javascript_the_exit_is_a_plain_link(browser, site, weather):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/")
    page.click("[data-leave]")
    on_the_weather(page, weather)
    assert neutral.Weather.referrers == [""]
    context.close()


def test_the_page_is_blank_before_anything_is_fetched(tab, site):
    tab.goto(f"{site}/en/")
    tab.route("**/exit", lambda route: time.sleep(0.3) or route.abort())
    hidden = tab.evaluate(
        "() => { document.querySelector('[data-leave]').click();"
        " return getComputedStyle(document.documentElement).display + document.title }"
    )
    assert hidden == "none"
