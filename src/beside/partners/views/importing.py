"""A list of partners on its way in: judged first, kept only when nothing is wrong."""

from collections.abc import Sequence
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
from beside.kernel import clock
from beside.partners import access, counties
from beside.partners.adapters import sheets
from beside.partners.core.kinds import Kind
from beside.partners.core.rows import Listed, judge
from beside.partners.forms import Upload, kind_choices
from beside.partners.models import Partner
from beside.partners.services import keeping
from beside.partners.views.pages import ImportPage, Previewed, kind_words

SALT = "partners.import"
PREVIEW_LIVES = 3600  # seconds between looking at a list and keeping it


@needs(Permission.MANAGE_PARTNERS)
def import_list(request: HttpRequest) -> HttpResponse:
    """Ask for a list, show what it holds, keep it."""
    if request.method == "POST" and (packed := request.POST.get("packed")):
        return _keep(request, packed)
    form = Upload(request.POST or None, request.FILES or None)
    page = _preview(form) if form.is_valid() else ImportPage(form, kind_choices())
    return render(request, "partners/import.html", page=page)


def _preview(form: Upload) -> ImportPage:
    file = form.cleaned_data["file"]
    try:
        header, rows = sheets.read(file.name, file.read(sheets.MOST_BYTES + 1))
    except sheets.Unreadable as error:
        return ImportPage(form, kind_choices(), unreadable=str(error))
    judged = judge(header, rows, counties.code_of, access.today())
    if judged.faults:
        return ImportPage(form, kind_choices(), faults=judged.faults)
    listed = [row for _, row in judged.rows]
    known = _known(listed)
    shown = [
        Previewed(number, row, kind_words(row.kind), row.name.casefold() in known)
        for number, row in judged.rows
    ]
    return ImportPage(form, kind_choices(), rows=shown, packed=_pack(listed))


def _known(listed: Sequence[Listed]) -> set[str]:
    """Names that stand on the list already, in lower case."""
    names = Partner.objects.values_list("name", flat=True)
    return {row.name.casefold() for row in listed} & {name.casefold() for name in names}


def _keep(request: HttpRequest, packed: str) -> HttpResponse:
    try:
        listed = _unpack(packed)
    except signing.BadSignature:
        messages.error(request, gettext("That preview is too old. Choose the file again."))
        return redirect("partners:import")
    kept = keeping.import_partners(listed=listed, by=signed_in_user(request), at=clock.now())
    told = gettext("%(added)d added, %(changed)d brought up to date, %(same)d as they were.")
    counts = {"added": kept.added, "changed": kept.changed, "same": kept.same}
    messages.success(request, told % counts)
    return redirect("partners:list")


def _pack(listed: Sequence[Listed]) -> str:
    """The judged rows, signed, so that what is kept is what was looked at."""
    rows = [
        [row.name, row.kind.value, list(row.counties), row.since.isoformat(),
         row.until.isoformat() if row.until else ""]
        for row in listed
    ]  # fmt: skip
    return signing.dumps(rows, salt=SALT, compress=True)


def _unpack(packed: str) -> list[Listed]:
    rows: list[Any] = signing.loads(packed, salt=SALT, max_age=PREVIEW_LIVES)
    return [
        Listed(name, Kind(kind), tuple(codes), date.fromisoformat(since),
               date.fromisoformat(until) if until else None)
        for name, kind, codes, since, until in rows
    ]  # fmt: skip
