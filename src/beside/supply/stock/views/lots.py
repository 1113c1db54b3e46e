"""One lot: recalled, held, extended; and where it went."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.supply import access
from beside.supply.models import Document, Extension, Lot, Program, Quarantine, Told
from beside.supply.services import extending, holding, noting, programs, recalling
from beside.supply.stock import forms, queries, tracing, words
from beside.supply.stock.pages import LotPage, RecallPage
from beside.supply.stock.views.drawn import clock, draw, file_of, house, may, who
from beside.supply.stock.views.receiving import lot_for


@needs(Permission.VIEW_STOCK)
def lot(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Its dates, what holds it, where it is and where it went."""
    return _lot(request, lot_for(request, lot_id))


def _lot(request: HttpRequest, found: Lot, *, status: int = 200, **drawn: Any) -> HttpResponse:
    user, can = who(request), may(who(request))
    mine = list(access.programs_of(user))
    told = set(Told.objects.filter(lot=found, recall=found.recall).values_list("whom", flat=True))
    blank = {"recall": forms.Paper(prefix="recall"), "extend": forms.Extend(prefix="extend"),
             "hold": forms.Hold(places=queries.places_of(mine), prefix="hold")}  # fmt: skip
    page = LotPage(
        lot=found, programs=mine, may=can, on=house.today(clock.now()),
        trace=[(row, row.key in told) for row in tracing.trace(found, mine)],
        extensions=list(found.extensions.select_related("document", "by").order_by("at")),
        holds=list(Quarantine.objects.filter(lot=found, program__in=mine, lifted_at=None)
                   .select_related("place", "program", "by")),
        **((blank | drawn) if can.keep else {}),
    )  # fmt: skip
    return draw(request, "lot", page, status=status)


@needs(Permission.VIEW_STOCK)
def trace_file(request: HttpRequest, lot_id: int, kind: str) -> HttpResponse:
    """Where the lot went, to take away: places, and numbers of parcels and orders; no name."""
    found, user, at = lot_for(request, lot_id), who(request), clock.now()
    rows = tracing.trace(found, list(access.programs_of(user)))
    cells = [
        [row.program, str(words.PLACES.get(row.kind, row.kind)), row.name, row.about_kind,
         row.about_id, str(row.units), row.at.astimezone(house.zone()).strftime("%Y-%m-%d")]
        for row in rows
    ]  # fmt: skip
    noting.note_taken(what="trace", rows=len(cells), by=user, at=at)
    header = ("program", "place", "name", "of", "number", "units", "since")
    return export.table(file_of(kind), "trace", header, cells)


def _paper(request: HttpRequest, said: dict[str, Any]) -> Document:
    return programs.add_document(
        title=said["title"], reference=said["reference"], url=said["url"],
        dated_on=said["dated_on"], at=clock.now(), by=who(request),
    )  # fmt: skip


@needs(Permission.KEEP_STOCK)
@require_POST
def recall(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Nobody gives it out any more, in any program of this house."""
    found, form = lot_for(request, lot_id), forms.Paper(request.POST, prefix="recall")
    if not form.is_valid():
        return _lot(request, found, recall=form, status=422)
    try:
        paper = _paper(request, form.cleaned_data)
        recalling.recall_lot(lot=found, document=paper, at=clock.now(), by=who(request))
    except recalling.RecalledAlready:
        say(request, gettext("This lot was recalled before."), kind="warn")
    else:
        told = gettext("Lot %(lot)s is recalled. Below is who must be told.")
        undo = reverse("supply:stock_recall_back", args=[found.pk])
        say(request, told % {"lot": found.number}, undo_url=undo)
    return redirect("supply:stock_lot", found.pk)


@needs(Permission.KEEP_STOCK)
def recall_numbers(request: HttpRequest) -> HttpResponse:
    """Lots by their numbers, held or not: what never came is refused when it comes."""
    form = forms.RecallNumbers(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return draw(request, "recall", RecallPage(form, may(who(request))), status=status)
    said, at, user = form.cleaned_data, clock.now(), who(request)
    paper = _paper(request, said)
    made = recalling.recall_numbers(
        product=said["product"], numbers=said["numbers"], document=paper, at=at, by=user
    )
    told = ngettext("%(n)d lot is recalled.", "%(n)d lots are recalled.", len(made))
    say(request, told % {"n": len(made)})
    mine = list(access.programs_of(user))
    had = [(one, bool(tracing.trace(one, mine))) for one in made]
    page = RecallPage(form, may(user), lots=had)
    return draw(request, "recall", page)


@needs(Permission.KEEP_STOCK)
@require_POST
def recall_back(request: HttpRequest, lot_id: int) -> HttpResponse:
    """It was the wrong lot, or the recall was withdrawn."""
    found = lot_for(request, lot_id)
    try:
        recalling.take_back_recall(lot=found, at=clock.now(), by=who(request))
    except recalling.NotRecalled:
        say(request, gettext("This lot is not recalled."), kind="warn")
    else:
        say(request, gettext("The recall of lot %(lot)s is taken back.") % {"lot": found.number})
    return redirect("supply:stock_lot", found.pk)


@needs(Permission.KEEP_STOCK)
@require_POST
def told(request: HttpRequest, lot_id: int) -> HttpResponse:
    """One of those who must be told was told."""
    found, user = lot_for(request, lot_id), who(request)
    rows = tracing.trace(found, list(access.programs_of(user)))
    row = next((row for row in rows if row.key == request.POST.get("whom")), None)
    if row is not None and found.recall is not None:
        program = get_object_or_404(Program, pk=row.program_id)
        recalling.note_told(lot=found, program=program, whom=row.key, at=clock.now(), by=user)
    return redirect("supply:stock_lot", found.pk)


@needs(Permission.KEEP_STOCK)
@require_POST
def hold(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Quarantine, at one place or in the program."""
    found, user = lot_for(request, lot_id), who(request)
    mine = access.programs_of(user)
    form = forms.Hold(request.POST, places=queries.places_of(mine), prefix="hold")
    if not form.is_valid():
        return _lot(request, found, hold=form, status=422)
    place = form.cleaned_data["place"]
    held_in = [place.program] if place else list(mine)
    for program in held_in:
        try:
            holding.hold_lot(lot=found, program=program, place=place, at=clock.now(), by=user,
                             reason=form.cleaned_data["reason"])  # fmt: skip
        except holding.HeldAlready:
            say(request, gettext("It is held there already."), kind="warn")
    return redirect("supply:stock_lot", found.pk)


@needs(Permission.KEEP_STOCK)
@require_POST
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """It may be given out again."""
    user = who(request)
    row = access.only(access.scoped(Quarantine.objects.select_related("lot"), user), hold_id)
    try:
        holding.lift_hold(quarantine=row, at=clock.now(), by=user)
    except holding.Lifted:
        say(request, gettext("That was lifted before."), kind="warn")
    else:
        say(request, gettext("Lifted: lot %(lot)s may be given out.") % {"lot": row.lot.number})
    return redirect("supply:stock_lot", row.lot_id)


@needs(Permission.KEEP_STOCK)
@require_POST
def extend(request: HttpRequest, lot_id: int) -> HttpResponse:
    """This lot may be used longer, as a paper says."""
    found, form = lot_for(request, lot_id), forms.Extend(request.POST, prefix="extend")
    until = form.cleaned_data["until"] if form.is_valid() else None
    if until and (found.expires_date is None or until <= found.expires_date):
        form.add_error("until", gettext("That is not later than it may be used now."))
    if not form.is_valid() or until is None:
        return _lot(request, found, extend=form, status=422)
    at, user = clock.now(), who(request)
    paper = _paper(request, form.cleaned_data)
    made = extending.extend_lots(lots=[found], until=until, document=paper, at=at, by=user)
    undo = reverse("supply:stock_extension_back", args=[made[0].pk])
    say(request, gettext("Extended. Put the new date on the boxes."), undo_url=undo)
    return redirect("supply:stock_lot", found.pk)


@needs(Permission.KEEP_STOCK)
@require_POST
def extension_back(request: HttpRequest, extension_id: int) -> HttpResponse:
    """As if it had not been."""
    row = get_object_or_404(Extension, pk=extension_id)
    found = lot_for(request, row.lot_id)
    try:
        extending.take_back_extension(extension=row, at=clock.now(), by=who(request))
    except extending.Undone:
        say(request, gettext("That was undone before."), kind="warn")
    else:
        say(request, gettext("The extension is taken back."))
    return redirect("supply:stock_lot", found.pk)
