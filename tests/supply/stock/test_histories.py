"""The ledger lives the same as a plain dict, whatever happens."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beside.supply.core.units import Pack, Packs, summed
from tests.supply.stock import histories


class _Enough(Exception):
    """Takes back what a history wrote."""


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories.histories)
def test_stock_on_hand_is_the_sum_of_entries_and_first_expiring_goes_first(history):
    with suppress(_Enough), transaction.atomic():
        histories.world().live(history)
        raise _Enough


@given(st.integers(0, 10**7), st.integers(1, 12), st.integers(1, 12), st.integers(1, 40))
def test_units_are_lossless(units, kits_in_case, kit, box):
    packs = Packs(kit=kit, box=box, case=kit * kits_in_case)

    parts = packs.broken_down(units)

    assert summed(parts, packs) == units
    assert all(packs.whole(packs.units(units, pack), pack) == units for pack in Pack)
