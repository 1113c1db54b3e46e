"""What people read for the slugs of this cabinet."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.partners.core.kinds import WORDS as KINDS
from beside.supply.core.listing import Why
from beside.supply.core.order import Event, Reason, State
from beside.supply.core.supplying import Paper
from beside.supply.models import Agency, Outing

STATES = {
    State.ASKED: _("waits for an answer"),
    State.APPROVED: _("approved"),
    State.PART_APPROVED: _("approved in part"),
    State.DECLINED: _("declined"),
    State.CANCELLED: _("cancelled"),
    State.SET_ASIDE: _("packed"),
    State.READY: _("ready to pick up"),
    State.SHIPPED: _("on its way"),
    State.RECEIVED: _("received"),
    State.RETURNED: _("came back"),
    State.LOST: _("lost on the way"),
}
TONES = {
    State.ASKED: "warn", State.DECLINED: "bad", State.LOST: "bad",
    State.RECEIVED: "good", State.SHIPPED: "good", State.READY: "good",
}  # fmt: skip
EVENTS = {
    "placed": _("ordered"),
    "split": _("split off: the rest waits"),
    Event.APPROVED: _("approved"),
    Event.PART_APPROVED: _("approved in part"),
    Event.DECLINED: _("declined"),
    Event.CANCELLED: _("cancelled"),
    Event.TAKEN_BACK: _("decision taken back"),
    Event.SET_ASIDE: _("set aside"),
    Event.PUT_BACK: _("put back on the shelf"),
    Event.PART_PUT_BACK: _("put back on the shelf"),
    Event.MADE_READY: _("ready to pick up"),
    Event.SHIPPED: _("shipped"),
    Event.UNSHIPPED: _("had not left after all"),
    Event.RECEIVED: _("received"),
    Event.NOT_RECEIVED: _("not received after all"),
    Event.RETURNED: _("came back"),
    Event.LOST: _("lost on the way"),
    Event.STILL_UNDER_WAY: _("on its way after all"),
    Event.STILL_WITH_THEM: _("received, and not back after all"),
    Event.DEADLINE_PASSED: _("time ran out"),
}
REASONS = {
    Reason.OUTSIDE_AREA: _("You are outside the area we serve"),
    Reason.NOT_ENOUGH_STOCK: _("We do not have enough at the moment"),
    Reason.PLAN_UNCLEAR: _("We need to know more about how the kits are given out"),
    Reason.PAPERS_MISSING: _("A paper is missing or has ended"),
    Reason.ORDERED_TWICE: _("It was ordered twice"),
    Reason.OTHER_PROGRAM: _("Another program serves you"),
    Reason.OTHER: _("Another reason"),
}
PAPERS = {
    Paper.STANDING_ORDER: _("The program’s standing order"),
    Paper.REGISTRATION: _("The program’s registration"),
    Paper.AGENCY_ORDER: _("The organization’s standing order"),
    Paper.AGENCY_REGISTRATION: _("The organization’s registration"),
}
GOING = {
    Agency.Going.WELL: _("Just right"),
    Agency.Going.TOO_MANY: _("Too many"),
    Agency.Going.TOO_FEW: _("Too few"),
    Agency.Going.WANTS_HELP: _("Please call us"),
}
AGENCY_STATES = {
    Agency.State.ASKED: _("asks to be let in"),
    Agency.State.OPEN: _("open"),
    Agency.State.DECLINED: _("declined"),
    Agency.State.CLOSED: _("closed"),
}
NOT_LISTED = {
    Why.CONFIDENTIAL: _("Its place is confidential: it is never listed."),
    Why.NOT_OPEN: _("Only an organization that is let in is listed."),
    Why.NOT_WANTED: _("It does not wish to be listed."),
    Why.PAUSED: _("The program takes no orders at the moment."),
    Why.LAPSED: _("A standing order it rests on has ended."),
    Why.NO_DOOR: _("It has no street address here that people could come to."),
    Why.MOVED: _("It has another address now. Look at it, and list it again."),
    Why.BY_STAFF: _("It was taken off here."),
}
OUTINGS = {
    Outing.State.PLANNED: _("planned"),
    Outing.State.OUT: _("out"),
    Outing.State.BACK: _("counted"),
    Outing.State.CANCELLED: _("cancelled"),
}


def kinds() -> list[tuple[str, str]]:
    """Every kind of organization, as a choice."""
    return sorted(((kind.value, gettext(said)) for kind, said in KINDS.items()),
                  key=lambda one: (one[0] == "other", str(one[1])))  # fmt: skip
