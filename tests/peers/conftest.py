from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.peers.guard import ASKING, DESK_MISSES, MISSES
from tests.peers.shared import AT


@pytest.fixture(autouse=True)
def _full():
    for gate in (ASKING, MISSES, DESK_MISSES):
        gate.fill()
    yield
    for gate in (ASKING, MISSES, DESK_MISSES):
        gate.fill()


@pytest.fixture
def at_once(monkeypatch):
    """Forms may be sent as soon as they are drawn; it is a Monday in November."""
    monkeypatch.setattr("beside.design.forms_public.SOONEST", timedelta(0))
    monkeypatch.setattr(clock, "now", lambda: AT)
