"""A request by mail or to a pick-up place: its states, and everything that may happen in each.

`steps(terms)` gives the table with a program's own days; `STEPS` is the one with the
defaults, which the documents draw. A request that waits has promised an answer; one that is
on its way or waits at a place has a last day; silence always leads somewhere.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from beside.kernel.steps import NotAllowed, Step, Table, take

__all__ = ["OPEN", "OVER", "STEPS", "Event", "NotAllowed", "State", "Terms", "Way", "steps", "take"]


class Way(StrEnum):
    """Where a request goes. Words are in templates."""

    ADDRESS = "address"
    GENERAL_DELIVERY = "general_delivery"  # kept at a post office, for a name
    BOX = "box"  # a post office box, a parcel locker
    PICK_UP = "pick_up"  # at a listed site or machine of the program, for three words


BY_POST = (Way.ADDRESS, Way.GENERAL_DELIVERY, Way.BOX)


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    SET_ASIDE = "set_aside"  # a packer has it; its lots stand aside
    PACKED = "packed"
    POSTED = "posted"
    READY = "ready"  # at the place, for whoever says the words
    DELIVERED = "delivered"
    COLLECTED = "collected"
    RETURNED = "returned"  # came back to us
    LOST = "lost"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # not collected, or never sent in time


class Event(StrEnum):
    """What can happen to a request."""

    TAKEN = "taken"  # into a batch, by a packer
    LET_GO = "let_go"  # out of the batch again
    WRAPPED = "wrapped"
    UNWRAPPED = "unwrapped"
    LEFT = "left"  # handed to the post
    LEAVING_UNDONE = "leaving_undone"
    BROUGHT = "brought"  # to the place where it is picked up
    BRINGING_UNDONE = "bringing_undone"
    CAME = "came"  # the person says so
    NEVER_CAME = "never_came"
    WORDS_SAID = "words_said"  # somebody said the three words and took it
    HANDING_UNDONE = "handing_undone"
    CAME_BACK = "came_back"
    UNSAID = "unsaid"  # what was said since it left was a slip: it is on its way
    SENT_AGAIN = "sent_again"
    CALLED_OFF = "called_off"  # by the person or the program, or the address was destroyed
    DAYS_PASSED = "days_passed"  # the last day of this state is over


@dataclass(frozen=True)
class Terms:
    """Days a program sets for its requests."""

    pickup_days: int = 14
    taken_as_come_days: int = 14  # posted so long ago, and nobody said it never came
    open_days: int = 45  # then an address is not kept for it any longer


S, E = State, Event
OPEN = (S.ASKED, S.SET_ASIDE, S.PACKED)
OVER = (S.DELIVERED, S.COLLECTED, S.RETURNED, S.LOST, S.CANCELLED, S.EXPIRED)

# What stock does then (supply.mail.stock). Effects of this table happen in the same transaction.
PUT_BACK, SHIP, UNSHIP, BRING = "put_back", "ship", "unship", "bring"
GIVE, UNGIVE, LOSE, RECEIVE, UNSAY = "give", "ungive", "lose", "receive", "unsay"


@lru_cache(maxsize=64)
def steps(terms: Terms = Terms()) -> Table[State, Event]:
    """The table for these days. Any pair that is not in it raises NotAllowed."""
    return {**_waiting(terms), **_under_way(terms), **_there(terms)}


Part = dict[tuple[State, Event], Step[State]]


def _waiting(terms: Terms) -> Part:
    waits = timedelta(days=terms.open_days)
    return {
        (S.ASKED, E.TAKEN): Step(S.SET_ASIDE, keeps_clock=True),
        (S.ASKED, E.CALLED_OFF): Step(S.CANCELLED),
        (S.ASKED, E.DAYS_PASSED): Step(S.EXPIRED),
        (S.SET_ASIDE, E.WRAPPED): Step(S.PACKED, keeps_clock=True),
        (S.SET_ASIDE, E.LET_GO): Step(S.ASKED, effects=(PUT_BACK,), keeps_clock=True),
        (S.SET_ASIDE, E.CALLED_OFF): Step(S.CANCELLED, effects=(PUT_BACK,)),
        (S.SET_ASIDE, E.DAYS_PASSED): Step(S.EXPIRED, effects=(PUT_BACK,)),
        (S.PACKED, E.UNWRAPPED): Step(S.SET_ASIDE, keeps_clock=True),
        (S.PACKED, E.LET_GO): Step(S.ASKED, effects=(PUT_BACK,), keeps_clock=True),
        (S.PACKED, E.CALLED_OFF): Step(S.CANCELLED, effects=(PUT_BACK,)),
        (S.PACKED, E.DAYS_PASSED): Step(S.EXPIRED, effects=(PUT_BACK,)),
        (S.RETURNED, E.SENT_AGAIN): Step(S.ASKED, clock=waits),
        (S.LOST, E.SENT_AGAIN): Step(S.ASKED, clock=waits),
    }


def _under_way(terms: Terms) -> Part:
    comes = timedelta(days=terms.taken_as_come_days)
    return {
        (S.PACKED, E.LEFT): Step(S.POSTED, effects=(SHIP,), clock=comes),
        (S.PACKED, E.BROUGHT): Step(
            S.READY, effects=(BRING,), clock=timedelta(days=terms.pickup_days)
        ),
        (S.POSTED, E.LEAVING_UNDONE): Step(
            S.PACKED, effects=(UNSHIP,), clock=timedelta(days=terms.open_days)
        ),
        (S.POSTED, E.CAME): Step(S.DELIVERED, effects=(GIVE,)),
        (S.POSTED, E.DAYS_PASSED): Step(S.DELIVERED, effects=(GIVE,)),
        (S.POSTED, E.NEVER_CAME): Step(S.LOST, effects=(LOSE,)),
        (S.POSTED, E.CAME_BACK): Step(S.RETURNED, effects=(RECEIVE,)),
    }


def _there(terms: Terms) -> Part:
    """Ends, and how one that was taken too early is mended."""
    collects = timedelta(days=terms.pickup_days)
    comes = timedelta(days=terms.taken_as_come_days)
    return {
        (S.READY, E.WORDS_SAID): Step(S.COLLECTED, effects=(GIVE,)),
        (S.READY, E.BRINGING_UNDONE): Step(S.PACKED, clock=timedelta(days=terms.open_days)),
        (S.READY, E.CALLED_OFF): Step(S.CANCELLED, effects=(PUT_BACK,)),
        (S.READY, E.DAYS_PASSED): Step(S.EXPIRED, effects=(PUT_BACK,)),
        (S.COLLECTED, E.HANDING_UNDONE): Step(S.READY, effects=(UNGIVE,), clock=collects),
        (S.DELIVERED, E.NEVER_CAME): Step(S.LOST, effects=(LOSE,)),
        (S.LOST, E.CAME): Step(S.DELIVERED, effects=(GIVE,)),
        (S.LOST, E.CAME_BACK): Step(S.RETURNED, effects=(RECEIVE,)),
        (S.DELIVERED, E.CAME_BACK): Step(S.RETURNED, effects=(RECEIVE,)),
        (S.DELIVERED, E.UNSAID): Step(S.POSTED, effects=(UNSAY,), clock=comes),
        (S.LOST, E.UNSAID): Step(S.POSTED, effects=(UNSAY,), clock=comes),
        (S.RETURNED, E.UNSAID): Step(S.POSTED, effects=(UNSAY,), clock=comes),
    }


STEPS: Table[State, Event] = steps()
