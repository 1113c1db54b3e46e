"""The gaps page and its download."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.charts import Bar, BarChart
from beside.design.pages import render
from beside.design.paging import Paging
from beside.directory import words
from beside.directory.gaps import map as gap_map
from beside.directory.gaps import queries
from beside.directory.gaps.asked import FAR_CHOICES, KINDS, Asked
from beside.directory.gaps.queries import Area, Gaps
from beside.places import queries as places

PER_PAGE = 60


@dataclass(frozen=True)
class GapsPage:
    """One state, one kind of help: a sentence, a chart, a map, a table."""

    asked: Asked
    what: Any
    states: Sequence[str]
    kinds: Sequence[tuple[str, Any]]
    fars: Sequence[int]
    state_name: str
    gaps: Gaps
    percent: str
    chart: BarChart
    map: gap_map.GapMap
    rows: Sequence[Area]
    paging: Paging


@needs(Permission.VIEW_DIRECTORY)
@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """Who lives far from a kind of help."""
    states = queries.states_with_listings()
    asked = Asked.read(request.GET, states=states)
    if not asked.state:
        return render(request, "directory/gaps/empty.html")
    found = queries.gaps(asked)
    paging = Paging.read(request.GET, total=len(found.areas), per_page=PER_PAGE)
    page = GapsPage(
        asked=asked,
        what=words.OFFERS[asked.what],
        states=states,
        kinds=[(kind.value, words.OFFERS[kind]) for kind in KINDS],
        fars=FAR_CHOICES,
        state_name=_state_name(asked.state),
        gaps=found,
        percent=_percent(found.share),
        chart=_chart(asked, found),
        map=_map(asked, found),
        rows=found.areas[paging.start : paging.stop],
        paging=paging,
    )
    return render(request, "directory/gaps/gaps.html", page=page)


@needs(Permission.VIEW_DIRECTORY)
@require_GET
def take_away(request: HttpRequest) -> HttpResponse:
    """The table as CSV, with what it was asked and where its figures come from."""
    asked = Asked.read(request.GET, states=queries.states_with_listings())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"gaps-{asked.what.value}-{asked.state}-{asked.by}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(
        [asked.by, "name", "people", f"people_{asked.far}_miles_or_more_away", "share",
         "miles_to_nearest", "help", "people_source"]
    )  # fmt: skip
    for area in queries.gaps(asked).areas if asked.state else []:
        miles = "" if area.miles is None else f"{area.miles:.1f}"
        writer.writerow(
            [area.code, area.name, area.people, area.far_people, f"{area.share:.4f}", miles,
             asked.what.value, "ACS 2018-2022, estimate"]
        )  # fmt: skip
    return answer


def _state_name(code: str) -> str:
    return next((place.name for place in places.states() if place.state == code), code)


def _percent(share: float) -> str:
    """A share in words that do not claim more than is known."""
    if 0 < share < 0.01:
        return _("less than 1%")
    return f"{share:.0%}"


def _chart(asked: Asked, found: Gaps) -> BarChart:
    bars = []
    for band in found.bands:
        people = number_format(band.people, force_grouping=True)
        bars.append(Bar(_band_word(band), band.people, f"{people} ({_percent(band.share)})"))
    return BarChart(
        title=ngettext(
            "People by distance to the nearest of %(n)d listed place",
            "People by distance to the nearest of %(n)d listed places",
            found.sites,
        ) % {"n": found.sites},
        label_head=_("Distance"), value_head=_("People"), bars=bars,
        source=_("People: Census Bureau, ACS 2018–2022, estimates. Distance: straight line."),
    )  # fmt: skip


def _band_word(band: places.Band) -> str:
    if band.to_miles is None:
        return _("%(from)d miles or more") % {"from": band.from_miles}
    return _("%(from)d to %(to)d miles") % {"from": band.from_miles, "to": band.to_miles}


def _map(asked: Asked, found: Gaps) -> gap_map.GapMap:
    by_county = (
        found if asked.by == "county"
        else queries.gaps(Asked(asked.what, asked.state, asked.far, "county"))
    )  # fmt: skip
    shares = {area.code: (area.name, area.share) for area in by_county.areas}
    return gap_map.draw(asked.state, shares)
