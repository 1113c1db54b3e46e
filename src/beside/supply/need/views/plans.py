"""A plan that was kept: read, printed, taken away, adopted, ended."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.paging import Paging
from beside.supply.core.need.channels import Weighing
from beside.supply.models import AllocatedPlace, Allocation
from beside.supply.need import access, words
from beside.supply.need.charts import Mark
from beside.supply.need.drawn import clock, draw, file_of, house, who
from beside.supply.need.pages import AllotLine, PlanPage, Rest
from beside.supply.need.sentences import sentence
from beside.supply.services import noting, planning

PER_PAGE = 60


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What each place would get, and what it all rests on."""
    found = access.allocation_for(who(request), plan_id)
    places = list(found.places.order_by("-kits", "name"))
    paging = Paging.read(request.GET, total=len(places), per_page=PER_PAGE)
    shown = places[paging.start : paging.stop]
    page = _page(request, found, lines_of(shown, top_of(places)), paging)
    return draw(request, "plan", page)


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def plan_paper(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The whole plan for paper."""
    found = access.allocation_for(who(request), plan_id)
    places = list(found.places.order_by("name"))
    page = _page(request, found, lines_of(places, top_of(places)), None)
    return draw(request, "plan_paper", page)


def _page(
    request: HttpRequest, found: Allocation, lines: Sequence[AllotLine], paging: Paging | None
) -> PlanPage:
    rests = [
        Rest(words.rests_name(one["name"]), _value(one), one["source"], one["year"])
        for one in found.rests_on
    ]
    return PlanPage(
        plan=found, lines=lines, paging=paging, deaths=found.deaths, rests=rests,
        state=words.STATES[found.state], over=words.OVER[Allocation.Over(found.over)],
        may_plan=who(request).has_permission(Permission.MANAGE_PROGRAM),
    )  # fmt: skip


def _value(one: dict[str, object]) -> words.Words:
    """A number as people read it; a weighing by its name."""
    value = one["value"]
    if one["name"] == "weights":
        return words.WEIGHINGS[Weighing(str(value))]
    if isinstance(value, float) and 0 < value < 1:
        return f"{100 * value:.3g}%"
    return f"{value:g}" if isinstance(value, float) else str(value)


def top_of(places: Sequence[AllocatedPlace]) -> int:
    """The end of the axis: the most kits anybody gets any way."""
    return max((max(one.high, one.proportional, one.now or 0) for one in places), default=1)


def lines_of(places: Sequence[AllocatedPlace], top: int) -> list[AllotLine]:
    """Kept places as the page draws them, in their order."""
    return [_line(one, top) for one in places]


def _line(one: AllocatedPlace, top: int) -> AllotLine:
    lines = [one.proportional, *([] if one.now is None else [one.now])]
    return AllotLine(
        one.name, 0, one.at_risk, one.deaths, one.is_shrunk, one.now, one.proportional, one.low,
        one.kits, one.high, one.saturation,
        Mark.of(one.low, one.kits, one.high, top=top, lines=lines),
        sentence(reason=one.reason, kits=one.kits, least=one.least, most=one.most,
                 saturation=one.saturation, next_1000_avert=one.next_1000_avert),
    )  # fmt: skip


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def plan_file(request: HttpRequest, plan_id: UUID, kind: str) -> HttpResponse:
    """The plan to take away."""
    user, kind = who(request), file_of(kind)
    found = access.allocation_for(user, plan_id)
    places = list(found.places.order_by("name"))
    header = (
        "place", "code", "people at risk", "deaths a year", "deaths estimated", "kits now",
        "by people", "at least", "kits", "at most", "floor", "capacity", "saturation", "why",
    )  # fmt: skip
    cells = [
        [one.name, one.code, f"{one.at_risk:.0f}", f"{one.deaths:.1f}",
         "yes" if one.is_shrunk else "", "" if one.now is None else str(one.now),
         str(one.proportional), str(one.low), str(one.kits), str(one.high), str(one.least),
         "" if one.most is None else str(one.most), f"{one.saturation:.4f}", line.sentence]
        for one, line in zip(places, lines_of(places, 1), strict=True)
    ]  # fmt: skip
    noting.note_taken(what="allocation", rows=len(cells), by=user, at=clock.now())
    return export.table(kind, f"plan-{found.state}-{house.today(found.at)}", header, cells)


@needs(Permission.MANAGE_PROGRAM)
@require_POST
def plan_act(request: HttpRequest, plan_id: UUID, act: str) -> HttpResponse:
    """Adopt it, end it, or drop a draft."""
    user, at = who(request), clock.now()
    found = access.allocation_for(user, plan_id)
    try:
        if act == "adopt":
            planning.adopt_allocation(allocation=found, at=at, by=user)
            say(request, gettext("Adopted: the program goes by this plan from now on."))
        elif act == "end":
            planning.end_allocation(allocation=found, at=at, by=user)
            say(request, gettext("Ended: the program no longer goes by this plan."))
        elif act == "drop":
            planning.drop_allocation(allocation=found, at=at, by=user)
            say(request, gettext("The draft is gone."))
            return redirect("supply:need_allocation")
    except planning.NotNow:
        say(request, gettext("It is no longer in that state. Look at it again."), kind="warn")
    return redirect("supply:need_plan", found.pk)
