"""Counts: a sheet is begun, printed, filled in by hand or as a file, posted."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.supply import access
from beside.supply.models import Count, CountLine
from beside.supply.posting import NotThere
from beside.supply.services import counting, noting
from beside.supply.stock import forms, queries, sheets
from beside.supply.stock.pages import CountPage, CountsPage, SheetPage
from beside.supply.stock.views.drawn import clock, draw, file_of, may, who


def _mine(request: HttpRequest) -> Any:
    rows = Count.objects.select_related("place__program", "begun_by", "movement")
    return access.scoped(rows, who(request), through="place__program")


@needs(Permission.VIEW_STOCK)
def counts(request: HttpRequest) -> HttpResponse:
    """What is being counted, what was counted, and where to begin."""
    user, rows = who(request), _mine(request)
    page = CountsPage(
        open=list(rows.filter(ended_at=None).order_by("begun_at")),
        ended=list(rows.filter(ended_at__isnull=False).order_by("-ended_at")[:20]),
        places=list(queries.places_of(access.programs_of(user))), may=may(user),
    )  # fmt: skip
    return draw(request, "counts", page)


@needs(Permission.KEEP_STOCK)
@require_POST
def begin(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Write down what stands there now."""
    user = who(request)
    place = access.place_for(user, place_id)
    try:
        made = counting.begin_count(place=place, at=clock.now(), by=user)
    except counting.CountsAlready:
        made = Count.objects.get(place=place, ended_at=None)
        say(request, gettext("Somebody counts here already; this is their sheet."), kind="warn")
    except counting.NotAShelf:
        return redirect("supply:stock_counts")
    return redirect("supply:stock_count", made.pk)


@needs(Permission.VIEW_STOCK)
def count(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """The sheet: what was found, lot by lot."""
    found = access.only(_mine(request), count_id)
    if request.method != "POST" or not may(who(request)).keep or found.ended_at:
        return _count(request, found)
    form = forms.CountForm(request.POST, count=found)
    if not form.is_valid():
        return _count(request, found, form=form, status=422)
    counting.write_found(count=found, found=form.found(), at=clock.now(), by=who(request))
    return redirect(f"{reverse('supply:stock_count', args=[found.pk])}#compare")


def _count(
    request: HttpRequest, found: Count, *, form: forms.CountForm | None = None,
    upload: forms.UploadCount | None = None, status: int = 200, **drawn: Any,
) -> HttpResponse:  # fmt: skip
    lines = list(found.lines.select_related("lot__product"))
    page = CountPage(
        count=found, may=may(who(request)),
        form=None if found.ended_at else form or forms.CountForm(count=found),
        upload=upload or forms.UploadCount(),
        differences=[line for line in lines if line.found not in (None, line.stood)],
        counted=sum(line.found is not None for line in lines), lines=len(lines), **drawn,
    )  # fmt: skip
    return draw(request, "count", page, status=status)


@needs(Permission.VIEW_STOCK)
def sheet(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """The sheet on paper."""
    found = access.only(_mine(request), count_id)
    return draw(request, "sheet", SheetPage(found, _in_order(found)))


def _in_order(found: Count) -> list[CountLine]:
    return list(found.lines.select_related("lot__product").order_by(
        "lot__product__kind", "lot__product__slug", "lot__expires_date"))  # fmt: skip


@needs(Permission.VIEW_STOCK)
def sheet_file(request: HttpRequest, count_id: UUID, kind: str) -> HttpResponse:
    """The sheet as a file, to fill in and bring back."""
    found, at = access.only(_mine(request), count_id), clock.now()
    cells = sheets.as_sheet(_in_order(found))
    noting.note_taken(what="count_sheet", rows=len(cells), by=who(request), at=at)
    return export.table(file_of(kind), "count-sheet", sheets.COUNT, cells)


@needs(Permission.KEEP_STOCK)
@require_POST
def bring(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """The sheet, filled in as a file: kept whole or not at all; compared before it is posted."""
    found = access.only(_mine(request), count_id)
    form = forms.UploadCount(request.POST, request.FILES)
    if not form.is_valid():
        return _count(request, found, upload=form, status=422)
    lines = list(found.lines.select_related("lot__product"))
    try:
        rows = sheets.read(form.cleaned_data["file"].read(sheets.MOST_BYTES + 1))
    except sheets.Unreadable:
        return _count(request, found, unreadable=True, status=422)
    numbers, faults = sheets.counted(rows, lines)
    if faults:
        return _count(request, found, faults=faults, status=422)
    lots = {line.lot_id: line.lot for line in lines}
    try:
        counting.write_found(count=found, found={lots[pk]: n for pk, n in numbers.items()},
                             at=clock.now(), by=who(request))  # fmt: skip
    except counting.Ended:
        say(request, gettext("This sheet was posted or dropped before."), kind="warn")
    return redirect(f"{reverse('supply:stock_count', args=[found.pk])}#compare")


@needs(Permission.KEEP_STOCK)
@require_POST
def end(request: HttpRequest, count_id: UUID, act: str) -> HttpResponse:
    """Post the differences, or drop the sheet."""
    found, at, user = access.only(_mine(request), count_id), clock.now(), who(request)
    try:
        if act == "drop":
            counting.drop_count(count=found, at=at, by=user)
            say(request, gettext("The sheet is dropped; nothing was posted."))
            return redirect("supply:stock_counts")
        movement = counting.post_count(count=found, at=at, by=user)
    except counting.Ended:
        say(request, gettext("This sheet was posted or dropped before."), kind="warn")
        return redirect("supply:stock_counts")
    except counting.NothingCounted:
        say(request, gettext("No lot has a number yet."), kind="danger")
        return redirect("supply:stock_count", found.pk)
    except NotThere:
        told = gettext("More is missing than stands there now. Drop this sheet and count again.")
        say(request, told, kind="danger")
        return redirect("supply:stock_count", found.pk)
    _say_posted(request, movement)
    return redirect("supply:stock_place", found.place_id)


def _say_posted(request: HttpRequest, movement: Any) -> None:
    if movement is None:
        say(request, gettext("Counted: all as the books say."))
        return
    lots = movement.entries.values("lot").distinct().count()
    told = ngettext("Counted: %(n)d lot corrected.", "Counted: %(n)d lots corrected.", lots)
    undo = reverse("supply:stock_undo", args=[movement.pk])
    say(request, told % {"n": lots}, undo_url=undo)
