"""The one way a request changes its state: by the table, from the state that was read."""

from datetime import datetime, timedelta
from typing import Any

from beside.accounts.models import User
from beside.kernel import deadlines, record
from beside.kernel.steps import Step
from beside.supply.core import request as table
from beside.supply.core.request import OVER, Event, State, Terms, steps, take
from beside.supply.mail import lots
from beside.supply.models import Parcel, Program, Request

OUTCOMES = {
    State.DELIVERED: Parcel.Outcome.ARRIVED, State.COLLECTED: Parcel.Outcome.ARRIVED,
    State.RETURNED: Parcel.Outcome.RETURNED, State.LOST: Parcel.Outcome.LOST,
    State.CANCELLED: Parcel.Outcome.ENDED, State.EXPIRED: Parcel.Outcome.ENDED,
    State.ASKED: Parcel.Outcome.LET_GO,
}  # fmt: skip


class Overtaken(deadlines.Overtaken):
    """Somebody else moved the request first. Look at it again."""


def terms_of(program: Program) -> Terms:
    """The days this program sets."""
    return Terms(pickup_days=program.pickup_days)


def move(
    request: Request, event: Event, *, at: datetime, by: User | None = None, **changes: Any
) -> Step[State]:
    """Take one step of the table with `request`, as it was read. Call inside a transaction.

    Raises NotAllowed, and Overtaken if the row is no longer as it was read.
    """
    before = State(request.state)
    step = take(steps(terms_of(request.program)), before, event)
    deadline_at = step.deadline_after(at, request.deadline_at)
    kept = timedelta(days=request.program.days_kept)
    changes |= {
        "state": step.to.value, "deadline_at": deadline_at, "moved_at": at,
        "purge_at": at + kept if step.to in OVER else None,
    }  # fmt: skip
    unmoved = Request.objects.filter(pk=request.pk, state=before, moved_at=request.moved_at)
    if not unmoved.update(**changes):
        raise Overtaken(str(request.pk))
    for name, value in changes.items():
        setattr(request, name, value)
    _end_parcel(request, step.to, at)
    record.act(f"request_{event.value}", on=request, by=by, at=at, detail={"to": step.to.value})
    for moment in (deadline_at, request.purge_at):
        if moment:
            deadlines.armed(moment)
    for effect in step.effects:  # last: other packers wait for the balances it holds
        if effect == table.BRING:
            _bring(request, at, by)
        elif effect == table.UNSAY:
            lots.unsay(request, at=at, by=by)
        else:
            lots.carry_out(effect, request=request, before=before, at=at, by=by)
    return step


def _bring(request: Request, at: datetime, by: User | None) -> None:
    """From the shelf it was packed at to the one where it waits."""
    from beside.supply import shelves
    from beside.supply.core.places import Movement as Why

    site = request.site
    if site is None:
        raise ValueError("brought nowhere")
    source = lots.standing_at(State.PACKED, request)
    lots.carry(request, source, shelves.aside_of(site), Why.MOVED, at=at, by=by)
    Request.objects.filter(pk=request.pk).update(shelf=site)
    request.shelf = site


def _end_parcel(request: Request, to: State, at: datetime) -> None:
    """An open parcel ends with it; one whose ending was undone is open again."""
    last = request.parcels.order_by("taken_at").last()
    if last is None:
        return
    if outcome := OUTCOMES.get(to):
        request.parcels.filter(pk=last.pk, ended_at=None).update(ended_at=at, outcome=outcome)
    elif last.ended_at and to in (State.PACKED, State.READY, State.POSTED):
        request.parcels.filter(pk=last.pk).update(ended_at=None, outcome="")
