"""What is looked at later: the timeline of a call, and the promises after an emergency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import Count as Number
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.pages import render
from beside.kernel import clock
from beside.line import held
from beside.line import particulars as sealed
from beside.line.console import access, timeline
from beside.line.console.timeline import Line
from beside.line.models import FollowUp, Session
from beside.line.services import following
from beside.privacy import vault

RATE_OVER = timedelta(days=90)


@dataclass(frozen=True)
class TimelinePage:
    """One session's story."""

    session: Session
    lines: Sequence[Line]


@needs(Permission.ANSWER_LINE)
def call(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What happened when."""
    session = access.session_to_read(signed_in_user(request), session_id)
    page = TimelinePage(session, timeline.lines_of(session))
    return render(request, "line/console/timeline.html", page=page)


@needs(Permission.ANSWER_LINE)
def export(request: HttpRequest, session_id: UUID, kind: str) -> HttpResponse:
    """The same without anybody's name, place or hour."""
    session = access.session_to_read(signed_in_user(request), session_id)
    rows = [line.slugs for line in timeline.lines_of(session)]
    try:
        return exporting.table(kind, "timeline", timeline.HEADER, rows)
    except exporting.NoSuchFormat as error:
        raise Http404 from error


@dataclass(frozen=True)
class Due:
    """One promise, with what may come of it."""

    row: FollowUp
    results: Sequence[str]
    is_late: bool
    has_number: bool


@dataclass(frozen=True)
class FollowUpsPage:
    """What is to be done, what was done, and how much of it in time."""

    due: Sequence[Due]
    done: Sequence[FollowUp]
    rate: int | None  # percent of those due in the last 90 days
    of: int


@needs(Permission.ANSWER_LINE)
def follow_ups(request: HttpRequest) -> HttpResponse:
    """Operators see their own, supervisors all."""
    user, at = signed_in_user(request), clock.now()
    rows = _reachable(user)
    waiting = rows.filter(done_at=None).select_related("operator").order_by("due_at")
    there = set(
        Session.objects.filter(pk__in=[w.session_id for w in waiting]).values_list("pk", flat=True)
    )
    due = [
        Due(row, following.RESULTS[row.kind], row.due_at < at,
            row.kind == "person" and row.session_id in there)
        for row in waiting
    ]  # fmt: skip
    count = rows.filter(due_at__lte=at, due_at__gt=at - RATE_OVER).aggregate(
        of=Number("pk"), done=Number("pk", filter=Q(done_at__isnull=False))
    )
    done = rows.filter(done_at__isnull=False).select_related("done_by").order_by("-done_at")[:20]
    rate = round(100 * count["done"] / count["of"]) if count["of"] else None
    page = FollowUpsPage(due, list(done), rate, count["of"])
    return render(request, "line/console/follow_ups.html", page=page)


@needs(Permission.ANSWER_LINE)
@require_POST
def follow_up(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """It is done, with this result."""
    user = signed_in_user(request)
    row = _one(user, follow_up_id)
    try:
        result = request.POST.get("result", "")
        following.finish(follow_up_id=row.pk, result=result, by=user, at=clock.now())
    except following.NotAResult as error:
        raise Http404 from error
    except following.AlreadyDone:
        messages.info(request, gettext("Somebody has done it already."))
    else:
        messages.success(request, gettext("Noted."))
    return redirect("line:follow_ups")


@dataclass(frozen=True)
class NumberPage:
    """The number to call back. Opened for this, and recorded."""

    row: FollowUp
    alias: str
    number: str


@needs(Permission.ANSWER_LINE)
@require_POST
def follow_up_number(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """Whom to call back, while it is still held."""
    user = signed_in_user(request)
    row = _one(user, follow_up_id)
    session = Session.objects.filter(pk=row.session_id).first()
    if row.kind != FollowUp.Kind.PERSON or session is None or session.particulars_id is None:
        raise Http404
    try:
        found = held.opened(session, by=user, purpose=sealed.REACH, at=clock.now())
    except vault.Destroyed as error:
        raise Http404 from error
    page = NumberPage(row, found.alias, found.callback)
    return render(request, "line/console/number.html", page=page)


def _reachable(user: User) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.all()
    return rows if access.supervises(user) else rows.filter(operator=user)


def _one(user: User, follow_up_id: int) -> FollowUp:
    row = _reachable(user).filter(pk=follow_up_id).first()
    if row is None:
        raise access.NotYours
    return row
