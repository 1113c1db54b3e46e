"""This room's pages with something on them, in a browser. All others: `make show-house`."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from beside.kernel import clock
from beside.privacy import vault
from beside.privacy.services.keeping import sweep
from tests import people
from tests.pages import seeing
from tests.pages.registry import Page
from tests.pages.seeing import Way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STAFF = {"signed_in": True, "budget": 160_000, "requests": 12}
LOOKS = [
    (Page("what we keep", "/en/what-we-keep/"), Way()),
    (Page("what we keep", "/en/what-we-keep/"), Way("es", dark=True, width=1280)),
    (Page("openings", "/en/staff/privacy/openings/", **STAFF), Way(width=1280)),
    (Page("what is kept", "/en/staff/privacy/", **STAFF), Way("es", dark=True)),
    (Page("what is kept", "/en/staff/privacy/", **STAFF), Way(width=1280)),
    (Page("ask", "/en/staff/privacy/ask/", **STAFF), Way("es", javascript=False)),
]


@pytest.fixture
def something_kept():
    now = clock.now()
    until = now + timedelta(days=20)
    secrets = [vault.Secret(b"x", ("Jane Doe",))] * 3
    one, two, _ = vault.seal_many(secrets, kind="address", retain_until=until, at=now)
    vault.open(one, by=people.person(name="Priya"), purpose="pack", at=now)
    vault.destroy(two, at=now)
    sweep(at=now)


@pytest.fixture
def cookies():
    client = Client()
    people.sign_in(client, people.person("privacy_officer", name="Olive"), fresh=True)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return [{"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/"}]


@pytest.mark.parametrize(("page", "way"), seeing.some(LOOKS), ids=str)
def test_a_page_with_something_on_it_has_no_fault(
    page, way, browser, live_server, something_kept, cookies, tmp_path
):
    context = seeing.context_for(browser, way, cookies if page.signed_in else None)

    seen = seeing.look(context, _address(live_server), page, way, tmp_path)

    context.close()
    assert seen.faults == []


def test_the_lawyer_gets_one_page_to_print(browser, live_server, something_kept, cookies, tmp_path):
    context = seeing.context_for(browser, Way(width=1280), cookies)
    tab = context.new_page()
    tab.goto(f"{_address(live_server)}/en/staff/privacy/ask/")
    tab.get_by_role("textbox", name="A name").fill("Jane Doe")

    tab.get_by_role("button", name="Ask", exact=True).click()

    tab.wait_for_selector("text=2 things are held")
    assert "Jane" not in tab.content() + tab.url
    tab.screenshot(path=tmp_path / "answer.png", full_page=True)
    faults = seeing.Axe().run(tab, options=seeing.AXE).response["violations"]
    context.close()
    assert faults == []


def _address(live_server):
    return live_server.url.replace("localhost", "127.0.0.1")
