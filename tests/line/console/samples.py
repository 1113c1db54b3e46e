"""Real arguments for the doors of the console."""

from datetime import timedelta

from beside.kernel import clock
from beside.line.models import FollowUp, Operator, Session
from beside.line.services import practising, queue, watching
from tests import people
from tests.line.console import shared
from tests.line.shared import waiting
from tests.rules import samples


def session_of(user) -> Session:
    """Somebody this operator stays with, and whose place is released."""
    Operator.objects.update_or_create(user=user, defaults={"most_at_once": 9})
    session = waiting(clock.now())
    queue.answer(session_id=session.pk, by=user, at=clock.now())
    watching.declare_emergency(session_id=session.pk, by=user, at=clock.now())
    return Session.objects.get(pk=session.pk)


def follow_up(user, kind: str = "person") -> FollowUp:
    due_at = clock.now() + timedelta(hours=3)
    return FollowUp.objects.create(
        session_id=session_of(user).pk, kind=kind, operator=user, due_at=due_at
    )


def practice(user) -> Session:
    return practising.begin_practice(story="quiet", by=user, at=clock.now())


def _operator():
    return people.person("line_supervisor")


@samples.of("line:call")
@samples.of("line:answer")
@samples.of("line:where")
@samples.of("line:words")
@samples.of("line:say")
@samples.of("line:hand_on")
@samples.of("line:sheet")
@samples.of("line:place")
def _session():
    return {"session_id": session_of(_operator()).pk}


@samples.of("line:act")
def _act():
    return {"session_id": session_of(_operator()).pk, "what": "heard"}


@samples.of("line:export_call")
def _export():
    return {"session_id": session_of(_operator()).pk, "kind": "csv"}


@samples.of("line:checklist")
@samples.of("line:practised")
def _practice():
    return {"session_id": practice(_operator()).pk}


@samples.of("line:follow_up")
@samples.of("line:follow_up_number")
def _follow_up():
    return {"follow_up_id": follow_up(_operator()).pk}


@samples.of("line:let_in")
def _let_in():
    return {"user_id": people.person("line_operator").pk}


@samples.of("line:center")
@samples.of("line:center_tested")
@samples.of("line:remove_center")
def _center():
    number = shared.Psap.objects.count()
    return {"psap_id": shared.center(f"Center {number}").pk}


@samples.of("line:export_centers")
def _export_centers():
    return {"kind": "csv"}
