"""The pages of stock in a browser: axe, width, weight. All ways at once: `make show-house`."""

import os
from pathlib import Path

import pytest

from tests.pages import seeing
from tests.pages.registry import Page
from tests.pages.seeing import Way
from tests.pages.signing_in import a_coordinator_of_everything
from tests.supply.stock import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("BESIDE_PICTURES")  # a folder: look at them too
S = "/en/staff/supply/stock"
LOOKS = [
    ("the shelves", Way(width=1280)), ("the shelves", Way("es", dark=True, width=360)),
    ("a shelf", Way("es", width=1280)), ("a shelf", Way()),
    ("a recalled lot", Way(width=1280)), ("a good lot", Way("es", dark=True)),
    ("a delivery", Way(width=360)), ("a count", Way("es", width=1280)), ("a count", Way()),
    ("a count sheet", Way(width=1280)), ("an offer of aid", Way("es")),
    ("mutual aid", Way(dark=True)), ("what to order", Way("es", width=1280)),
    ("reordering", Way(width=1280)), ("alarms", Way()), ("the ledger of a lot", Way(width=1280)),
    ("a program", Way("es", width=1280)), ("a product", Way()),
    ("bringing in a delivery", Way("es", dark=True)), ("bringing in a delivery", Way()),
]  # fmt: skip


@pytest.fixture
def every(transactional_db):
    more = {"the shelves": "/", "a delivery": "/receive/", "mutual aid": "/aid/",
            "what to order": "/reorder/", "alarms": "/alarms/",
            "bringing in a delivery": "/receive/import/"}  # fmt: skip
    plain = [Page(name, S + path, signed_in=True, budget=120_000, requests=12)
             for name, path in more.items()]  # fmt: skip
    return {page.name: page for page in [*pages.pages(), *plain]}


def test_the_pages_of_stock_are_as_everybody_should_find_them(browser, live_server, every):
    server = live_server.url.replace("localhost", "127.0.0.1")
    cookies, faults = a_coordinator_of_everything(), []
    for name, way in seeing.some(LOOKS):
        context = seeing.context_for(browser, way, cookies)
        seen = seeing.look(context, server, every[name], way, Path(PICTURES) if PICTURES else None)
        context.close()
        faults += [str(seen)] if seen.faults else []

    assert faults == []
