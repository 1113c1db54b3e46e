"""A list of centers on its way in: judged first, kept only when nothing is wrong."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.kernel import clock, house
from beside.line.core.psap_rows import Center, judge
from beside.line.dispatch.forms import Upload
from beside.line.models import Psap
from beside.line.services import centers
from beside.partners import counties
from beside.partners.adapters import sheets
from beside.partners.core.rows import Fault

SALT = "line.centers"
PREVIEW_LIVES = 3600  # seconds between looking at a list and keeping it


@dataclass(frozen=True)
class Previewed:
    """A good row, and whether a center of that name is known."""

    number: int
    center: Center
    counties: Sequence[str]
    known: bool


@dataclass(frozen=True)
class ImportPage:
    form: Upload
    rows: Sequence[Previewed] = ()
    faults: Sequence[Fault] = ()
    unreadable: bool = False
    packed: str = ""


@needs(Permission.SUPERVISE_LINE)
def import_list(request: HttpRequest) -> HttpResponse:
    """Ask for a list, show what it holds, keep it."""
    if request.method == "POST" and (packed := request.POST.get("packed")):
        return _keep(request, packed)
    form = Upload(request.POST or None, request.FILES or None)
    page = _preview(form) if form.is_valid() else ImportPage(form)
    return render(request, "line/dispatch/import.html", page=page)


def _preview(form: Upload) -> ImportPage:
    file = form.cleaned_data["file"]
    try:
        header, rows = sheets.read(file.name, file.read(sheets.MOST_BYTES + 1))
    except sheets.Unreadable:
        return ImportPage(form, unreadable=True)
    judged = judge(header, rows, counties.code_of, house.today(clock.now()))
    if judged.faults:
        return ImportPage(form, faults=judged.faults)
    names = {name.casefold() for name in Psap.objects.values_list("name", flat=True)}
    shown = [
        Previewed(nth, row, counties.names_of(list(row.counties)), row.name.casefold() in names)
        for nth, row in judged.rows
    ]
    return ImportPage(form, rows=shown, packed=_pack([row for _, row in judged.rows]))


def _keep(request: HttpRequest, packed: str) -> HttpResponse:
    try:
        listed = _unpack(packed)
    except signing.BadSignature:
        messages.error(request, gettext("That preview is too old. Choose the file again."))
        return redirect("line:import_centers")
    kept = centers.import_centers(centers=listed, by=signed_in_user(request), at=clock.now())
    told = gettext("%(added)d added, %(changed)d brought up to date, %(same)d as they were.")
    counts = {"added": kept.added, "changed": kept.changed, "same": kept.same}
    messages.success(request, told % counts)
    return redirect("line:centers")


def _pack(listed: Sequence[Center]) -> str:
    """The judged rows, signed, so that what is kept is what was looked at."""
    rows = [
        asdict(row) | {"tested": row.tested.isoformat() if row.tested else ""} for row in listed
    ]
    return signing.dumps(rows, salt=SALT, compress=True)


def _unpack(packed: str) -> list[Center]:
    rows: list[dict[str, Any]] = signing.loads(packed, salt=SALT, max_age=PREVIEW_LIVES)
    return [
        Center(**{
            **row, "counties": tuple(row["counties"]),
            "tested": date.fromisoformat(row["tested"]) if row["tested"] else None,
        })
        for row in rows
    ]  # fmt: skip
