"""A spreadsheet of answers: judged, shown, kept whole or not at all, taken back as a whole."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock, house
from beside.supply.law import forms, sheets
from beside.supply.law.pages import BringPage
from beside.supply.services import stating_law
from beside.supply.services.stating_law import NotAStatement, NothingStands, Overtaken

SALT, PREVIEW_LIVES = "supply.law.list", 3600


@needs(Permission.EDIT_LAW)
def bring(request: HttpRequest) -> HttpResponse:
    """Ask for a list, judge it, keep it."""
    if request.method == "POST" and (packed := request.POST.get("packed")):
        return _keep(request, packed)
    form = forms.Upload(request.POST or None, request.FILES or None)
    page = _preview(form, clock.now()) if form.is_valid() else BringPage(form, sheets.HEADER)
    return render(request, "supply/law/bring.html", page=page)


def _preview(form: forms.Upload, at: datetime) -> BringPage:
    file = form.cleaned_data["file"]
    try:
        found = sheets.judged(file.name, file.read(sheets.MOST_BYTES + 1), house.today(at))
    except sheets.Unreadable:
        return BringPage(form, sheets.HEADER, unreadable=True)
    if found.faults:
        return BringPage(form, sheets.HEADER, faults=found.faults)
    if not found.rows:
        return BringPage(form, sheets.HEADER, same=found.same, nothing=True)
    packed = signing.dumps(sheets.packed(found.rows), salt=SALT, compress=True)
    return BringPage(
        form, sheets.HEADER, new=found.new, changed=found.changed, same=found.same, packed=packed
    )


def _keep(request: HttpRequest, packed: str) -> HttpResponse:
    try:
        rows = sheets.unpacked(signing.loads(packed, salt=SALT, max_age=PREVIEW_LIVES))
    except signing.BadSignature:
        say(request, gettext("That preview is too old. Choose the file again."), kind="danger")
        return redirect("supply:law_import")
    by, at = signed_in_user(request), clock.now()
    try:
        batch, kept = stating_law.bring_in_facts(rows=rows, by=by, at=at)
    except (Overtaken, NotAStatement):
        told = gettext("Nothing was kept: the table changed meanwhile. Choose the file again.")
        say(request, told, kind="danger")
        return redirect("supply:law_import")
    told = ngettext("%(n)d answer kept.", "%(n)d answers kept.", kept) % {"n": kept}
    say(request, told, undo_url=reverse("supply:law_undo_list", args=[batch]))
    return redirect("supply:law_table")


@needs(Permission.EDIT_LAW)
@require_POST
def undo_list(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Take a whole list back."""
    by, at = signed_in_user(request), clock.now()
    try:
        gone = stating_law.undo_batch(batch=batch, by=by, at=at)
    except (Overtaken, NothingStands):
        told = gettext("Not taken back: some of it was written anew since.")
        say(request, told, kind="warn")
    else:
        told = ngettext("%(n)d answer taken back.", "%(n)d answers taken back.", gone)
        say(request, told % {"n": gone})
    return redirect("supply:law_table")
