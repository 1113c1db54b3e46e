"""What if: set kits, channels and people beside, and see what would follow, with its doubt."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.supply.core.need import profound
from beside.supply.core.need.channels import CHANNELS, Channel, Channels, Kits, Weighing
from beside.supply.core.need.whatif import Answer, Place
from beside.supply.need import forms, numbers, supposing
from beside.supply.need.charts import Curve, Interval, IntervalChart
from beside.supply.need.drawn import draw, empty, see
from beside.supply.need.numbers import Known, Number, Numbers
from beside.supply.need.pages import SupposePage
from beside.supply.need.sentences import whole
from beside.supply.need.supposing import Supposed, Told
from beside.supply.need.words import CHANNELS as CALLED


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def what_if(request: HttpRequest) -> HttpResponse:
    """Plain numbers in, an interval out; the same question gives the same answer."""
    seen = see(request)
    if seen is None:
        return empty(request)
    place = supposing.place_of(seen.counties, seen.numbers)
    most, now = _round_up(3 * place.at_risk), _now(place, seen.numbers.tree.witnessed)
    form = forms.Suppose(_said(request, now), most=most, least_met=now["witnessed"])
    is_said = form.is_valid()
    said = _supposed(form.cleaned_data if is_said else now, seen.numbers.tree.witnessed)
    told = supposing.suppose(place, said)
    page = SupposePage(
        looking=seen.looking, form=form, said=said, told=told, chart=_chart(told),
        curve=_curve(told, said), parameters=_parameters(said.weights, seen.numbers),
        weights=said.weights,        hides=any(area.hides for area in seen.counties),
    )  # fmt: skip
    return draw(request, "whatif", page, status=200 if is_said else 422)


def _round_up(number: float) -> int:
    """To two figures, for the end of a slider."""
    step = 10 ** max(0, len(str(int(number))) - 2)
    return int(-(-number // step) * step) or 100


def _said(request: HttpRequest, now: dict[str, Any]) -> dict[str, Any]:
    """The address's own words; what it leaves out stands as it is now."""
    given = {name: value for name, value in request.GET.items() if value != ""}
    return {name: str(value) for name, value in now.items()} | given


def _now(place: Place, witnessed: float) -> dict[str, Any]:
    kits = {channel.value: round(count) for channel, count in place.kits_now.by_channel().items()}
    return {**kits, "witnessed": int(100 * witnessed), "on_the_line": 0,
            "weights": forms.USUAL_WEIGHTS.value}  # fmt: skip


def _supposed(said: dict[str, Any], now: float) -> Supposed:
    kits = Kits(**{channel.value: float(said[channel.value]) for channel in Channel})
    weights = CHANNELS[Weighing(said["weights"])]
    return Supposed(kits, weights, said["witnessed"] / 100, said["on_the_line"] / 100, now)


def _chart(told: Told) -> IntervalChart:
    """Deaths a year: going on as now, and as supposed; the line nothing passes."""
    rows = [
        _row(gettext("Going on as now"), told.now), _row(gettext("As set above"), told.answer),
    ]  # fmt: skip
    floor = told.answer.base.out_of_reach
    top = 1.1 * max([row.high for row in rows])
    return IntervalChart(
        title=gettext("Overdose deaths a year, most likely and between what they probably lie"),
        rows=rows, ceiling=floor, top=top,
        ceiling_said=gettext("Below %(floor)s no number of kits leads: nobody is there to use "
                             "one.") % {"floor": whole(floor)},
        source=gettext("500 draws from the ranges below; nine in ten lie between the ends."),
    )  # fmt: skip


def _row(label: str, found: Answer) -> Interval:
    deaths = found.deaths
    said = gettext("%(middle)s (%(low)s to %(high)s)") % {
        "middle": whole(deaths.middle), "low": whole(deaths.low), "high": whole(deaths.high),
    }  # fmt: skip
    return Interval(label, deaths.low, deaths.middle, deaths.high, said)


def _curve(told: Told, said: Supposed) -> Curve:
    return Curve(
        title=gettext("Share of deaths averted, by kits a year in this mix"),
        points=told.curve, here=told.here, ceiling=told.answer.base.ceiling,
        source=gettext("The dashed line is the ceiling: overdoses with nobody there who could "
                       "use a kit."),
    )  # fmt: skip


def _parameters(weights: Channels, in_use: Numbers) -> list[Number]:
    """Each figure that is drawn, with its range, source and year; a planner's own before the
    published one."""
    found = [in_use[name] for name in numbers.TREE]
    adjustment = numbers.published(
        Known("adjustment", gettext("Kits at hand when needed, against kits held"),
              profound.ADJUSTMENT, is_share=False)
    )  # fmt: skip
    life = numbers.published(
        Known("kit_life", gettext("Months a kit stays in circulation"), profound.KIT_LIFE_MONTHS,
              is_share=False)
    )  # fmt: skip
    return [*found, adjustment, life, *_weights(weights)]


def _weights(weights: Channels) -> list[Number]:
    rows = []
    for channel in Channel:
        label = gettext("Worth of a kit: %(channel)s") % {"channel": CALLED[channel]}
        known = Known(channel.value, label, weights.parameter(channel), is_share=False)
        rows.append(numbers.published(known))
    return rows
