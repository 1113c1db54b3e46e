"""The planners' pages in a browser: axe, width, weight. All ways at once: `make show-house`."""

import os
from pathlib import Path

import pytest

from tests.pages import seeing
from tests.pages.seeing import Way
from tests.pages.signing_in import a_coordinator_of_everything
from tests.supply.need import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("BESIDE_PICTURES")  # a folder: look at them too
LOOKS = [
    ("need", Way(width=1280)), ("need", Way("es", dark=True, width=360)),
    ("numbers", Way("es", width=1280)), ("a number", Way()),
    ("allocation", Way(width=1280)), ("allocation", Way("es", width=360)),
    ("allocation over sites", Way(dark=True, width=1280)),
    ("a plan", Way("es", dark=True, width=1280)), ("a plan on paper", Way()),
    ("a table of places", Way("es", width=360)), ("searches", Way(width=1280)),
    ("a placement", Way(width=1280)), ("a placement", Way("es", dark=True, width=360)),
    ("a placement under way", Way()), ("gaps and deaths", Way(width=1280)),
    ("gaps by ZIP area", Way("es", dark=True, width=360)),
    ("what if", Way(width=1280)), ("what if", Way("es", dark=True, width=360)),
]  # fmt: skip


@pytest.fixture
def every(transactional_db):
    return {page.name: page for page in pages.pages()}


def test_the_planners_pages_are_as_everybody_should_find_them(browser, live_server, every):
    server = live_server.url.replace("localhost", "127.0.0.1")
    cookies, faults = a_coordinator_of_everything(), []
    for name, way in seeing.some(LOOKS):
        context = seeing.context_for(browser, way, cookies)
        seen = seeing.look(context, server, every[name], way, Path(PICTURES) if PICTURES else None)
        context.close()
        faults += [str(seen)] if seen.faults else []

    assert faults == []
