"""What the public says is wrong: received without a sender, judged by staff, undone at will."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.directory.models import Location, Report
from beside.kernel import house, record

State = Report.State


class Overtaken(RuntimeError):
    """Somebody else judged or undid this report first; look again."""


@transaction.atomic
def report_wrong(
    *, location: Location, about: str, words: str, language: str, at: datetime
) -> Report:
    """Keep what somebody said, and the day. Nothing else about them is known."""
    report = Report.objects.create(
        location=location, about=Report.About(about), words=words, language=language,
        received_on=house.today(at),
    )  # fmt: skip
    record.act("report_received", on=report, at=at, detail={"about": about})
    return report


@transaction.atomic
def believe_report(*, report_id: UUID, by: User, at: datetime) -> Report:
    """Show it on the place's page until somebody has checked. Raises Overtaken."""
    return _decide(report_id, State.ACCEPTED, "report_believed", by, at)


@transaction.atomic
def refuse_report(*, report_id: UUID, by: User, at: datetime) -> Report:
    """Do not show it. Raises Overtaken."""
    return _decide(report_id, State.REFUSED, "report_refused", by, at)


@transaction.atomic
def undo_decision(*, report_id: UUID, by: User, at: datetime) -> Report:
    """Put a judged report back among those to look at. Raises Overtaken."""
    judged = Report.objects.filter(pk=report_id).exclude(state=State.WAITING)
    if not judged.update(state=State.WAITING, decided_at=None, decided_by=None):
        raise Overtaken(report_id)
    report = Report.objects.get(pk=report_id)
    record.act("report_decision_undone", on=report, by=by, at=at)
    return report


def _decide(report_id: UUID, state: str, verb: str, by: User, at: datetime) -> Report:
    waiting = Report.objects.filter(pk=report_id, state=State.WAITING)
    if not waiting.update(state=state, decided_at=at, decided_by=by):
        raise Overtaken(report_id)
    report = Report.objects.get(pk=report_id)
    record.act(verb, on=report, by=by, at=at)
    return report
