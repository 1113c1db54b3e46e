"""Fixtures that any room's tests may use."""

import pytest


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all browser tests; skipped, and counted, where there is none."""
    from tests.pages import seeing

    if seeing.CHROMIUM is None:
        pytest.skip("no Chromium")
    with seeing.chromium() as opened:
        yield opened
