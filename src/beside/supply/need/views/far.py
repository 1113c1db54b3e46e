"""Gaps: who lives far from naloxone and from each medication, with the deaths there."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.paging import Paging
from beside.directory.core.offers import Offer
from beside.directory.gaps.asked import KINDS
from beside.directory.words import OFFERS
from beside.supply.need import drawing, far
from beside.supply.need.drawn import Seen, clock, draw, empty, file_of, house, see, who
from beside.supply.need.far import FAR_CHOICES, FarArea, Found
from beside.supply.need.pages import GapsPage
from beside.supply.need.sentences import percent
from beside.supply.need.views.saturation import asked as question
from beside.supply.services import noting

PER_PAGE, USUAL = 24, 15  # rows of eight figures: with the map the page stays light
SHADE_EDGES = (0.01, 0.1, 0.25, 0.5)


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """A sentence for each kind of help, a map, a table."""
    seen = see(request)
    if seen is None:
        return empty(request)
    what, by_zip, found = _found(request, seen)
    ordered = _in_order(found, what, by_zip=by_zip)
    paging = Paging.read(request.GET, total=len(ordered), per_page=PER_PAGE)
    rows = ordered[paging.start : paging.stop]
    page = GapsPage(
        looking=seen.looking, found=found, rows=rows, paging=paging,
        kinds=[(kind.value, OFFERS[kind]) for kind in KINDS],
        totals=[(OFFERS[kind], found.listed[kind], found.gaps[kind]) for kind in KINDS],
        what=what.value, what_name=OFFERS[what], listed=found.listed[what], fars=FAR_CHOICES,
        by_zip=by_zip,
        map=_map(seen, found, what),
        hidden=sum(area.deaths.is_hidden for area in seen.counties), query=question(request),
    )  # fmt: skip
    return draw(request, "gaps", page)


def _found(request: HttpRequest, seen: Seen) -> tuple[Offer, bool, Found]:
    """What cannot be understood is naloxone, 15 miles, counties."""
    said, miles = request.GET.get("what", ""), request.GET.get("far", "")
    what = Offer(said) if said in KINDS else Offer.NALOXONE
    away = int(miles) if miles in map(str, FAR_CHOICES) else USUAL
    by_zip = request.GET.get("by", "") == "zip"
    return what, by_zip, far.find(seen.counties, far=away)


def _in_order(found: Found, what: Offer, *, by_zip: bool) -> list[FarArea]:
    """Most people far first, then most deaths."""
    return sorted(
        found.zips if by_zip else found.counties,
        key=lambda one: (-one.by_kind[what].people, -one.area.deaths.count, one.area.name),
    )


def _map(seen: Seen, found: Found, what: Offer) -> drawing.ShadedMap | None:
    """Counties, whatever the table lists."""
    steps = {}
    for one in found.counties:
        share = one.by_kind[what].share
        step = drawing.step_of(share, SHADE_EDGES)
        steps[one.area.code] = (step, f"{one.area.name}: {percent(share)}")
    return drawing.shaded([point for area in seen.counties for point in area.points], steps)


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def gaps_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same to take away, with how deaths are known."""
    seen, kind = see(request), file_of(kind)
    header = ["code", "name", "county", "people", "deaths a year", "how known", "far is, miles"]
    header += [f"{one.value} {word}" for one in KINDS for word in ("people far", "share", "miles")]
    cells = []
    if seen is not None:
        what, by_zip, found = _found(request, seen)
        cells = [_cells(one, found.far) for one in _in_order(found, what, by_zip=by_zip)]
    noting.note_taken(what="gaps", rows=len(cells), by=who(request), at=clock.now())
    return export.table(kind, f"gaps-{house.today(clock.now())}", header, cells)


def _cells(one: FarArea, away: int) -> list[str]:
    area = one.area
    cells = [area.code, area.name, area.county, str(area.people), f"{area.deaths.count:.2f}",
             area.deaths.how.value, str(away)]  # fmt: skip
    for kind in KINDS:
        found = one.by_kind[kind]
        miles = "" if found.miles is None else f"{found.miles:.1f}"
        cells += [str(found.people), f"{found.share:.4f}", miles]
    return cells
