"""What was given out day by day, and how long orders took: what reorder points are found from."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from beside.kernel import house
from beside.supply.core.places import SHELVES, PlaceKind
from beside.supply.core.reorder import LeadTime
from beside.supply.models import Awaited, Lot, Product, Program, Reordering

LOOKS_BACK = timedelta(days=728)  # two years, whole weeks
USUAL_LEAD = LeadTime(5, 10, 21)  # days; until a program says otherwise
LEAST_ORDERS = 5  # observed lead times are believed from so many on

# What left the shelves for good and for people: not lost, not destroyed, not corrected. What
# was given back or undone counts against the day it was first given out on.
_GIVEN = """
SELECT coalesce(u.on_date, m.on_date), -sum(e.units)
FROM supply_entry e
JOIN supply_movement m ON m.id = e.movement_id
LEFT JOIN supply_movement u ON u.id = m.undoes_id
JOIN supply_place p ON p.id = e.place_id
JOIN supply_lot l ON l.id = e.lot_id
LEFT JOIN supply_place o ON o.id = p.of_id
WHERE p.program_id = %(program)s AND l.product_id = %(product)s
  AND p.kind = ANY(%(kinds)s)
  AND m.on_date >= %(since)s AND m.on_date < %(until)s
  AND EXISTS (
    SELECT FROM supply_entry x JOIN supply_place t ON t.id = x.place_id
    WHERE x.movement_id = m.id AND x.lot_id = e.lot_id AND t.kind = ANY(%(ends)s)
  )
GROUP BY 1
"""
_ENDS = [PlaceKind.GIVEN, PlaceKind.IN_TRANSIT, PlaceKind.AGENCY, PlaceKind.PEERS]

# Days on which a program had nothing of it to give: they say nothing about what people wanted.
_STOOD = """
SELECT m.on_date, sum(e.units)
FROM supply_entry e
JOIN supply_movement m ON m.id = e.movement_id
JOIN supply_place p ON p.id = e.place_id
JOIN supply_lot l ON l.id = e.lot_id
WHERE p.program_id = %(program)s AND l.product_id = %(product)s AND p.kind = ANY(%(shelves)s)
GROUP BY 1 ORDER BY 1
"""


def history(program: Program, product: Product, until: date) -> list[int]:
    """Units that left for people, a day, oldest first, up to the day before `until`.

    It begins with the first day something went out. Days that ended with empty shelves are
    left out unless something went out on them: they are no sign that nobody came.
    """
    asked: dict[str, Any] = {
        "program": program.pk, "product": product.pk, "since": until - LOOKS_BACK, "until": until,
        "kinds": [*SHELVES, PlaceKind.SET_ASIDE], "ends": _ENDS,
        "shelves": [*SHELVES, PlaceKind.SET_ASIDE],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, asked)
        given = {day: int(units) for day, units in cursor.fetchall()}
        if not given:
            return []
        cursor.execute(_STOOD, asked)
        moved = [(day, int(units)) for day, units in cursor.fetchall()]
    days = [min(given) + timedelta(days=n) for n in range((until - min(given)).days)]
    empty = _empty(days, moved)
    return [max(0, given.get(day, 0)) for day in days if day in given or day not in empty]


def lead_time(rule: Reordering) -> LeadTime:
    """From the last orders that came; from what was said while there are too few."""
    came = Awaited.objects.filter(
        program=rule.program, product=rule.product, arrived_date__isnull=False
    ).order_by("-ordered_date")[:20]
    days = sorted((one.arrived_date - one.ordered_date).days for one in came if one.arrived_date)
    said = LeadTime(*rule.lead_days) if rule.lead_days else USUAL_LEAD
    if len(days) < LEAST_ORDERS:
        return said
    days = [max(0, day) for day in days]
    return LeadTime(days[0], days[len(days) // 2], max(days[-1], said.most))


def life_days(product: Product, on: date) -> int | None:
    """What the last delivered lots had left when they came; None when we have seen none."""
    lots = Lot.objects.filter(product=product, expires_date__isnull=False)
    lives = [
        (lot.expires_date - house.today(lot.first_received_at)).days
        for lot in lots.order_by("-first_received_at")[:5]
        if lot.expires_date
    ]
    return min(lives) if lives and min(lives) > 0 else None


def _empty(days: list[date], moved: list[tuple[date, int]]) -> set[date]:
    """The days that ended with nothing on any shelf; both lists go forward in time."""
    empty, stood, index = set[date](), 0, 0
    for day in days:
        while index < len(moved) and moved[index][0] <= day:
            stood, index = stood + moved[index][1], index + 1
        if stood <= 0:
            empty.add(day)
    return empty
