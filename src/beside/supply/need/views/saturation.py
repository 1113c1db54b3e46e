"""Need: how far the kits reach now, what is missing, county by county."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.paging import Paging
from beside.supply.core.need.channels import CHANNELS
from beside.supply.core.need.evidence import Source
from beside.supply.need import published, saturating, words
from beside.supply.need.charts import Mark
from beside.supply.need.drawn import Seen, clock, draw, empty, file_of, house, see, who
from beside.supply.need.pages import NeedLine, NeedPage
from beside.supply.need.saturating import Saturated, Whole
from beside.supply.services import noting

PER_PAGE = 40
SORTS: dict[str, Callable[[Saturated], object]] = {
    "name": lambda row: (row.area.state, row.area.name),
    "deaths": lambda row: row.area.deaths.count,
    "kits": lambda row: row.area.kits.total,
    "saturation": lambda row: row.chosen,
    "missing": lambda row: row.missing,
    "people": lambda row: row.area.people,
}


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def need(request: HttpRequest) -> HttpResponse:
    """Saturation now, by three sources; what is missing to the aim; 9 and 20 for each death."""
    seen = see(request)
    if seen is None:
        return empty(request)
    rows, whole = found(seen)
    ordered = in_order(rows, request.GET.get("sort", "-missing"))
    paging = Paging.read(request.GET, total=len(ordered), per_page=PER_PAGE)
    page = NeedPage(
        looking=seen.looking, form=seen.form, weights=seen.weights, numbers=seen.numbers,
        given=seen.given, whole=whole, paging=paging,
        lines=[_line(row, seen.numbers.target) for row in ordered[paging.start : paging.stop]],
        ways=[(words.WAYS[way], kits) for way, kits in seen.given.by_way().items()],
        sources=_sources(seen, rows),
        states=[need for state in sorted({row.area.state for row in rows})
                if (need := published.state_need(state))],
        ceiling=seen.numbers.tree.ceiling, beyond=1 - seen.numbers.tree.witnessed,
        query=asked(request),
    )  # fmt: skip
    return draw(request, "need", page)


def found(seen: Seen) -> tuple[list[Saturated], Whole]:
    """Each county, and all of them."""
    target = seen.numbers.target
    rows = [
        saturating.saturated(area, weights=seen.weights, basis=seen.basis, target=target)
        for area in seen.counties
    ]
    return rows, saturating.whole(rows, ceiling=seen.numbers.tree.ceiling, target=target)


def in_order(rows: Sequence[Saturated], sort: str) -> list[Saturated]:
    """As `?sort=` says; the most missing first."""
    key = SORTS.get(sort.removeprefix("-"), SORTS["missing"])
    return sorted(rows, key=key, reverse=sort.startswith("-"))  # type: ignore[arg-type]


def asked(request: HttpRequest) -> str:
    """The question again, for a file."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _line(row: Saturated, target: float) -> NeedLine:
    return NeedLine(row, Mark.of(row.low, row.chosen, row.high, top=1.0, lines=[target]))


def _sources(
    seen: Seen, rows: Sequence[Saturated]
) -> list[tuple[words.Words, float, float, Source]]:
    """What each source says of all these kits: community kits they are worth, share reached."""
    deaths = sum(row.area.deaths.count for row in rows) or 1
    return [
        (
            words.WEIGHINGS[each],
            sum(weights.effective(row.area.kits) for row in rows),
            sum(row.by_source[each] * row.area.deaths.count for row in rows) / deaths,
            weights.source,
        )
        for each, weights in CHANNELS.items()
    ]


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def need_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same to take away, with the source of each figure."""
    seen, kind = see(request), file_of(kind)
    rows = found(seen)[0] if seen else []
    header = (
        "county", "fips", "state", "people", "people at risk", "deaths a year", "how known",
        "deaths low", "deaths high", "kits a year ours", "kits a year others",
        "some of ours not shown", "saturation", "saturation low", "saturation high",
        "kits missing", "9 for each death", "20 for each death", "deaths source", "weights",
    )  # fmt: skip
    cells = [_cells(row, seen) for row in in_order(rows, "name")] if seen else []
    noting.note_taken(what="need", rows=len(cells), by=who(request), at=clock.now())
    return export.table(kind, f"need-{house.today(clock.now())}", header, cells)


def _cells(row: Saturated, seen: Seen) -> list[str]:
    area, deaths = row.area, row.area.deaths
    return [
        area.name, area.code, area.state, str(area.people), f"{area.at_risk:.0f}",
        f"{deaths.count:.1f}", deaths.how.value, f"{deaths.low:.1f}", f"{deaths.high:.1f}",
        f"{area.own.total:.0f}", f"{area.others.total:.0f}", "yes" if area.hides else "",
        f"{row.chosen:.4f}", f"{row.low:.4f}", f"{row.high:.4f}", str(row.missing),
        str(row.rule.least), str(row.rule.recommended), f"{deaths.source} ({deaths.year})",
        seen.weights.weighing.value,
    ]  # fmt: skip
