"""What is counted of requests by mail: `docs/methods/mail-figures.md` says how."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import Min

from beside.kernel import house
from beside.supply.models import Program, Request


@dataclass(frozen=True)
class Figures:
    """Of the requests that were asked in a span."""

    requests: int
    posted: int  # or brought to the place where they are picked up
    days_to_post: float | None  # the middle one; None while none is posted


def figures(program: Program, since: datetime, until: datetime) -> Figures:
    """Requests asked from `since` on and before `until`, as they stand now."""
    asked = Request.objects.filter(program=program, asked_at__gte=since, asked_at__lt=until)
    first = asked.annotate(first=Min("parcels__posted_at")).values_list("asked_at", "first")
    days = [(house.today(left) - house.today(at)).days for at, left in first if left]
    return Figures(len(first), len(days), float(median(days)) if days else None)
