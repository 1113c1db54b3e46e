"""Where a lot went: one query, from the shelf to the last hand we know of, without any name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from beside.supply.core.places import PlaceKind
from beside.supply.models import Lot, Program

_TRACE = """
SELECT p.program_id::text, g.public_name, p.kind, p.id::text, coalesce(s.name, p.name),
       x.about_kind, x.about_id, sum(e.units), max(m.at)
FROM supply_entry e
JOIN supply_movement m ON m.id = e.movement_id
JOIN supply_place p ON p.id = e.place_id
JOIN supply_program g ON g.id = p.program_id
LEFT JOIN supply_place s ON s.id = p.of_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN p.kind = ANY(%(parted)s) THEN m.about_kind ELSE '' END AS about_kind,
           CASE WHEN p.kind = ANY(%(parted)s) THEN m.about_id ELSE '' END AS about_id
) AS x
WHERE e.lot_id = %(lot)s AND p.program_id = ANY(%(programs)s::uuid[])
  AND p.kind <> ALL(%(edges)s)
GROUP BY p.program_id, g.public_name, p.kind, p.id, s.name, p.name, x.about_kind, x.about_id
HAVING sum(e.units) > 0
ORDER BY g.public_name, p.kind, max(m.at)
"""
# Of these each parcel, order or encounter is a row of its own; of shelves the place is one.
PARTED = (PlaceKind.SET_ASIDE, PlaceKind.IN_TRANSIT, PlaceKind.GIVEN)
EDGES = (PlaceKind.RECEIVED_FROM, PlaceKind.CORRECTED)
GONE = (PlaceKind.LOST, PlaceKind.DESTROYED)


@dataclass(frozen=True)
class Trace:
    """So many units of the lot are, or last were known, there."""

    program_id: str
    program: str
    kind: str
    place_id: str
    name: str
    about_kind: str
    about_id: str
    units: int
    at: datetime

    @property
    def key(self) -> str:
        """What names this row in the list of those who were told; no longer than 90."""
        return f"{self.place_id}:{self.about_id}"[:90]

    @property
    def must_be_told(self) -> bool:
        """Whether somebody there may still have it in hand."""
        return self.kind not in GONE

    @property
    def can_be_reached(self) -> bool:
        """A gift by hand has nobody's name; such a row calls for a notice at the place instead."""
        return self.kind != PlaceKind.GIVEN or bool(self.about_kind)


def trace(lot: Lot, programs: Iterable[Program]) -> list[Trace]:
    """Where the lot stands or went, in these programs, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TRACE,
            {
                "lot": lot.pk,
                "programs": [str(program.pk) for program in programs],
                "parted": [kind.value for kind in PARTED],
                "edges": [kind.value for kind in EDGES],
            },
        )
        return [
            Trace(program_id, program, kind, place_id, name, about_kind, about_id, int(units), at)
            for program_id, program, kind, place_id, name, about_kind, about_id, units, at in (
                cursor.fetchall()
            )
        ]
