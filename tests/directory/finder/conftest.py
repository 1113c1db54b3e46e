"""A small town with a few places, for the finder's tests."""

import pytest

from beside.directory.finder import standing


@pytest.fixture(autouse=True)
def _fresh_index():
    """Rows are rolled back between tests; the index must not remember them."""
    standing.forget()
    yield
    standing.forget()
