"""Placement: ask for the best new places, watch the search, stop it, see what it found."""

from dataclasses import replace
from uuid import UUID

from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.kernel.models import Progress
from beside.supply.models import Placement
from beside.supply.need import access, areas, candidates, drawing, forms, sheets, words
from beside.supply.need.drawn import Seen, clock, draw, empty, file_of, see, who
from beside.supply.need.pages import ChosenLine, PlacementPage, SearchesPage
from beside.supply.need.sheets import Spot
from beside.supply.need.views.saturation import found as need_found
from beside.supply.services import noting, placing
from beside.supply.services.placing import Search


@needs(Permission.VIEW_SUPPLY_FIGURES)
def searches(request: HttpRequest) -> HttpResponse:
    """What was searched before, and one search more."""
    seen = see(request)
    if seen is None:
        return empty(request)
    form = forms.Search(request.POST or None, request.FILES or None)
    page = SearchesPage(seen.looking, form, _before(seen))
    if request.method != "POST":
        return draw(request, "placement_new", page)
    if not seen.looking.may_plan or seen.looking.program is None:
        raise Http404
    if not form.is_valid():
        return draw(request, "placement_new", page, status=422)
    return _ask(request, seen, form, page)


def _before(seen: Seen) -> list[tuple[Placement, words.Words]]:
    if not seen.looking.is_own:
        return []
    rows = Placement.objects.filter(program__in=seen.looking.chosen).select_related("program")
    rows = rows.defer("candidates", "existing", "demand", "answer").order_by("-at")[:20]
    return [(row, words.SEARCHES[row.state]) for row in rows]


def _ask(
    request: HttpRequest, seen: Seen, form: forms.Search, page: SearchesPage
) -> HttpResponse:  # fmt: skip
    said, program = form.cleaned_data, seen.looking.program
    if program is None:
        raise Http404
    try:
        able, wrong_able = _uploaded(said["candidates"], weighed=False)
        need, wrong_need = _uploaded(said["demand"], weighed=True)
    except sheets.Unreadable:
        return draw(request, "placement_new", replace(page, unreadable=True), status=422)
    if faults := [*wrong_able, *wrong_need]:
        return draw(request, "placement_new", replace(page, faults=faults), status=422)
    able = able or candidates.of_directory(seen.counties)
    if not able:
        return draw(request, "placement_new", replace(page, nowhere=True), status=422)
    own = areas.sites_of([program])
    standing = candidates.standing(
        [program], own, seen.counties, listed=said["keeps_listed"]
    )  # fmt: skip
    made = placing.ask_placement(
        program=program, at=clock.now(), by=who(request),
        search=Search(
            name=said["name"], by_way=said["by_way"], minutes=said["minutes"],
            reach_miles=candidates.reach_miles(said["by_way"], said["minutes"]),
            how_many=said["how_many"], candidates=able, existing=standing,
            demand=need or candidates.need_of(need_found(seen)[0], said["of"]),
            demand_is_own=bool(need), rests_on=_rests_on(seen, said["of"], is_own=bool(need)),
        ),
    )  # fmt: skip
    return redirect("supply:need_placement", made.pk)


def _uploaded(
    file: "File[bytes] | None", *, weighed: bool
) -> tuple[list[Spot], list[sheets.Fault]]:
    """Nothing when no file came. Raises Unreadable."""
    if file is None:
        return [], []
    return sheets.spots(sheets.read(file.read()), weighed=weighed)


def _rests_on(seen: Seen, of: str, *, is_own: bool) -> list[dict[str, object]]:
    """What need was counted as, and whence."""
    if is_own:
        return [{"name": "own", "value": "", "source": "", "year": clock.now().year}]
    tables = [{"name": name, "value": "", "source": source.citation, "year": source.year}
              for name, source in words.TABLES.items()]  # fmt: skip
    return [{"name": of, "value": "", "source": "", "year": seen.given.last.year}, *tables]


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def placement(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """One search: under way with a stop, or its map and table."""
    user = who(request)
    found = access.placement_for(user, placement_id)
    work = Progress.objects.filter(pk=found.progress_id).first()
    answer = found.answer or {}
    weighs = found.rests_on[0]["name"] if found.rests_on else "own"
    page = PlacementPage(
        placement=found, state=words.SEARCHES[found.state],
        travel=words.TRAVEL[Placement.By(found.by_way)],
        progress=work if found.state == Placement.State.WAITING else None,
        lines=lines_of(found), before=answer.get("before", 0.0), after=answer.get("after", 0.0),
        all_weight=answer.get("all", 0.0), map=_map(found) if answer else None,
        weighs=words.WEIGHTS.get(weighs, gettext("the weights of the file")),
        may_plan=user.has_permission(Permission.MANAGE_PROGRAM),
    )  # fmt: skip
    return draw(request, "placement", page)


def lines_of(found: Placement) -> list[ChosenLine]:
    """The chosen places, the one that adds most first."""
    answer = found.answer or {}
    whole = answer.get("all") or 1.0
    lines = []
    for number, index in enumerate(answer.get("chosen", []), start=1):
        name, lat, lon = found.candidates[index]
        adds, points = answer["adds"][number - 1], answer["points"][number - 1]
        lines.append(ChosenLine(number, name, lat, lon, adds, adds / whole, points))
    return lines


def _map(found: Placement) -> drawing.PlacementMap | None:
    answer, demand = found.answer or {}, found.demand or []
    inside = set(answer.get("reached") or [])
    return drawing.placement(
        candidates=[tuple(one) for one in found.candidates],
        existing=[tuple(one) for one in found.existing], chosen=answer.get("chosen", []),
        reached=[tuple(one) for at, one in enumerate(demand) if at in inside],
        missed=[tuple(one) for at, one in enumerate(demand) if at not in inside],
        reach_miles=found.reach_miles,
    )  # fmt: skip


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def placement_file(request: HttpRequest, placement_id: UUID, kind: str) -> HttpResponse:
    """The chosen places to take away."""
    user, kind = who(request), file_of(kind)
    found = access.placement_for(user, placement_id)
    cells = [
        [str(line.number), line.name, f"{line.lat:.5f}", f"{line.lon:.5f}", f"{line.adds:.3f}",
         f"{line.share:.4f}", str(line.points)]
        for line in lines_of(found)
    ]  # fmt: skip
    header = ("order", "place", "latitude", "longitude", "need added", "share of all need",
              "areas added")  # fmt: skip
    noting.note_taken(what="placement", rows=len(cells), by=user, at=clock.now())
    return export.table(kind, "placement", header, cells)


@needs(Permission.MANAGE_PROGRAM)
@require_POST
def placement_act(request: HttpRequest, placement_id: UUID, act: str) -> HttpResponse:
    """Stop a search that runs, or drop one that ended."""
    user, at = who(request), clock.now()
    found = access.placement_for(user, placement_id)
    try:
        if act == "stop":
            placing.stop_placement(placement=found, at=at, by=user)
            say(request, gettext("Stopped. Nothing was kept of it."))
        elif act == "drop":
            placing.drop_placement(placement=found, at=at, by=user)
            say(request, gettext("The search is gone."))
            return redirect(f"{reverse('supply:need_placements')}?program={found.program.slug}")
    except placing.Ended:
        say(request, gettext("It has ended meanwhile, or still runs. Look at it."), kind="warn")
    return redirect("supply:need_placement", found.pk)


@needs(Permission.MANAGE_PROGRAM)
@require_GET
def spots_empty(request: HttpRequest, what: str, kind: str) -> HttpResponse:
    """A list to fill in: candidates, or points of need."""
    if what not in ("candidates", "need"):
        raise Http404
    columns = sheets.DEMAND_COLUMNS if what == "need" else sheets.SPOT_COLUMNS
    example = ["Example library", "37.569", "-84.296", ""]
    return export.table(file_of(kind), what, columns,
                        [[*example, "2"] if what == "need" else example])  # fmt: skip
