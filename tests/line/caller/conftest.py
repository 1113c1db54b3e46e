"""A night at the line: the clock stands at twenty to two, and every bucket is full."""

import pytest

from beside.kernel import clock
from beside.line.caller import throttle
from tests.line.caller.shared import Clock
from tests.line.shared import AT
from tests.pages import seeing
from tests.pages.seeing import Way


@pytest.fixture
def night(monkeypatch) -> Clock:
    """What time it is for every view; move it with `night.at`."""
    told = Clock(AT)
    monkeypatch.setattr(clock, "now", told)
    return told


@pytest.fixture(autouse=True)
def _full_buckets():
    throttle.OPENING.fill()
    throttle.WORDS.fill()
    yield
    throttle.OPENING.fill()
    throttle.WORDS.fill()


@pytest.fixture
def site(live_server):
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def phone(browser):
    context = seeing.context_for(browser, Way(width=360))
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    yield tab
    context.close()
