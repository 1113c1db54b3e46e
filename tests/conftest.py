"""Fixtures that any room's tests may use."""

from contextlib import ExitStack
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """A page asked for in Arabic would leave Arabic to the next test's addresses."""
    translation.activate("en")


_open = ExitStack()  # holds the browser, once a test has asked for it
_opened: list[Any] = []


@pytest.fixture
def browser():
    """One Chromium for all the tests of a worker that ask for it; skipped where there is none."""
    from tests.pages import seeing

    if seeing.CHROMIUM is None:
        pytest.skip("no Chromium")
    if not _opened:
        _opened.append(_open.enter_context(seeing.chromium()))
    yield _opened[0]
    for context in _opened[0].contexts:
        context.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """While Playwright runs, no other test of the process can use asyncio."""
    if "browser" not in item.fixturenames:
        _close()


def pytest_sessionfinish():
    _close()


def _close():
    _opened.clear()
    _open.close()


@pytest.fixture
def tab_of():
    """Opens a tab in a browser's memory (a context of Playwright); forgets each at the end."""
    with ExitStack() as kept:

        def opens(context):
            tab = kept.enter_context(context).new_page()
            tab.set_default_timeout(15_000)
            return tab

        yield opens
