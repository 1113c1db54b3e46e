"""The week for everybody who answers, and the list of shifts as a file."""

from datetime import datetime, time, timedelta

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.kernel import clock, house
from beside.line.core import weeks
from beside.line.models import Shift
from beside.line.rota import access, forms, queries, sheets, staffing, week, words
from beside.line.rota.pages import BringPage, RotaPage
from beside.line.rota.services import bringing
from beside.line.rota.services.bringing import Row
from beside.line.rota.services.gaps import AHEAD
from beside.line.rota.views.drawn import draw

SALT, PREVIEW_LIVES = "line.rota.import", 3600


@needs(Permission.ANSWER_LINE)
def rota(request: HttpRequest) -> HttpResponse:
    """Who is there, how many it takes, and what is still to be filled."""
    user, at = signed_in_user(request), clock.now()
    monday = forms.monday_asked(request.GET.get("week", ""), at)
    known = staffing.staffing(at)
    page = RotaPage(
        monday=monday,
        days=week.week(monday, known, at),
        stretches=staffing.stretches(staffing.gaps(at, at + AHEAD, known)),
        offered=list(queries.offered_shifts(at, but=user)),
        staffing=known,
        is_this_week=monday == forms.monday_asked("", at),
        supervises=access.supervises(user),
        zone=str(house.zone()),
    )
    return draw(request, "line/rota/week.html", page)


@needs(Permission.ANSWER_LINE)
def rota_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The shifts of four weeks from that Monday, as a file that can be brought in again."""
    at = clock.now()
    monday = forms.monday_asked(request.GET.get("week", ""), at)
    zone = house.zone()
    start, end = (weeks.at_wall(day, time(), zone) for day in (monday, monday + timedelta(days=28)))
    rows = sheets.written(queries.shifts_between(start, end).order_by("starts_at", "pk"))
    try:
        answer = exporting.table(kind, "rota", sheets.HEADER, rows)
    except exporting.NoSuchFormat as error:
        raise Http404 from error
    bringing.note_rota_taken(count=len(rows), what="rota", by=signed_in_user(request), at=at)
    return answer


@needs(Permission.SUPERVISE_LINE)
def rota_import(request: HttpRequest) -> HttpResponse:
    """Ask for a list, judge it, keep it whole or not at all."""
    if request.method == "POST" and (packed := request.POST.get("packed")):
        return _keep(request, packed)
    form = forms.Upload(request.POST or None, request.FILES or None)
    page = _preview(form, clock.now()) if form.is_valid() else BringPage(form)
    return draw(request, "line/rota/bring.html", page)


def _preview(form: forms.Upload, at: datetime) -> BringPage:
    try:
        rows = sheets.read(form.cleaned_data["file"].read(sheets.MOST_BYTES + 1))
    except sheets.Unreadable:
        return BringPage(form, unreadable=True)
    users = {user.email.casefold(): str(user.pk) for user in queries.operators(at)}
    good, faults = sheets.judged(rows, users, Shift.Note.values)
    if faults:
        return BringPage(form, faults=faults)
    return BringPage(form, rows=len(good), packed=_packed(good))


def _packed(rows: list[Row]) -> str:
    plain = [
        [
            r.number,
            r.user_id,
            r.starts_at.isoformat(),
            r.ends_at.isoformat(),
            r.on_call_only,
            r.note,
        ]
        for r in rows
    ]
    return signing.dumps(plain, salt=SALT, compress=True)


def _keep(request: HttpRequest, packed: str) -> HttpResponse:
    try:
        plain = signing.loads(packed, salt=SALT, max_age=PREVIEW_LIVES)
    except signing.BadSignature:
        say(request, gettext("That preview is too old. Choose the file again."), kind="danger")
        return redirect("line:rota_import")
    rows = [
        Row(n, user, datetime.fromisoformat(start), datetime.fromisoformat(end), rung, note)
        for n, user, start, end, rung, note in plain
    ]
    try:
        kept = bringing.bring_in(rows=rows, by=signed_in_user(request), at=clock.now())
    except bringing.RowRefused as error:
        told = gettext("Nothing was kept: the shift of row %(row)d %(why)s.")
        say(request, told % {"row": error.number, "why": words.REFUSED[error.why]}, kind="danger")
        return redirect("line:rota_import")
    told = gettext("%(added)d shifts added, %(same)d stood already.")
    say(request, told % {"added": kept.added, "same": kept.same})
    return redirect("line:rota")
