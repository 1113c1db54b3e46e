"""A session's states, and everything that may happen in each.

`steps(rhythm, route)` gives the table with a coalition's own clocks; `STEPS` is the
one with the defaults, for somebody who injects, and is what the documents draw.
"""

from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from beside.kernel.steps import NotAllowed, Step, Table, take
from beside.line.core.rhythm import DEFAULT, Rhythm, Route

__all__ = ["ACTIVE", "STEPS", "WATCHED", "Event", "NotAllowed", "Outcome", "State", "steps", "take"]


class State(StrEnum):
    """Where a session stands."""

    WAITING = "waiting"  # for an operator; not yet watched
    CONNECTED = "connected"  # with an operator, before use
    WATCHING = "watching"  # the clock runs
    PROMPTING = "prompting"  # a check-in is overdue; the person is asked, loudly
    UNRESPONSIVE = "unresponsive"  # no answer; the veto runs
    RELEASED = "released"  # the place is shown to those who were chosen; the ladder is climbed
    DISPATCHED = "dispatched"  # somebody is on the way
    HELPED = "helped"  # somebody is there
    ENDED = "ended"


class Event(StrEnum):
    """What can happen to a session."""

    ANSWERED = "answered"  # an operator takes it
    TIMER_TAKEN = "timer_taken"  # the machine watches
    USE_BEGAN = "use_began"
    CHECKED_IN = "checked_in"
    DEADLINE_PASSED = "deadline_passed"
    PROMPTS_RAN_OUT = "prompts_ran_out"
    LINE_DROPPED = "line_dropped"  # a lost leg is neither a check-in nor an end
    OPERATOR_LOST = "operator_lost"
    DECLARED = "declared"  # an operator says: not responding
    RUNG_ACCEPTED = "rung_accepted"  # a chosen person or responder says: I am going
    DISPATCH_PLACED = "dispatch_placed"  # a person called the emergency centre or the relay
    CALLED_OFF = "called_off"  # a person stopped the help that was called
    ARRIVED = "arrived"
    SAFE = "safe"  # the person, or both, say that it is over
    LEFT = "left"  # gone before anybody answered
    CLOSED = "closed"  # an operator closes it with an outcome


class Outcome(StrEnum):
    """How a session ended, as it is counted."""

    SAFE = "safe"
    LEFT = "left"
    HELPED = "helped"
    FALSE_DISPATCH = "false_dispatch"  # help was sent and was not needed
    CALLED_OFF = "called_off"
    SUPPORT = "support"  # the call was about something else
    NOT_FOUND = "not_found"  # help came and found nobody
    DIED = "died"


S, E = State, Event

# Effects: what the world must be made to do (beside.line.effects).
PROMPT, VETO, PAGE = "line.prompt", "line.veto", "line.page"
CLIMB, STAND_DOWN, CALL_BACK, OVERFLOW = (
    "line.climb", "line.stand_down", "line.call_back", "line.overflow",
)  # fmt: skip

UNHEARD = (S.PROMPTING, S.UNRESPONSIVE)
WATCHED = (S.CONNECTED, S.WATCHING, *UNHEARD)
ACTIVE = (S.WAITING, *WATCHED, S.RELEASED, S.DISPATCHED, S.HELPED)


@lru_cache(maxsize=256)
def steps(rhythm: Rhythm = DEFAULT, route: Route = Route.INJECT) -> Table[State, Event]:
    """The table for these clocks. Any pair that is not in it raises NotAllowed."""
    check_in = rhythm.check_in(route)
    return {
        **_before_use(rhythm, check_in),
        **_watched(rhythm, check_in),
        **_unheard(rhythm, check_in),
        **_help(rhythm, check_in),
        **_lost(),
    }


Part = dict[tuple[State, Event], Step[State]]


def _s(seconds: int) -> timedelta:
    return timedelta(seconds=seconds)


def _before_use(rhythm: Rhythm, check_in: timedelta) -> Part:
    beside = _s(rhythm.with_operator)
    overflow = _s(rhythm.overflow)
    return {
        (S.WAITING, E.ANSWERED): Step(S.CONNECTED, clock=beside),
        (S.WAITING, E.TIMER_TAKEN): Step(S.WATCHING, clock=check_in),
        (S.WAITING, E.DEADLINE_PASSED): Step(S.WAITING, effects=(OVERFLOW, PAGE), clock=overflow),
        (S.WAITING, E.SAFE): Step(S.ENDED),
        (S.WAITING, E.LEFT): Step(S.ENDED),
        (S.CONNECTED, E.USE_BEGAN): Step(S.WATCHING, clock=check_in),
        (S.CONNECTED, E.TIMER_TAKEN): Step(S.WATCHING, clock=check_in),
        (S.CONNECTED, E.CHECKED_IN): Step(S.CONNECTED, clock=beside),
        (S.CONNECTED, E.ANSWERED): Step(S.CONNECTED, keeps_clock=True),  # by another operator
        (S.CONNECTED, E.DEADLINE_PASSED): Step(
            S.PROMPTING, effects=(PROMPT,), clock=_s(rhythm.first_prompt)
        ),
        (S.CONNECTED, E.SAFE): Step(S.ENDED),
        (S.CONNECTED, E.CLOSED): Step(S.ENDED),
        (S.CONNECTED, E.DECLARED): Step(S.RELEASED, effects=(CLIMB,), clock=_s(0)),
    }


def _watched(rhythm: Rhythm, check_in: timedelta) -> Part:
    return {
        (S.WATCHING, E.CHECKED_IN): Step(S.WATCHING, clock=check_in),
        (S.WATCHING, E.USE_BEGAN): Step(S.WATCHING, clock=check_in),  # several uses in one session
        (S.WATCHING, E.ANSWERED): Step(S.WATCHING, keeps_clock=True),
        (S.WATCHING, E.DEADLINE_PASSED): Step(
            S.PROMPTING, effects=(PROMPT,), clock=_s(rhythm.first_prompt)
        ),
        (S.WATCHING, E.SAFE): Step(S.ENDED),
        (S.WATCHING, E.CLOSED): Step(S.ENDED),
        (S.WATCHING, E.DECLARED): Step(S.RELEASED, effects=(CLIMB,), clock=_s(0)),
    }


def _unheard(rhythm: Rhythm, check_in: timedelta) -> Part:
    released = Step(S.RELEASED, effects=(CLIMB,), clock=_s(0))
    both: dict[tuple[State, Event], Step[State]] = {}
    for state in UNHEARD:
        both |= {
            (state, E.CHECKED_IN): Step(S.WATCHING, clock=check_in),
            (state, E.ANSWERED): Step(state, keeps_clock=True),
            (state, E.DECLARED): released,
            (state, E.SAFE): Step(S.ENDED),
        }
    return {
        (S.PROMPTING, E.DEADLINE_PASSED): Step(
            S.PROMPTING, effects=(PROMPT,), clock=_s(rhythm.second_prompt)
        ),
        (S.PROMPTING, E.PROMPTS_RAN_OUT): Step(
            S.UNRESPONSIVE, effects=(VETO, PAGE), clock=_s(rhythm.veto)
        ),
        **both,
        (S.UNRESPONSIVE, E.DEADLINE_PASSED): released,
    }


def _help(rhythm: Rhythm, check_in: timedelta) -> Part:
    """From release on the clock is the rung's own; the last rung comes round again."""
    on_the_way = Step(S.DISPATCHED, clock=_s(rhythm.arrival))
    awake = Step(S.WATCHING, effects=(STAND_DOWN,), clock=check_in)
    return {
        (S.RELEASED, E.DEADLINE_PASSED): Step(S.RELEASED, effects=(CLIMB,), clock=_s(60)),
        (S.RELEASED, E.ANSWERED): Step(S.RELEASED, keeps_clock=True),
        (S.RELEASED, E.RUNG_ACCEPTED): on_the_way,
        (S.RELEASED, E.DISPATCH_PLACED): on_the_way,
        (S.RELEASED, E.CHECKED_IN): awake,
        (S.RELEASED, E.ARRIVED): Step(S.HELPED, clock=_s(rhythm.helped)),
        (S.RELEASED, E.CALLED_OFF): awake,
        (S.RELEASED, E.CLOSED): Step(S.ENDED, effects=(STAND_DOWN,)),
        (S.DISPATCHED, E.DEADLINE_PASSED): Step(S.RELEASED, effects=(CLIMB,), clock=_s(0)),
        (S.DISPATCHED, E.ANSWERED): Step(S.DISPATCHED, keeps_clock=True),
        (S.DISPATCHED, E.RUNG_ACCEPTED): Step(S.DISPATCHED, keeps_clock=True),
        (S.DISPATCHED, E.DISPATCH_PLACED): on_the_way,
        # Awake after somebody set out: help goes on until a person calls it off.
        (S.DISPATCHED, E.CHECKED_IN): Step(S.DISPATCHED, effects=(PAGE,), keeps_clock=True),
        (S.DISPATCHED, E.CALLED_OFF): awake,
        (S.DISPATCHED, E.ARRIVED): Step(S.HELPED, clock=_s(rhythm.helped)),
        (S.DISPATCHED, E.CLOSED): Step(S.ENDED),
        (S.HELPED, E.ANSWERED): Step(S.HELPED, keeps_clock=True),
        (S.HELPED, E.CLOSED): Step(S.ENDED),
        (S.HELPED, E.DEADLINE_PASSED): Step(S.ENDED),
    }


def _lost() -> Part:
    """A dropped line or a lost operator: the clock keeps running, and somebody is sought."""
    dropped: dict[tuple[State, Event], Step[State]] = {
        (state, E.LINE_DROPPED): Step(state, effects=(CALL_BACK,), keeps_clock=True)
        for state in ACTIVE
        if state != S.HELPED
    }
    lost: dict[tuple[State, Event], Step[State]] = {
        (state, E.OPERATOR_LOST): Step(state, effects=(PAGE,), keeps_clock=True)
        for state in ACTIVE
        if state not in (S.WAITING, S.HELPED)
    }
    return {**dropped, **lost, (S.HELPED, E.OPERATOR_LOST): Step(S.HELPED, keeps_clock=True)}


STEPS: Table[State, Event] = steps()
