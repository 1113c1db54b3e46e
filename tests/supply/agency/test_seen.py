"""The pages of agencies in a browser: axe, width, weight; and a returning agency that orders."""

import os
from pathlib import Path

import pytest

from beside.supply.models import Agency, Order
from tests.pages import seeing
from tests.pages.registry import Page
from tests.pages.seeing import Way
from tests.pages.signing_in import a_coordinator_of_everything
from tests.supply.agency import pages, shared

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("BESIDE_PICTURES")  # a folder: look at them too
SMALL, WIDE = Way(width=360), Way("es", dark=True, width=1280)


@pytest.fixture
def every(transactional_db):
    made = pages.pages()
    more = {"boxes": "boxes/", "counts": "left-behind/", "events": "events/",
            "a list of counts": "left-behind/list/", "adding": "organizations/new/",
            "putting one up": "boxes/new/",
            "bringing in a list": "organizations/bring/"}  # fmt: skip
    listed = [
        Page(name, f"{pages.STAFF}/{tail}", signed_in=True, budget=120_000, requests=12)
        for name, tail in more.items()
    ]
    return {page.name: page for page in [*made, *listed]}


def test_the_pages_of_agencies_are_as_everybody_should_find_them(browser, live_server, every):
    server = live_server.url.replace("localhost", "127.0.0.1")
    faults = []
    looks = [(page, SMALL) for page in every.values()]
    looks += [(page, WIDE) for page in reversed(every.values())]
    for page, way in seeing.some(looks):
        cookies = a_coordinator_of_everything() if page.signed_in else None
        context = seeing.context_for(browser, way, cookies)
        seen = seeing.look(context, server, page, way, Path(PICTURES) if PICTURES else None)
        context.close()
        faults += [str(seen)] if seen.faults else []

    assert faults == []


def test_a_returning_agency_orders_with_three_taps(browser, live_server, every):
    server = live_server.url.replace("localhost", "127.0.0.1")
    agency = Agency.objects.get(name="Example County EMS")
    shared.order(agency)
    tab = seeing.context_for(browser, SMALL, None).new_page()
    tab.goto(f"{server}/en/kits/a/{shared.token_of(agency)}/")
    tab.click("text=Order again")
    tab.check("[name=agrees]")
    tab.check("[name=way] >> nth=0")
    tab.click("main form button.big")
    tab.wait_for_selector("text=You ordered the very same")  # the first waits still
    tab.check("[name=again]")
    tab.click("main form button.big")
    tab.wait_for_selector("text=You hear from us by")
    tab.context.close()

    assert Order.objects.filter(agency=agency).count() == 2
