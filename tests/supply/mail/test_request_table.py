"""The table of a request, pair by pair."""

from itertools import product

import pytest

from beside.kernel import steps as tables
from beside.supply.core.request import OPEN, OVER, STEPS, Event, NotAllowed, State, take
from beside.supply.mail import lots

PAIRS = list(product(State, Event))


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_a_pair_leads_on_or_is_refused(state: State, event: Event) -> None:
    if (state, event) in STEPS:
        step = take(STEPS, state, event)
        has_last_day = step.keeps_clock or step.clock is not None
        assert has_last_day == (step.to not in OVER)
    else:
        with pytest.raises(NotAllowed):
            take(STEPS, state, event)


def test_every_state_can_be_reached() -> None:
    assert not tables.unreachable(STEPS, State.ASKED)
    assert tables.ends(STEPS) == {State.CANCELLED, State.EXPIRED}


@pytest.mark.parametrize("state", [*OPEN, State.POSTED, State.READY])
def test_no_request_outlasts_its_last_day(state: State) -> None:
    assert (state, Event.DAYS_PASSED) in STEPS


@pytest.mark.parametrize(("state", "event"), list(STEPS))
def test_stock_stands_where_its_state_says(state: State, event: Event) -> None:
    """Whatever leaves a state with lots carries them, unless the next state stands there too."""
    aside = {State.SET_ASIDE, State.PACKED, State.READY}
    given = {State.DELIVERED, State.COLLECTED}
    here = [group for group in (aside, given) if state in group and STEPS[state, event].to in group]
    is_taken = event in (Event.TAKEN, Event.SENT_AGAIN)
    nothing = not STEPS[state, event].effects
    without = state in (State.ASKED, State.RETURNED, State.LOST)
    assert bool(here) or is_taken or not nothing or without
    assert all(effect in {*lots._AIMS, "bring", "unsay"} for effect in STEPS[state, event].effects)


def test_what_is_on_its_way_can_not_be_called_off() -> None:
    assert (State.POSTED, Event.CALLED_OFF) not in STEPS


def test_nothing_is_undone_once_it_has_come() -> None:
    assert (State.DELIVERED, Event.LEAVING_UNDONE) not in STEPS
