"""The numbers in use: each with its source and year; a planner may put another in its place."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.places import queries as places
from beside.supply.core.need import bird
from beside.supply.core.need.at_risk import NSDUH_2023
from beside.supply.core.need.channels import CHANNELS
from beside.supply.core.need.evidence import Source
from beside.supply.models import PlanningNumber, Program
from beside.supply.need import access, forms, numbers, published, words
from beside.supply.need.access import Looking
from beside.supply.need.areas import counties_of
from beside.supply.need.drawn import clock, draw, empty, who
from beside.supply.need.numbers import Known, Number
from beside.supply.need.pages import NumberPage, OneNumberPage
from beside.supply.services import planning
from beside.supply.services.planning import Whence

OF_A_COUNTY = {
    "at_risk": Known("at_risk", _("People at risk"), None, is_share=False, most=100_000_000),
    "deaths": Known("deaths", _("Opioid overdose deaths a year"), None, is_share=False,
                    most=1_000_000),
}  # fmt: skip


@needs(Permission.VIEW_SUPPLY_FIGURES)
@require_GET
def numbers_list(request: HttpRequest) -> HttpResponse:
    """Every number, with its source and year."""
    looking = access.looking(who(request), request.GET)
    if not looking.chosen:
        return empty(request)
    found = numbers.numbers(looking.chosen)
    tables: list[tuple[words.Words, Source]] = [
        (_("People by county"), published.people_source()),
        (_("Deaths by county"), published.deaths_source()),
        (_("People at risk"), NSDUH_2023),
        (_("Kits for each death"), bird.BIRD_2015),
    ]
    tables += [(words.WEIGHINGS[each], one.source) for each, one in CHANNELS.items()]
    own = [
        (places.county(fips).name, OF_A_COUNTY[name].label, row)
        for (name, fips), row in found.own_areas.items()
    ]
    counties = [(code, places.county(code).name) for code in counties_of(looking.chosen)]
    page = NumberPage(
        looking, [found[name] for name in numbers.KNOWN], tables,
        sorted(own, key=lambda each: (each[0], str(each[1]))),
        sorted(counties, key=lambda each: each[1]),
        [(one.name, one.label) for one in OF_A_COUNTY.values()],
    )  # fmt: skip
    return draw(request, "numbers", page)


@needs(Permission.MANAGE_PROGRAM)
def number(request: HttpRequest, name: str) -> HttpResponse:
    """Put a number in place of the published one, for a program or the coalition."""
    user = who(request)
    looking = access.looking(user, request.GET)
    program = _planned(looking)
    area = request.GET.get("area", "")
    known = _known(name, area, looking)
    may_all = user.has_permission(Permission.MANAGE_PARTNERS)
    form = forms.NumberForm(request.POST or None, known=known, may_all=may_all)
    if request.method == "POST" and form.is_valid() and _goes_with_the_others(form, looking):
        _put(form, known, program, area, user)
        say(request, gettext("Kept. From now on this number stands in place of the published one."))
        return redirect(reverse("supply:need_numbers") + f"?program={looking.slug}")
    page = _one(known, area, looking, form)
    return draw(request, "number", page, status=422 if form.errors else 200)


def _goes_with_the_others(form: forms.NumberForm, looking: Looking) -> bool:
    """Or a word at the field."""
    known, value = form.known, form.cleaned_data["value"]
    if known is None or known.name not in numbers.TREE:
        return True
    found = numbers.numbers(looking.chosen)
    if found.put(replace(found[known.name], value=value, low=None, high=None)).go_together:
        return True
    form.add_error(
        "value",
        gettext(
            "With the other numbers this cannot be: naloxone would save "
            "nobody. Look at those of deaths and of who is there."
        ),
    )
    return False  # fmt: skip


def _one(known: Known, area: str, looking: Looking, form: forms.NumberForm) -> OneNumberPage:
    found = numbers.numbers(looking.chosen)
    said = found.own(known.name, area) if area else None
    if area:
        shown = numbers.said_of(known, said) if said else _published_of(known, area)
        published_one = _published_of(known, area)
    else:
        shown, published_one = found[known.name], numbers.published(known)
    name = places.county(area).name if area else ""
    return OneNumberPage(looking, shown, published_one, form, area, name)


def _published_of(known: Known, area: str) -> Number:
    county = places.county(area)
    if known.name == "deaths":
        found, source = published.deaths(area), published.deaths_source()
        value, low, high = found.deaths, found.low, found.high
    else:
        people = county.population.people if county.population else 0
        risk = published.at_risk(county.state, people)
        value, low, high, source = risk.people, risk.low, risk.high, risk.source
    return Number(known.name, known.label, value, low, high, source.citation, source.year,
                  source.of_years, source.address, is_share=False)  # fmt: skip


def _put(
    form: forms.NumberForm, known: Known, program: Program, area: str, user: User
) -> PlanningNumber:
    said = form.cleaned_data
    of = None if said.get("whose") == "coalition" else program
    return planning.put_number(
        program=of, name=known.name, area=area, value=said["value"], low=said.get("low"),
        high=said.get("high"), whence=Whence(said["source"], said["year"]), at=clock.now(), by=user,
    )  # fmt: skip


@needs(Permission.MANAGE_PROGRAM)
@require_POST
def number_back(request: HttpRequest, name: str) -> HttpResponse:
    """The published number holds again: the program's own goes first, then the coalition's."""
    user, at = who(request), clock.now()
    looking = access.looking(user, request.GET)
    program, area = _planned(looking), request.GET.get("area", "")
    known = _known(name, area, looking)
    gone = planning.take_back_number(program=program, name=known.name, area=area, at=at, by=user)
    if not gone and user.has_permission(Permission.MANAGE_PARTNERS):
        gone = planning.take_back_number(program=None, name=known.name, area=area, at=at, by=user)
    if gone:
        say(request, gettext("Taken back: the number before it holds again."))
    else:
        told = gettext("That number is the coalition’s, or no longer there.")
        say(request, told, kind="warn")
    return redirect(reverse("supply:need_numbers") + f"?program={looking.slug}")


def _planned(looking: Looking) -> Program:
    """The program a number is said for. Raises Http404 for whom none is theirs."""
    if not looking.may_plan or looking.program is None:
        raise Http404
    return looking.program


def _known(name: str, area: str, looking: Looking) -> Known:
    """Raises Http404 for what cannot be said, or of a county that is not theirs."""
    found = OF_A_COUNTY.get(name) if area else numbers.KNOWN.get(name)
    if found is None or (area and area not in counties_of(looking.chosen)):
        raise Http404
    return found
