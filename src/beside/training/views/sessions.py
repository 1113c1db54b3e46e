"""Group sessions: set, held and counted, called off, taken back; the sheet that hangs there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design import flash
from beside.design.pages import render
from beside.design.paging import Paging
from beside.kernel import clock, house
from beside.kernel.steps import NotAllowed
from beside.partners.models import Partner
from beside.training import access, queries, words
from beside.training.core.audiences import Audience
from beside.training.forms import CountSession, PlanSession, SessionFilter
from beside.training.models import GroupSession, Version
from beside.training.services import importing as exports
from beside.training.services import sessions as services
from beside.training.services.sessions import Plan
from beside.training.views.pages import lesson_titles

HOLD = Permission.HOLD_TRAINING
HEADER = (
    _("Date"), _("Place"), _("Course"), _("Audience"), _("Language"), _("People"), _("Kits"),
    _("Code"), _("State"),
)  # fmt: skip


@dataclass(frozen=True)
class SessionRow:
    """A session with its course in words."""

    session: GroupSession
    course: str


def row_of(session: GroupSession) -> SessionRow:
    title = queries.content_of(session.version).title
    return SessionRow(session, title.within(words.language()))


@dataclass(frozen=True)
class SessionsPage:
    """Sessions, filtered."""

    filter: SessionFilter
    rows: Sequence[SessionRow]
    paging: Paging
    query: str


@dataclass(frozen=True)
class PlanPage:
    """Setting a session."""

    form: PlanSession
    any_partner: bool


@dataclass(frozen=True)
class SessionPage:
    """One session, and what may be done."""

    row: SessionRow
    form: CountSession
    has_come: bool
    can_count: bool


@dataclass(frozen=True)
class SheetPage:
    """What hangs on the wall: the course, the code, boxes to count in. No names."""

    session: GroupSession
    title: str
    lessons: Sequence[str]
    boxes: range


@needs(HOLD)
def listed(request: HttpRequest) -> HttpResponse:
    """Every session, the latest first."""
    chosen = SessionFilter(request.GET)
    found = queries.sessions(chosen.asked())
    paging = Paging.read(request.GET, total=found.count())
    rows = [row_of(session) for session in found[paging.start : paging.stop]]
    page = SessionsPage(chosen, rows, paging, request.GET.urlencode())
    return render(request, "training/staff/sessions.html", page=page)


@needs(HOLD)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a file, as the import reads it back."""
    found = list(queries.sessions(SessionFilter(request.GET).asked()))
    try:
        header = [gettext(word) for word in HEADER]
        answer = exporting.table(kind, "sessions", header, map(_cells, found))
    except exporting.NoSuchFormat as error:
        raise Http404 from error
    by, at = signed_in_user(request), clock.now()
    exports.note_export(what="sessions", count=len(found), by=by, at=at)
    return answer


def _cells(session: GroupSession) -> list[str]:
    people, kits = session.people, session.kits
    return [
        session.on_date.isoformat(), session.partner.name, session.version.course_id,
        session.audience, session.language, "" if people is None else str(people),
        "" if kits is None else str(kits), session.code, session.state,
    ]  # fmt: skip


@needs(HOLD)
def plan(request: HttpRequest) -> HttpResponse:
    """Set a session; one that was held already is counted on the next page."""
    today = house.today(clock.now())
    first = {"on": today, "language": translation.get_language(), "audience": "community"}
    form = PlanSession(request.POST or None, today=today, initial=first)
    if form.is_valid() and (made := _planned(request, form)):
        return redirect("training:session", made.pk)
    page = PlanPage(form, Partner.objects.active(today).exists())
    return render(request, "training/staff/plan.html", page=page)


def _planned(request: HttpRequest, form: PlanSession) -> GroupSession | None:
    said = form.cleaned_data
    wanted = Plan(
        said["on"], Partner.objects.get(pk=said["partner"]), _version(said["course"]),
        Audience(said["audience"]), said["language"],
    )  # fmt: skip
    try:
        return services.plan(plan=wanted, by=signed_in_user(request), at=clock.now())
    except services.NotForThem:
        form.add_error("audience", gettext("This course has no lessons for this audience."))
        return None


def _version(slug: str) -> Version:
    return access.offered_course(slug).version


@needs(HOLD)
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One session; a POST counts who was there."""
    session, at = access.session(pk), clock.now()
    first = {"people": session.people, "kits": session.kits}
    form = CountSession(request.POST or None, initial=first)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.count(
                session=session, people=said["people"], kits=said["kits"],
                by=signed_in_user(request), at=at,
            )  # fmt: skip
        except services.NotHeldYet:
            form.add_error("people", gettext("Count on the day itself, or after."))
        except (NotAllowed, services.Overtaken):
            messages.error(request, gettext("Somebody changed it meanwhile. Look again."))
            return redirect("training:session", pk)
        else:
            undo = reverse("training:act_session", args=[pk]) + "?act=take_back"
            flash.say(request, gettext("Counted."), undo_url=undo)
            return redirect("training:session", pk)
    page = _page(session, form, house.today(at))
    return render(request, "training/staff/session.html", page=page)


def _page(session: GroupSession, form: CountSession, today: date) -> SessionPage:
    has_come = session.on_date <= today
    can_count = has_come and session.state != "cancelled"
    return SessionPage(row_of(session), form, has_come, can_count)


@needs(HOLD)
@require_POST
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call it off, or take back what was done."""
    session, by, at = access.session(pk), signed_in_user(request), clock.now()
    what = request.POST.get("act") or request.GET.get("act")
    try:
        if what == "call_off":
            services.call_off(session=session, by=by, at=at)
            undo = reverse("training:act_session", args=[pk]) + "?act=take_back"
            flash.say(request, gettext("The session is called off."), undo_url=undo)
        else:
            services.take_back(session=session, by=by, at=at)
            messages.success(request, gettext("Taken back: the session is planned again."))
    except (NotAllowed, services.Overtaken):
        messages.info(request, gettext("It is already so."))
    return redirect("training:session", pk)


@needs(HOLD)
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A page for the wall, in the language of the session."""
    session = access.session(pk)
    if request.resolver_match and session.language != translation.get_language():
        with translation.override(session.language):
            return redirect("training:sheet", pk)
    content = queries.content_of(session.version)
    page = SheetPage(
        session, content.title.within(session.language), lesson_titles(content, session.audience),
        range(40),
    )  # fmt: skip
    return render(request, "training/staff/sheet.html", page=page)
