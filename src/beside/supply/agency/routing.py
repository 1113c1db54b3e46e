"""Which programs take orders by the case from where an organization is, the nearest fit first."""

from beside.supply.mail.routing import Where
from beside.supply.models import Program


def programs_for(where: Where) -> list[Program]:
    """Those that name its ZIP, then its county, then its state."""
    taking = Program.objects.filter(takes_orders=True, is_open=True).order_by("public_name")
    found = [(program, _fit(program, where)) for program in taking]
    return [program for program, fit in sorted(found, key=lambda one: one[1]) if fit < NOWHERE]


NOWHERE = 9


def _fit(program: Program, where: Where) -> int:
    if where.zip and where.zip in program.zips:
        return 0
    if set(program.counties) & {where.county_fips, *where.counties} - {""}:
        return 1
    return 2 if where.state in program.states else NOWHERE
