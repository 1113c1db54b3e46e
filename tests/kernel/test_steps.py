"""A state table refuses what it does not name, and is drawn from the code."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest

from beside.kernel import steps
from beside.kernel.steps import NotAllowed, Step


class State(StrEnum):
    OPEN = "open"
    CALLING = "calling"
    ENDED = "ended"


class Event(StrEnum):
    CHECKED_IN = "checked_in"
    DEADLINE_PASSED = "deadline_passed"
    HUNG_UP = "hung_up"


LADDER = {
    (State.OPEN, Event.CHECKED_IN): Step(State.OPEN, clock=timedelta(seconds=90)),
    (State.OPEN, Event.DEADLINE_PASSED): Step(State.CALLING, effects=("ring_caller",)),
    (State.OPEN, Event.HUNG_UP): Step(State.ENDED),
    (State.CALLING, Event.CHECKED_IN): Step(State.OPEN),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_a_pair_that_is_not_in_the_table_is_refused(state, event):
    if (state, event) in LADDER:
        assert steps.take(LADDER, state, event) is LADDER[state, event]
    else:
        with pytest.raises(NotAllowed):
            steps.take(LADDER, state, event)


def test_a_refusal_says_what_is_not_possible_when():
    with pytest.raises(NotAllowed, match="deadline passed is not possible when ended"):
        steps.take(LADDER, State.ENDED, Event.DEADLINE_PASSED)


def test_a_step_sets_the_next_deadline():
    at = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

    assert LADDER[State.OPEN, Event.CHECKED_IN].deadline_after(at) == at + timedelta(seconds=90)
    assert LADDER[State.OPEN, Event.HUNG_UP].deadline_after(at) is None


def test_a_state_nothing_leads_out_of_is_an_end():
    assert steps.ends(LADDER) == {State.ENDED}


def test_a_state_nobody_can_come_to_is_found():
    assert steps.unreachable(LADDER, State.OPEN) == set()
    assert steps.unreachable(LADDER, State.ENDED) == {State.OPEN, State.CALLING}


def test_the_diagram_shows_every_step():
    assert steps.diagram(LADDER, State.OPEN).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open",
        "    open : open",
        "    calling : calling",
        "    ended : ended",
        "    open --> open : checked in",
        "    open --> calling : deadline passed; ring caller",
        "    open --> ended : hung up",
        "    calling --> open : checked in",
        "    ended --> [*]",
    ]


def test_the_table_shows_effects_and_deadlines():
    rows = steps.table(LADDER).splitlines()

    assert rows[2] == "| open | checked in | open | – | 1 min 30 s |"
    assert rows[3] == "| open | deadline passed | calling | ring caller | – |"
