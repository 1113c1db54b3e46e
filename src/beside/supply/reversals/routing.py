"""Whose report it is: the program that serves the county it happened in."""

from django.db.models import Q

from beside.places import queries as places
from beside.supply.models import Program


def program_of(county_fips: str) -> Program | None:
    """The program that names the county, else one of its state, else the only one; else none."""
    programs = list(Program.objects.filter(is_open=True).order_by("pk")[:2])
    if len(programs) == 1:
        return programs[0]
    if not county_fips:
        return None
    state = places.county(county_fips).state
    serving = Program.objects.filter(is_open=True)
    serving = serving.filter(Q(counties__contains=[county_fips]) | Q(states__contains=[state]))
    found = sorted(serving.order_by("pk"), key=lambda one: county_fips not in one.counties)
    return found[0] if found else None
