"""The table of an order: every pair of state and event is allowed, or refused."""

import itertools

import pytest

from beside.kernel import steps
from beside.supply.core.order import OPEN, STEPS, Event, NotAllowed, State, take

CLOSED = {State.DECLINED, State.CANCELLED, State.RECEIVED, State.RETURNED, State.LOST}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, Event)))
def test_a_pair_leads_where_the_table_says_or_nowhere(state, event):
    if (state, event) in STEPS:
        assert take(STEPS, state, event).to in State
    else:
        with pytest.raises(NotAllowed):
            take(STEPS, state, event)


def test_every_state_is_reached_from_the_asking():
    assert not steps.unreachable(STEPS, State.ASKED)
    assert set(State) == {State.ASKED} | {step.to for step in STEPS.values()}


def test_no_end_is_so_final_that_a_slip_cannot_be_undone():
    assert steps.ends(STEPS) == set()


def test_open_orders_are_those_that_somebody_still_waits_for():
    assert set(OPEN) | CLOSED == set(State)
    assert not set(OPEN) & CLOSED


def test_nothing_leaves_that_was_not_approved_and_set_aside():
    leads_to_shipped = {state for (state, event) in STEPS if event is Event.SHIPPED}
    leads_aside = {state for (state, event) in STEPS if event is Event.SET_ASIDE}

    assert leads_to_shipped == {State.SET_ASIDE}
    assert leads_aside == {State.APPROVED, State.PART_APPROVED}


def test_every_decision_can_be_taken_back_until_lots_stand_aside():
    for state in (State.APPROVED, State.PART_APPROVED, State.DECLINED):
        assert take(STEPS, state, Event.TAKEN_BACK).to is State.ASKED
    with pytest.raises(NotAllowed):
        take(STEPS, State.SET_ASIDE, Event.TAKEN_BACK)


def test_only_what_waits_for_somebody_has_a_deadline():
    waiting = {step.to for step in STEPS.values() if step.clock}

    assert waiting == {State.SHIPPED, State.READY}
