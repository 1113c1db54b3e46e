"""Allocation: so many kits over which places; three ways on one page; a plan that is kept."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.charts import Bar, BarChart
from beside.design.flash import say
from beside.design.paging import Paging
from beside.supply.core.need.channels import CHANNELS, Weighing
from beside.supply.models import Allocation, PlanningTable
from beside.supply.need import allotting, areas, forms, given, keeping
from beside.supply.need.allotting import Asked, Divided, FloorsTooHigh, Line, NothingThere
from beside.supply.need.areas import Area
from beside.supply.need.charts import Mark
from beside.supply.need.drawn import Seen, clock, draw, empty, house, see, who, year_before
from beside.supply.need.pages import AllotLine, AllotPage
from beside.supply.need.sentences import about, percent, sentence
from beside.supply.need.views.saturation import asked as question
from beside.supply.services import planning
from beside.supply.stock.words import place_name

PER_PAGE = 40
WHOLE = 1200  # kits asked until somebody says, when nothing was given yet


@dataclass(frozen=True)
class Reckoning:
    """What a question led to."""

    form: forms.Allot
    over: str
    table: PlanningTable | None
    divided: Divided | None = None
    floors: int = 0
    nothing: bool = False


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def allocation(request: HttpRequest) -> HttpResponse:
    """Ask, and see as now, by people and where kits avert most, side by side."""
    seen = see(request)
    if seen is None:
        return empty(request)
    found = reckon(request, seen)
    lines = _lines(found.divided) if found.divided else []
    paging = Paging.read(request.GET, total=len(lines), per_page=PER_PAGE) if lines else None
    may_keep = bool(seen.looking.may_plan and seen.looking.program and found.divided)
    page = AllotPage(
        looking=seen.looking, form=found.form, keep=forms.Keep() if may_keep else None,
        divided=found.divided, paging=paging, nothing=found.nothing,
        lines=lines[paging.start : paging.stop] if paging else [],
        chart=_chart(found.divided) if found.divided else None, plans=_plans(seen),
        tables=_tables(seen), query=question(request), floors=found.floors,
    )  # fmt: skip
    return draw(request, "allocation", page, status=422 if found.form.errors else 200)


def reckon(request: HttpRequest, seen: Seen) -> Reckoning:
    """Read the question, look up the places, divide the kits."""
    tables = _tables(seen)
    said = _first(seen)
    if "kits" in request.GET:
        said = {"weights": forms.USUAL_WEIGHTS.value} | request.GET.dict()
    form = forms.Allot(said, tables=tables)
    if not form.is_valid():
        return Reckoning(form, "", None)
    over = form.cleaned_data["over"]
    table = next((one for one in tables if str(one.pk) == over), None)
    try:
        divided = allotting.divide(_places(seen, over, table), _asked(form), seen.numbers)
    except FloorsTooHigh as too_high:
        return Reckoning(form, over, table, floors=too_high.needed)
    except NothingThere:
        return Reckoning(form, over, table, nothing=True)
    return Reckoning(form, over, table, divided)


def _first(seen: Seen) -> dict[str, str]:
    """What is shown before anything was asked: what is given out now, over counties."""
    kits = max(seen.given.total, 0) or WHOLE
    return {"kits": str(kits), "over": Allocation.Over.COUNTIES.value, "floor": "50",
            "weights": seen.form.weighing.value}  # fmt: skip


def _asked(form: forms.Allot) -> Asked:
    said = form.cleaned_data
    return Asked(said["kits"], said.get("floor") or 0, said.get("least") or 0, said.get("most"),
                 CHANNELS[Weighing(said["weights"])])  # fmt: skip


def _places(seen: Seen, over: str, table: PlanningTable | None) -> list[Area]:
    if table is not None:
        return areas.table(table)
    if over == Allocation.Over.ZIPS:
        return areas.zips(seen.counties)
    if over == Allocation.Over.SITES:
        programs = seen.looking.chosen
        first, last = year_before(house.today(clock.now()))
        kits = given.by_shelf(programs, first, last) if seen.looking.is_own else {}
        return areas.sites(seen.counties, programs, kits, place_name)
    return seen.counties


def _tables(seen: Seen) -> list[PlanningTable]:
    if not seen.looking.is_own:
        return []
    return list(PlanningTable.objects.filter(program__in=seen.looking.chosen).order_by("name"))


def _plans(seen: Seen) -> list[Allocation]:
    if not seen.looking.is_own:
        return []
    found = Allocation.objects.filter(program__in=seen.looking.chosen).select_related("program")
    return list(found.order_by("-at")[:12])


def _lines(divided: Divided) -> list[AllotLine]:
    """The most kits first."""
    top = max((max(one.high, one.proportional, one.now or 0) for one in divided.lines),
              default=1)  # fmt: skip
    ordered = sorted(divided.lines, key=lambda one: (-one.share.kits, one.area.name))
    return [_line(one, top) for one in ordered]


def _line(one: Line, top: int) -> AllotLine:
    share, area = one.share, one.area
    lines = [one.proportional, *([] if one.now is None else [one.now])]
    return AllotLine(
        area.name, area.people, area.at_risk, area.deaths.count, area.deaths.is_hidden, one.now,
        one.proportional, one.low, share.kits, one.high, share.saturation,
        Mark.of(one.low, share.kits, one.high, top=top, lines=lines),
        sentence(reason=share.reason.value, kits=share.kits, least=share.town.floor,
                 most=share.town.capacity, saturation=share.saturation,
                 next_1000_avert=share.next_1000_avert),
    )  # fmt: skip


def _chart(divided: Divided) -> BarChart:
    """Deaths a year under each way."""
    ways = [
        (gettext("Where they avert most"), divided.best),
        (gettext("By people alone"), divided.proportional),
    ]
    if divided.as_now is not None:
        ways.append((gettext("As now"), divided.as_now))
    averted = [(label, one.forecast.averted) for label, one in ways]
    bars = [Bar(label, n, gettext("%(n)s averted") % {"n": about(n)}) for label, n in averted]
    return BarChart(
        title=gettext("Deaths averted a year against no kits at all, three ways of dividing"),
        label_head=gettext("Way"), value_head=gettext("Deaths averted"), bars=bars,
        source=gettext("A model; its ceiling: %(ceiling)s of deaths, since nobody is there at the "
                       "others.") % {"ceiling": percent(divided.best.forecast.ceiling)},
    )  # fmt: skip


@needs(Permission.MANAGE_PROGRAM)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is shown as a plan, reckoned anew from the same question."""
    seen, user = see(request), who(request)
    if seen is None or not seen.looking.may_plan or seen.looking.program is None:
        return redirect("supply:need_allocation")
    found, form = reckon(request, seen), forms.Keep(request.POST)
    if found.divided is None or not form.is_valid():
        say(request, gettext("Nothing was kept: give the plan a name."), kind="danger")
        return redirect(f"{request.path.removesuffix('keep/')}?{request.GET.urlencode()}")
    reckoned = keeping.reckoned(
        form.cleaned_data["name"], found.over, found.divided, table=found.table, given=seen.given,
        numbers=seen.numbers,
    )  # fmt: skip
    made = planning.keep_allocation(
        program=seen.looking.program, reckoned=reckoned, at=clock.now(), by=user
    )
    say(request, gettext("Kept as a draft. Nothing follows from it until it is adopted."))
    return redirect("supply:need_plan", made.pk)
