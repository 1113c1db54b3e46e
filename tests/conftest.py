"""Fixtures that any room's tests may use."""

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
