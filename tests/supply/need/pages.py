"""Planners' pages for the matrix."""

from beside.kernel import clock
from beside.supply.models import Allocation, Placement
from beside.supply.need import finding
from tests.pages.registry import Page
from tests.supply.need.shared import OWSLEY, a_plan, a_search, a_table, give, program

S = "/en/staff/supply/need"


def furnish() -> None:
    """Kits given in two counties, a table, a plan, and a search that found its place."""
    give(240)
    give(30, OWSLEY)
    a_table()
    a_plan()
    finding.find(a_search().pk, clock.now())
    a_search(name="Still searching")


def pages() -> list[Page]:
    if not Allocation.objects.filter(program=program()).exists():
        furnish()
    plan = Allocation.objects.first()
    found = Placement.objects.get(state="found")
    waiting = Placement.objects.get(state="waiting")
    of = f"?program={program().slug}"
    return [
        _staff("need", f"/{of}"),
        _staff("need after British Columbia", f"/{of}&weights=british_columbia&basis=state"),
        _staff("numbers", f"/numbers/{of}"),
        _staff("a number", f"/numbers/target/{of}"),
        _staff("allocation", f"/allocation/{of}"),
        _staff("allocation over ZIP areas", f"/allocation/{of}&kits=2000&over=zips&floor=25"),
        _staff("allocation over sites", f"/allocation/{of}&kits=500&over=sites"),
        _staff("a plan", f"/allocation/{plan.pk}/"),
        _staff("a plan on paper", f"/allocation/{plan.pk}/paper/"),
        _staff("a table of places", f"/allocation/tables/{of}"),
        _staff("searches", f"/placement/{of}"),
        _staff("a placement", f"/placement/{found.pk}/"),
        _staff("a placement under way", f"/placement/{waiting.pk}/"),
        _staff("gaps and deaths", f"/gaps/{of}"),
        _staff("gaps by ZIP area", f"/gaps/{of}&by=zip&what=methadone"),
        _staff("what if", f"/what-if/{of}&community=2000&witnessed=60&on_the_line=20"),
    ]


def _staff(name: str, tail: str) -> Page:
    return Page(name, S + tail, signed_in=True, budget=120_000, requests=12)
