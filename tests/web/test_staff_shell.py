"""What staff pages gain with JavaScript, and do without it."""

import pytest

from tests.pages.signing_in import a_coordinator_of_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def open_tab(browser, tab_of, transactional_db):
    def tab(**facts):
        context = browser.new_context(**facts)
        context.add_cookies(a_coordinator_of_everything())
        return tab_of(context)

    return tab


def test_the_palette_goes_where_its_words_say(open_tab, site):
    tab = open_tab()
    tab.goto(f"{site}/en/staff/")
    tab.keyboard.press("Control+k")
    tab.keyboard.type("compo")
    assert tab.locator("#palette [role=option]:visible").count() == 1

    tab.keyboard.press("Enter")

    tab.wait_for_url("**/en/staff/design/")


def test_a_question_mark_shows_the_keys_but_not_while_writing(open_tab, site):
    tab = open_tab()
    tab.goto(f"{site}/en/staff/design/")
    tab.fill("main [name=q]", "")
    tab.focus("main [name=q]")
    tab.keyboard.type("?")
    assert not tab.is_visible("#keys")

    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.type("?")

    assert tab.is_visible("#keys")


def test_colours_are_chosen_and_kept_without_javascript(open_tab, site):
    tab = open_tab(java_script_enabled=False, color_scheme="light")
    tab.goto(f"{site}/es/staff/design/?undo")

    tab.click("button[value=dark]")

    assert tab.url == f"{site}/es/staff/design/?undo"
    assert tab.get_attribute("html", "data-theme") == "dark"
    assert tab.get_attribute("button[value=dark]", "aria-pressed") == "true"


def test_right_to_left_nothing_leaves_the_page(open_tab, site):
    for path in ("/en/", "/en/about/", "/en/staff/design/"):
        tab = open_tab(viewport={"width": 320, "height": 700})
        tab.goto(site + path)
        tab.evaluate("document.documentElement.dir = 'rtl'")
        wide = tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, path
        brand = tab.locator(".brand").bounding_box()
        assert brand["x"] > 100, path


def test_letters_twice_as_large_still_fit(open_tab, site):
    for path in ("/es/", "/es/about/", "/es/staff/design/"):
        tab = open_tab(viewport={"width": 640, "height": 900})
        tab.goto(site + path)
        tab.evaluate("document.documentElement.style.fontSize = '200%'")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 640, path
