"""An agency's order, from the asking to the kits that came: its states and what may happen."""

from datetime import timedelta
from enum import StrEnum

from beside.kernel.steps import NotAllowed, Step, Table, take

__all__ = ["OPEN", "STEPS", "TO_SHIP", "Event", "NotAllowed", "Reason", "State", "take"]


class State(StrEnum):
    """Where an order stands."""

    ASKED = "asked"
    APPROVED = "approved"  # all that was asked
    PART_APPROVED = "part_approved"  # fewer units in some line, and the agency is told
    DECLINED = "declined"
    CANCELLED = "cancelled"
    SET_ASIDE = "set_aside"  # lots stand aside for it
    READY = "ready"  # waits at a shelf to be picked up
    SHIPPED = "shipped"
    RECEIVED = "received"
    RETURNED = "returned"  # came back, or was brought back
    LOST = "lost"


class Event(StrEnum):
    """What can happen to an order."""

    APPROVED = "approved"
    PART_APPROVED = "part_approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    TAKEN_BACK = "taken_back"  # whoever decided takes the decision back
    SET_ASIDE = "set_aside"
    PUT_BACK = "put_back"  # of an order approved whole
    PART_PUT_BACK = "part_put_back"  # of one approved in part
    MADE_READY = "made_ready"
    SHIPPED = "shipped"
    UNSHIPPED = "unshipped"  # it had not left after all
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"  # a press that was a slip
    RETURNED = "returned"
    LOST = "lost"
    STILL_UNDER_WAY = "still_under_way"  # that it was lost or came back was a slip
    STILL_WITH_THEM = "still_with_them"  # the same, of what they had received
    DEADLINE_PASSED = "deadline_passed"


class Reason(StrEnum):
    """Why an order is declined. Labels are in templates."""

    OUTSIDE_AREA = "outside_area"
    NOT_ENOUGH_STOCK = "not_enough_stock"
    PLAN_UNCLEAR = "plan_unclear"
    PAPERS_MISSING = "papers_missing"
    ORDERED_TWICE = "ordered_twice"
    OTHER_PROGRAM = "other_program"  # another program serves them
    OTHER = "other"


S, E = State, Event

# Effects: letters to the agency, each by its own name (agency/letters).
DECIDED, READY, SHIPPED, DID_IT_COME, WENT_BACK = (
    "supply.order_decided", "supply.order_ready", "supply.order_shipped", "supply.did_it_come",
    "supply.order_went_back",
)  # fmt: skip

COMES_WITHIN = timedelta(days=10)  # then the agency is asked, once, whether it came
WAITS_FOR = timedelta(days=14)  # at a shelf, until it goes back

OPEN = (S.ASKED, S.APPROVED, S.PART_APPROVED, S.SET_ASIDE, S.READY, S.SHIPPED)
TO_SHIP = (S.APPROVED, S.PART_APPROVED, S.SET_ASIDE)

STEPS: Table[State, Event] = {
    (S.ASKED, E.APPROVED): Step(S.APPROVED, effects=(DECIDED,)),
    (S.ASKED, E.PART_APPROVED): Step(S.PART_APPROVED, effects=(DECIDED,)),
    (S.ASKED, E.DECLINED): Step(S.DECLINED, effects=(DECIDED,)),
    (S.ASKED, E.CANCELLED): Step(S.CANCELLED),
    (S.APPROVED, E.SET_ASIDE): Step(S.SET_ASIDE),
    (S.APPROVED, E.TAKEN_BACK): Step(S.ASKED),
    (S.APPROVED, E.CANCELLED): Step(S.CANCELLED),
    (S.PART_APPROVED, E.SET_ASIDE): Step(S.SET_ASIDE),
    (S.PART_APPROVED, E.TAKEN_BACK): Step(S.ASKED),
    (S.PART_APPROVED, E.CANCELLED): Step(S.CANCELLED),
    (S.DECLINED, E.TAKEN_BACK): Step(S.ASKED),
    (S.CANCELLED, E.TAKEN_BACK): Step(S.ASKED),
    (S.SET_ASIDE, E.PUT_BACK): Step(S.APPROVED),
    (S.SET_ASIDE, E.PART_PUT_BACK): Step(S.PART_APPROVED),
    (S.SET_ASIDE, E.CANCELLED): Step(S.CANCELLED),
    (S.SET_ASIDE, E.SHIPPED): Step(S.SHIPPED, effects=(SHIPPED,), clock=COMES_WITHIN),
    (S.SET_ASIDE, E.MADE_READY): Step(S.READY, effects=(READY,), clock=WAITS_FOR),
    (S.READY, E.RECEIVED): Step(S.RECEIVED),
    (S.READY, E.PUT_BACK): Step(S.APPROVED),
    (S.READY, E.PART_PUT_BACK): Step(S.PART_APPROVED),
    (S.READY, E.CANCELLED): Step(S.CANCELLED),
    (S.READY, E.DEADLINE_PASSED): Step(S.CANCELLED, effects=(WENT_BACK,)),
    (S.SHIPPED, E.DEADLINE_PASSED): Step(S.SHIPPED, effects=(DID_IT_COME,)),
    (S.SHIPPED, E.RECEIVED): Step(S.RECEIVED),
    (S.SHIPPED, E.UNSHIPPED): Step(S.SET_ASIDE),
    (S.SHIPPED, E.RETURNED): Step(S.RETURNED),
    (S.SHIPPED, E.LOST): Step(S.LOST),
    (S.RECEIVED, E.NOT_RECEIVED): Step(S.SHIPPED, clock=COMES_WITHIN),
    (S.RECEIVED, E.RETURNED): Step(S.RETURNED),
    (S.LOST, E.RECEIVED): Step(S.RECEIVED),
    (S.LOST, E.STILL_UNDER_WAY): Step(S.SHIPPED, clock=COMES_WITHIN),
    (S.RETURNED, E.STILL_UNDER_WAY): Step(S.SHIPPED, clock=COMES_WITHIN),
    (S.RETURNED, E.STILL_WITH_THEM): Step(S.RECEIVED),
}  # any other pair raises NotAllowed
