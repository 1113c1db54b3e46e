"""The pages of peers in a browser: axe, width, weight. All ways at once: `make show-house`."""

import os
from pathlib import Path

import pytest

from tests.pages import seeing
from tests.pages.registry import Page
from tests.pages.seeing import Way
from tests.pages.signing_in import a_coordinator_of_everything
from tests.peers import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("BESIDE_PICTURES")  # a folder: look at them too
LOOKS = [
    ("words", Way()), ("more, with a card", Way(width=360)),
    ("more, with a card", Way("es", dark=True)), ("a bag", Way("es", width=360)),
    ("a bag for a locker", Way(dark=True)), ("show", Way("es")), ("sheet", Way(width=1280)),
    ("desk", Way(width=360)), ("desk", Way("es", width=1280)), ("waiting", Way(width=1280)),
    ("noticed", Way("es", width=360)), ("money", Way(width=1280)), ("cards", Way()),
    ("reach", Way("es", width=1280)), ("terms of a program", Way(width=1280)),
    ("reach, published", Way()),
]  # fmt: skip


@pytest.fixture
def every(transactional_db):
    public = {"words": "more/", "show": "more/show/", "sheet": "more/show/sheet/"}
    staff = {"desk": "", "waiting": "waiting/", "noticed": "noticed/", "money": "money/",
             "cards": "cards/", "reach": "reach/"}  # fmt: skip
    found = [Page(name, f"/en/{path}") for name, path in public.items()]
    found += [Page(name, f"/en/staff/peers/{path}", signed_in=True, budget=120_000, requests=12)
              for name, path in staff.items()]  # fmt: skip
    return {page.name: page for page in [*pages.pages(), *found]}


def test_the_pages_of_peers_are_as_everybody_should_find_them(browser, live_server, every):
    server = live_server.url.replace("localhost", "127.0.0.1")
    cookies, faults = a_coordinator_of_everything(), []
    for name, way in seeing.some(LOOKS):
        context = seeing.context_for(browser, way, cookies if every[name].signed_in else [])
        seen = seeing.look(context, server, every[name], way, Path(PICTURES) if PICTURES else None)
        context.close()
        faults += [str(seen)] if seen.faults else []

    assert faults == []
