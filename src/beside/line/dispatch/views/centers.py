"""The table of emergency centers and the relay: looking, correcting, testing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.kernel import clock, house
from beside.line.dispatch import access, lookup
from beside.line.dispatch.forms import CenterForm, Lookup, RelayForm
from beside.line.dispatch.lookup import Answer
from beside.line.dispatch.sheet import Told, told_of
from beside.line.models import Psap, Relay
from beside.line.services import centers
from beside.partners import counties
from beside.places import queries as places

HEADER = (
    "name",
    "counties",
    "number",
    "fallback",
    "source",
    "tested",
    "test_mode",
    "area",
    "notes",
)


@dataclass(frozen=True)
class Row:
    """One center on the list."""

    psap: Psap
    counties: Sequence[str]
    is_stale: bool


@dataclass(frozen=True)
class ListPage:
    """Every center, the untested first; and what the sheet would say for a place."""

    rows: Sequence[Row]
    never: int  # so many were never tested
    stale: int  # and so many too long ago
    relay: Told | None
    keeps: bool
    lookup: Lookup
    answers: Sequence[Answer] | None
    unknown: bool


@dataclass(frozen=True)
class CenterPage:
    """One center, to correct or to add."""

    form: CenterForm
    row: Row | None = None


@dataclass(frozen=True)
class RelayPage:
    form: RelayForm
    relay: Told | None


@needs(Permission.ANSWER_LINE)
def center_list(request: HttpRequest) -> HttpResponse:
    """The table, and a box to try a place."""
    at, user = clock.now(), signed_in_user(request)
    form = Lookup(request.GET if "where" in request.GET else None)
    answers, unknown = _looked_up(form)
    rows = [_row(psap) for psap in Psap.objects.select_related("tested_by")]
    rows.sort(key=lambda row: not row.is_stale)
    relay = Relay.objects.select_related("tested_by").first()
    page = ListPage(
        rows=rows, never=sum(not row.psap.last_tested_at for row in rows),
        stale=sum(row.is_stale for row in rows if row.psap.last_tested_at),
        relay=told_of(relay, at),
        keeps=user.has_permission(Permission.SUPERVISE_LINE), lookup=form, answers=answers,
        unknown=unknown,
    )  # fmt: skip
    return render(request, "line/dispatch/centers.html", page=page)


def _row(psap: Psap) -> Row:
    stale = lookup.is_stale(psap.last_tested_at, clock.now())
    return Row(psap, counties.names_of(psap.counties), stale)


def _looked_up(form: Lookup) -> tuple[Sequence[Answer] | None, bool]:
    if not form.is_bound or not form.is_valid():
        return None, False
    try:
        where = lookup.where_typed(form.cleaned_data["where"])
    except (places.UnknownPlace, places.MilitaryZip, places.NowhereInUnitedStates):
        return None, True
    found = lookup.centers_for(point=where.point, counties=where.counties, at=clock.now())
    return found, False


@needs(Permission.SUPERVISE_LINE)
def add(request: HttpRequest) -> HttpResponse:
    """Add a center."""
    form = CenterForm(request.POST or None)
    if form.is_valid():
        try:
            centers.add_center(center=form.center(), by=signed_in_user(request), at=clock.now())
        except centers.NameTaken:
            form.add_error("name", gettext("There is a center of this name already."))
        else:
            messages.success(request, gettext("Added. Now call it, and say “tested today”."))
            return redirect("line:centers")
    return render(request, "line/dispatch/center.html", page=CenterPage(form))


@needs(Permission.SUPERVISE_LINE)
def center(request: HttpRequest, psap_id: UUID) -> HttpResponse:
    """Correct a center."""
    user = signed_in_user(request)
    psap = access.center_for(user, psap_id)
    form = CenterForm(request.POST or None, initial=CenterForm.first_values(psap))
    if form.is_valid():
        try:
            centers.change_center(psap=psap, center=form.center(), by=user, at=clock.now())
        except centers.NameTaken:
            form.add_error("name", gettext("There is a center of this name already."))
        else:
            messages.success(request, gettext("Kept."))
            return redirect("line:centers")
    return render(request, "line/dispatch/center.html", page=CenterPage(form, _row(psap)))


@needs(Permission.ANSWER_LINE)
@require_POST
def tested(request: HttpRequest, psap_id: UUID) -> HttpResponse:
    """They called it today, and it was the right desk."""
    user = signed_in_user(request)
    psap = access.center_for(user, psap_id)
    centers.note_tested(psap=psap, by=user, at=clock.now())
    messages.success(request, gettext("Noted: %(name)s was tested today.") % {"name": psap.name})
    return redirect("line:centers")


@needs(Permission.SUPERVISE_LINE)
@require_POST
def remove(request: HttpRequest, psap_id: UUID) -> HttpResponse:
    """Take a center off the table."""
    user = signed_in_user(request)
    centers.remove_center(psap=access.center_for(user, psap_id), by=user, at=clock.now())
    messages.success(request, gettext("Taken off the table."))
    return redirect("line:centers")


@needs(Permission.SUPERVISE_LINE)
def relay(request: HttpRequest) -> HttpResponse:
    """The relay under contract; `tested` notes that it was called today."""
    user, at = signed_in_user(request), clock.now()
    known = Relay.objects.select_related("tested_by").first()
    if request.method == "POST" and "tested" in request.POST and known:
        centers.note_relay_tested(by=user, at=at)
        messages.success(request, gettext("Noted: the relay was tested today."))
        return redirect("line:centers")
    form = RelayForm(request.POST or None, initial=RelayForm.first_values(known))
    if form.is_valid():
        said = form.cleaned_data
        centers.set_relay(
            name=said["name"], number=said["number"], source=said["source"], by=user, at=at
        )
        messages.success(request, gettext("Kept."))
        return redirect("line:centers")
    return render(request, "line/dispatch/relay.html", page=RelayPage(form, told_of(known, at)))


@needs(Permission.SUPERVISE_LINE)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The table as a file, as the import reads it back."""
    rows = [_row(psap) for psap in Psap.objects.all()]
    try:
        answer = exporting.table(kind, "centers", HEADER, (_cells(row) for row in rows))
    except exporting.NoSuchFormat as error:
        raise Http404 from error
    centers.note_export(count=len(rows), by=signed_in_user(request), at=clock.now())
    return answer


def _cells(row: Row) -> list[str]:
    psap = row.psap
    tested_at = psap.last_tested_at
    return [
        psap.name, "; ".join(row.counties), psap.number.removeprefix("+"),
        psap.fallback.removeprefix("+"), psap.source,
        house.today(tested_at).isoformat() if tested_at else "", "yes" if psap.is_test_mode else "",
        json.dumps(psap.area) if psap.area else "", psap.notes,
    ]  # fmt: skip
