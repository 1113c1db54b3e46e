"""The table of a session, pair by pair."""

from datetime import timedelta
from itertools import product

import pytest

from beside.kernel import steps as tables
from beside.line.core.rhythm import DEFAULT, NotARhythm, Rhythm, Route
from beside.line.core.session import ACTIVE, STEPS, Event, NotAllowed, State, steps, take

PAIRS = list(product(State, Event))


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_a_pair_leads_on_or_is_refused(state: State, event: Event) -> None:
    if (state, event) in STEPS:
        step = take(STEPS, state, event)
        runs_on = step.keeps_clock or step.clock is not None
        assert runs_on == (step.to is not State.ENDED)
    else:
        with pytest.raises(NotAllowed):
            take(STEPS, state, event)


def test_every_state_can_be_reached_and_only_the_end_is_an_end() -> None:
    assert not tables.unreachable(STEPS, State.WAITING)
    assert tables.ends(STEPS) == {State.ENDED}


@pytest.mark.parametrize("state", list(ACTIVE))
def test_no_state_can_outlast_its_deadline(state: State) -> None:
    """Silence always leads somewhere."""
    assert any((state, event) in STEPS for event in (Event.DEADLINE_PASSED, Event.PROMPTS_RAN_OUT))


@pytest.mark.parametrize("state", [s for s in ACTIVE if s is not State.HELPED])
def test_a_lost_line_is_neither_a_check_in_nor_an_end(state: State) -> None:
    step = take(STEPS, state, Event.LINE_DROPPED)
    assert step.to is state
    assert step.keeps_clock


@pytest.mark.parametrize("route", list(Route))
def test_silence_is_unresponsive_after_more_than_a_minute_of_prompts(route: Route) -> None:
    table = steps(DEFAULT, route)
    asked = take(table, State.WATCHING, Event.DEADLINE_PASSED).clock
    again = take(table, State.PROMPTING, Event.DEADLINE_PASSED).clock
    veto = take(table, State.PROMPTING, Event.PROMPTS_RAN_OUT).clock
    assert asked
    assert again
    assert asked + again > timedelta(minutes=1)
    assert veto == timedelta(seconds=20)
    check_in = take(table, State.WATCHING, Event.CHECKED_IN).clock
    assert check_in
    assert timedelta(seconds=60) <= check_in <= timedelta(seconds=120)


def test_an_operator_who_declares_an_emergency_waits_for_no_veto() -> None:
    for state in (State.CONNECTED, State.WATCHING, State.PROMPTING, State.UNRESPONSIVE):
        assert take(STEPS, state, Event.DECLARED).to is State.RELEASED


def test_a_clock_that_would_be_too_slow_is_refused() -> None:
    with pytest.raises(NotARhythm, match="inject must be from 30 to 120 seconds"):
        Rhythm(inject=600)
