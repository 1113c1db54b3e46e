"""The pages of the law in a browser: axe, width, weight. All ways at once: `make show-house`."""

import os
from pathlib import Path

import pytest

from tests.pages import seeing
from tests.pages.registry import Page
from tests.pages.seeing import Way
from tests.pages.signing_in import a_coordinator_of_everything
from tests.supply.law import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("BESIDE_PICTURES")  # a folder: look at them too
LOOKS = [
    ("the law in a state with exclusions", Way(width=360)),
    ("the law in a state with exclusions", Way("es", dark=True, width=1280)),
    ("the law where nothing is known", Way("es", javascript=False)),
    ("which state", Way()),
    ("the table", Way(width=1280)),
    ("the table", Way("es", dark=True)),
    ("the law listed", Way("es", width=1280)),
    ("one answer", Way(width=1280)),
    ("one answer", Way("es", dark=True)),
    ("an answer being written", Way("es")),
    ("a list", Way()),
]


@pytest.fixture
def every(transactional_db):
    more = [
        Page("the table", f"{pages.STAFF}/", signed_in=True, budget=120_000, requests=12),
        Page("a list", f"{pages.STAFF}/import/", signed_in=True, budget=120_000, requests=12),
    ]
    return {page.name: page for page in [*pages.pages(), *more]}


def test_the_pages_of_the_law_are_as_everybody_should_find_them(browser, live_server, every):
    server = live_server.url.replace("localhost", "127.0.0.1")
    faults = []
    for name, way in seeing.some(LOOKS):
        page = every[name]
        cookies = a_coordinator_of_everything() if page.signed_in else None
        context = seeing.context_for(browser, way, cookies)
        seen = seeing.look(context, server, page, way, Path(PICTURES) if PICTURES else None)
        context.close()
        faults += [str(seen)] if seen.faults else []

    assert faults == []
