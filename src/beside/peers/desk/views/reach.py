"""Reach, in groups of at least five; the same as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.kernel import clock, house
from beside.peers import figures
from beside.peers.desk.pages import ReachPage
from beside.peers.figures import Group, Year
from beside.privacy.disclosure import Policy
from beside.privacy.templatetags.privacy import published as in_words
from beside.supply.access import programs_of
from beside.supply.models import Program

VIEW = Permission.VIEW_PEER_FIGURES


@needs(VIEW)
def reach(request: HttpRequest) -> HttpResponse:
    """A year of one's own programs; of those who work in none, all, as they may be published."""
    programs, policy, year = _asked(request)
    today = house.today(clock.now())
    page = ReachPage(
        years=[figures.year_of(program, year, policy) for program in programs],
        months=figures.months_of(programs, year, today, policy),
        towns=figures.towns_of(programs, year, policy),
        year=year, this_year=today.year, is_public=policy is figures.OTHERS,
        threshold=policy.threshold,
    )  # fmt: skip
    return render(request, "peers/staff/reach.html", page=page)


def _asked(request: HttpRequest) -> tuple[list[Program], Policy, int]:
    own = list(programs_of(signed_in_user(request)))
    this_year = house.today(clock.now()).year
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdigit() and 2020 <= int(wanted) <= this_year else this_year
    if own and "published" not in request.GET:
        return own, figures.OWN, year
    return own or list(Program.objects.order_by("public_name")), figures.OTHERS, year


@needs(VIEW)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file; what is not shown on the page is not in it either."""
    programs, policy, year = _asked(request)
    today = house.today(clock.now())
    header = [gettext("What"), gettext("Of"), gettext("Peers"), gettext("Kits"),
              gettext("Low"), gettext("High")]  # fmt: skip
    rows = [row for one in programs for row in _of_year(figures.year_of(one, year, policy))]
    rows += [_of(gettext("month"), one)
             for one in figures.months_of(programs, year, today, policy)]  # fmt: skip
    rows += [_of(gettext("town"), one) for one in figures.towns_of(programs, year, policy)]
    try:
        return exporting.table(kind, "reach", header, rows)
    except exporting.NoSuchFormat as error:
        raise Http404 from error


def _of(what: str, one: Group) -> list[str]:
    kits = gettext("not shown") if one.kits is None else str(one.kits)
    return [what, one.name, in_words(one.peers), kits, "", ""]


def _of_year(one: Year) -> list[list[str]]:
    name = one.program.public_name
    if not one.is_shown:
        return [[gettext("year"), name, in_words(one.peers), gettext("not shown"), "", ""]]
    rows = [[gettext("year"), name, in_words(one.peers), str(one.kits), "", ""]]
    if one.share:
        rows.append([gettext("share handed on"), name, "", f"{one.share.value:.3f}",
                     f"{one.share.low:.3f}", f"{one.share.high:.3f}"])  # fmt: skip
    if one.people:
        rows.append([gettext("people reached"), name, "", f"{one.people.likely:.0f}",
                     f"{one.people.low:.0f}", f"{one.people.high:.0f}"])  # fmt: skip
    if one.cost:
        rows.append([gettext("stipends a kit, dollars"), name, "", f"{one.cost.stipends:.2f}",
                     "", ""])  # fmt: skip
    return rows
