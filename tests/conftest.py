"""Fixtures that any room's tests may use."""

from contextlib import ExitStack

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """A page asked for in Arabic would leave Arabic to the next test's addresses."""
    translation.activate("en")


@pytest.fixture(scope="module")
def browser():
    """One Chromium for a file of browser tests; skipped, and counted, where there is none.

    Not for the whole run: while Playwright runs, no other test of the process can use asyncio.
    """
    from tests.pages import seeing

    if seeing.CHROMIUM is None:
        pytest.skip("no Chromium")
    with seeing.chromium() as opened:
        yield opened


@pytest.fixture
def tab_of():
    """Opens a tab in a browser's memory (a context of Playwright); forgets each at the end."""
    with ExitStack() as kept:

        def opens(context):
            tab = kept.enter_context(context).new_page()
            tab.set_default_timeout(15_000)
            return tab

        yield opens
