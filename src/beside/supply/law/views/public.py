"""The law of a state for everybody. Nothing asked here is written anywhere."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from beside.design.pages import render
from beside.kernel import clock, house
from beside.kernel.doors import public
from beside.places import queries as places
from beside.supply.core.law import STATES, TERRITORIES, Topic
from beside.supply.law import asked, here
from beside.supply.law.here import Line
from beside.supply.law.pages import ChoosePage, Group, Numbered, Source, StatePage
from beside.supply.law.words import Words

GROUPS: Sequence[tuple[Words, tuple[Topic, ...]]] = (
    (_("If someone overdoses"),
     (Topic.GOOD_SAMARITAN, Topic.ARREST_PROTECTION, Topic.LAY_IMMUNITY)),
    (_("Getting naloxone"),
     (Topic.NALOXONE_ACCESS, Topic.STANDING_ORDER, Topic.PHARMACIST_PRESCRIBES)),
    (_("Test strips, syringes and other supplies"),
     (Topic.FENTANYL_STRIPS, Topic.XYLAZINE_STRIPS, Topic.SYRINGE_SERVICES,
      Topic.SYRINGE_POSSESSION, Topic.SYRINGE_MAIL, Topic.SAFER_SMOKING,
      Topic.NO_PARAPHERNALIA_LAW)),
)  # fmt: skip


@public
def choose(request: HttpRequest) -> HttpResponse:
    """Which state; a ZIP code or town leads there, and does not stand in the next address."""
    near = request.GET.get("near", "").strip()[:80]
    if not near:
        return render(request, "supply/law/choose.html", page=ChoosePage(asked.state_names()))
    if near.upper() in STATES + TERRITORIES:
        return redirect("supply:law_state", near.lower())
    try:
        found = places.locate(near)
    except places.UnknownPlace as unknown:
        page = ChoosePage(asked.state_names(), near, unknown.suggestions, unknown=True)
        return render(request, "supply/law/choose.html", page=page, status=404)
    if len({place.state for place in found}) > 1:
        page = ChoosePage(asked.state_names(), near, _one_of_each_state(found))
        return render(request, "supply/law/choose.html", page=page)
    return redirect("supply:law_state", found[0].state.lower())


def _one_of_each_state(found: Sequence[places.Place]) -> list[places.Place]:
    return list({place.state: place for place in reversed(found)}.values())[::-1]


@public
def state(request: HttpRequest, state: str) -> HttpResponse:
    """What is allowed, for whom not, since when, on what it rests, when it was looked at."""
    code = asked.state_asked(state)
    page = state_page(code, house.today(clock.now()))
    return render(request, "supply/law/state.html", page=page)


def state_page(code: str, on: date) -> StatePage:
    """The answers of a state in groups, their sources numbered."""
    lines = {line.said.topic: line for line in here.lines(code, on)}
    sources: dict[tuple[str, str], Source] = {}
    groups = [
        Group(title, [Numbered(lines[t], _source(lines[t], sources)) for t in topics
                      if lines[t].is_known])
        for title, topics in GROUPS
    ]  # fmt: skip
    return StatePage(
        state=code,
        name=asked.state_name(code),
        groups=[group for group in groups if group.known],
        sources=list(sources.values()),
        samaritan=lines[Topic.GOOD_SAMARITAN],
        unknown=[line.sentence for line in lines.values() if not line.is_known],
        any_to_check=any(line.is_known and line.to_check for line in lines.values()),
    )


def _source(line: Line, sources: dict[tuple[str, str], Source]) -> Source:
    key = line.said.citation, line.said.source_url
    return sources.setdefault(key, Source(len(sources) + 1, *key))
