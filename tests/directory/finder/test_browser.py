"""The finder and overdose now in a real browser, with and without JavaScript."""

import pytest

from beside.directory.finder import standing
from tests.directory import town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _fresh():
    standing.forget()
    yield
    standing.forget()


@pytest.fixture
def new_page(browser, tab_of):
    """Opens pages as a phone or a desk would."""
    return lambda **facts: tab_of(browser.new_context(**facts))


@pytest.fixture
def houses(live_server):
    town.checked(town.place("River House", "naloxone", hours=None), days_ago=2)
    town.place("Clinic", "naloxone", north=0.1, hours=None)
    return live_server.url


@pytest.mark.parametrize("script", [True, False])
def test_a_zip_code_is_typed_a_place_is_tapped_and_nothing_is_stored(houses, new_page, script):
    page = new_page(java_script_enabled=script)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{houses}/en/find/")
    page.get_by_label("ZIP code or town").fill("40403")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="River House").first.click()

    assert page.get_by_role("heading", name="How to get in").is_visible()
    assert page.context.cookies() == []
    assert all(url.startswith(houses) for url in asked if not url.startswith("data:"))


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_never_scrolls_sideways_and_marks_are_a_finger_wide(houses, new_page, width):
    page = new_page(viewport={"width": width, "height": 700})
    page.goto(f"{houses}/en/find/?near=40403")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for mark in page.locator("svg.map a").all():
        box = mark.bounding_box()
        assert box["width"] >= 24
        assert box["height"] >= 24


def test_a_position_is_asked_for_only_on_a_tap_and_leaves_no_coordinate_in_an_address(
    houses, new_page
):
    page = new_page(
        geolocation={"latitude": 37.56871, "longitude": -84.29632}, permissions=["geolocation"]
    )
    sent = []
    page.on("request", lambda request: sent.append((request.url, request.post_data)))
    page.goto(f"{houses}/en/find/")
    page.get_by_role("button", name="Use where I am, roughly").click()
    page.wait_for_url("**/find/?near=4040*")

    assert any(data and "lat=37.57" in data and "37.5687" not in data for _, data in sent)
    assert not any("37.5" in url or "84." in url for url, _ in sent)
