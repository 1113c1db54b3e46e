"""A planner's own table of places: looked at first, kept whole or not at all."""

from dataclasses import asdict, replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.supply.models import PlanningTable
from beside.supply.need import access, forms, sheets
from beside.supply.need.access import Looking
from beside.supply.need.drawn import clock, draw, file_of, pack, unpack, who
from beside.supply.need.pages import TablesPage
from beside.supply.need.sheets import OwnPlace
from beside.supply.services import planning
from beside.supply.services.planning import NameTaken, Whence


@needs(Permission.MANAGE_PROGRAM)
def table_new(request: HttpRequest) -> HttpResponse:
    """Ask for a file, judge it, show it, keep it."""
    looking = access.looking(who(request), request.GET)
    if not looking.may_plan or looking.program is None:
        raise Http404
    if request.method == "POST" and (packed := request.POST.get("packed")):
        return _keep(request, looking, packed)
    form = forms.Upload(request.POST or None, request.FILES or None)
    page = TablesPage(looking, form, _tables(looking))
    if form.is_bound:
        page = _looked_at(page, form) if form.is_valid() else page
    is_wrong = bool(form.errors or page.faults or page.unreadable)
    return draw(request, "table", page, status=422 if is_wrong else 200)


def _tables(looking: Looking) -> list[PlanningTable]:
    return list(PlanningTable.objects.filter(program=looking.program).order_by("name"))


def _looked_at(page: TablesPage, form: forms.Upload) -> TablesPage:
    said = form.cleaned_data
    try:
        rows = sheets.read(said["file"].read())
    except sheets.Unreadable:
        return replace(page, unreadable=True)
    good, faults = sheets.own_places(rows)
    if faults:
        return replace(page, faults=faults)
    told = {"name": said["name"], "source": said["source"], "year": said["year"]}
    packed = pack({**told, "rows": [asdict(one) for one in good]})
    return replace(page, rows=good, packed=packed, told=told)


def _keep(request: HttpRequest, looking: Looking, packed: str) -> HttpResponse:
    plain, program = unpack(packed), looking.program
    if plain is None or program is None:
        say(request, gettext("That took too long. Choose the file again."), kind="warn")
        return redirect(f"{reverse('supply:need_table_new')}?program={looking.slug}")
    rows = [OwnPlace(**row) for row in plain["rows"]]
    try:
        made = planning.keep_table(
            program=program, name=plain["name"], whence=Whence(plain["source"], plain["year"]),
            rows=rows, at=clock.now(), by=who(request),
        )  # fmt: skip
    except NameTaken:
        say(request, gettext("There is a table of that name already."), kind="danger")
        return redirect(f"{reverse('supply:need_table_new')}?program={looking.slug}")
    say(request, gettext("Kept. It can be chosen under “Over”."))
    kits = sum(one.now or 0 for one in rows) or 1200
    return redirect(
        f"{reverse('supply:need_allocation')}?program={looking.slug}&over={made.pk}&kits={kits}"
    )


@needs(Permission.MANAGE_PROGRAM)
def table_empty(request: HttpRequest, kind: str) -> HttpResponse:
    """A table to fill in."""
    example = [["Example town", "400", "3.5", "0", "", "120"]]
    return export.table(file_of(kind), "places", sheets.PLACE_COLUMNS, example)


@needs(Permission.MANAGE_PROGRAM)
@require_POST
def table_drop(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """It goes; plans made from it keep their own rows."""
    user = who(request)
    found = access.table_for(user, table_id)
    slug = found.program.slug
    planning.drop_table(table=found, at=clock.now(), by=user)
    say(request, gettext("The table is gone. Plans made from it keep their rows."))
    return redirect(f"{reverse('supply:need_table_new')}?program={slug}")
