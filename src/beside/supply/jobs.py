"""Ordinary work of supply, by the hours of the clock. Promises to people are deadlines."""

from datetime import datetime, timedelta
from uuid import UUID

from beside.kernel import clock
from beside.kernel.jobs import BULK, every, job

STIRRED = timedelta(minutes=3)  # longer than a minute, for movements that committed late


@every("* * * * *")
def look_at_stock_that_moved(at: datetime) -> None:
    """Open and close the alarms of programs whose stock, or a lot of it, changed just now."""
    from beside.supply.models import Program
    from beside.supply.services import alarming
    from beside.supply.stock import queries

    since = at - STIRRED
    stirred = set(Program.objects.filter(places__entries__movement__at__gte=since))
    stirred |= set(queries.programs_that_hold(queries.lots_judged_anew(since)))
    for program in sorted(stirred, key=lambda one: one.pk):
        alarming.look_at(program=program, at=at)


@every("40 9 * * *")
def look_at_all_stock(at: datetime) -> None:
    """Before work begins in the east: simulate reorder points anew, and look at every program."""
    from beside.supply.models import Program, Reordering
    from beside.supply.services import alarming, reordering

    for rule in Reordering.objects.select_related("program", "product"):
        reordering.simulate(rule=rule, at=at)
    for program in Program.objects.all():
        alarming.look_at(program=program, at=at)


@job(tries=1, queue=BULK, alone="supply-placement")
def find_places(placement_id: str) -> None:
    """Where new boxes, machines or sites would reach most. Repeated, it finds nothing to do."""
    from beside.supply.need import finding

    finding.find(UUID(placement_id), clock.now())
