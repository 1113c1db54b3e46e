"""Kits of naloxone that left for people, by county and way, read from the ledger.

Counted is what stands at the ledger's outer places: given, on its way, with agencies, with
peers. What came back, was lost on the way or undone is taken off, on the day it first left.
Kits that were handed over and that the shelf could not show are counted too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Sum

from beside.partners.core.kinds import Kind
from beside.privacy import disclosure
from beside.privacy.disclosure import Dimension, Suppressed, Table
from beside.supply.core.places import SHELVES, PlaceKind
from beside.supply.models import Handed, Product, Program

NOWHERE = ""  # the county of what nobody placed
_ENDS = [PlaceKind.GIVEN, PlaceKind.IN_TRANSIT, PlaceKind.AGENCY, PlaceKind.PEERS]


class Way(StrEnum):
    """How kits left. Labels are in `words.py`."""

    HAND = "hand"
    MAIL = "mail"
    EVENT = "event"
    MACHINE = "machine"
    PEERS = "peers"
    PHARMACY = "pharmacy"
    HOSPITAL = "hospital"
    CORRECTIONS = "corrections"
    RESPONDERS = "responders"
    AGENCY = "agency"  # any other organization


BY_KIND: Mapping[str, Way] = {
    Kind.PHARMACY: Way.PHARMACY,
    Kind.HOSPITAL: Way.HOSPITAL,
    Kind.JAIL: Way.CORRECTIONS,
    Kind.COURT: Way.CORRECTIONS,
    Kind.LAW_ENFORCEMENT: Way.RESPONDERS,
    Kind.EMS: Way.RESPONDERS,
    Kind.FIRE: Way.RESPONDERS,
}

_LEFT = """
WITH moved AS (
    SELECT coalesce(u.about_kind, m.about_kind) AS about_kind,
           coalesce(u.about_id, m.about_id) AS about_id,
           sum(e.units::numeric / r.per_kit) FILTER (WHERE p.kind = ANY(%(ends)s)) AS kits,
           bool_or(p.kind = 'peers') AS is_peers,
           max(coalesce(nullif(p.county_fips, ''), o.county_fips, '')) AS county
    FROM supply_movement m
    LEFT JOIN supply_movement u ON u.id = m.undoes_id
    JOIN supply_entry e ON e.movement_id = m.id
    JOIN supply_place p ON p.id = e.place_id
    LEFT JOIN supply_place o ON o.id = p.of_id
    JOIN supply_lot l ON l.id = e.lot_id
    JOIN supply_product r ON r.id = l.product_id
    WHERE p.program_id = ANY(%(programs)s) AND r.kind = 'naloxone'
      AND coalesce(u.on_date, m.on_date) BETWEEN %(first)s AND %(last)s
    GROUP BY m.id, u.id
    HAVING sum(e.units) FILTER (WHERE p.kind = ANY(%(ends)s)) <> 0
)
SELECT moved.about_kind, moved.is_peers, coalesce(a.kind, ''),
       coalesce(nullif(n.county_fips, ''), nullif(q.county_fips, ''), nullif(a.county_fips, ''),
                nullif(g.county_fips, ''), moved.county, ''),
       sum(moved.kits)
FROM moved
LEFT JOIN supply_encounter n
    ON moved.about_kind = 'supply.encounter' AND n.id::text = moved.about_id
LEFT JOIN supply_request q ON moved.about_kind = 'supply.request' AND q.id::text = moved.about_id
LEFT JOIN supply_order d ON moved.about_kind = 'supply.order' AND d.id::text = moved.about_id
LEFT JOIN supply_agency a ON a.id = d.agency_id
LEFT JOIN supply_outing g ON moved.about_kind = 'supply.outing' AND g.id::text = moved.about_id
GROUP BY 1, 2, 3, 4
"""

_BY_SHELF = """
WITH left_for_people AS (
    SELECT m.id FROM supply_movement m
    LEFT JOIN supply_movement u ON u.id = m.undoes_id
    JOIN supply_entry e ON e.movement_id = m.id
    JOIN supply_place p ON p.id = e.place_id
    WHERE p.program_id = ANY(%(programs)s) AND p.kind = ANY(%(ends)s)
      AND coalesce(u.on_date, m.on_date) BETWEEN %(first)s AND %(last)s
    GROUP BY m.id HAVING sum(e.units) <> 0
)
SELECT coalesce(o.id, p.id), -sum(e.units::numeric / r.per_kit)
FROM left_for_people m
JOIN supply_entry e ON e.movement_id = m.id
JOIN supply_place p ON p.id = e.place_id
LEFT JOIN supply_place o ON o.id = p.of_id
JOIN supply_lot l ON l.id = e.lot_id
JOIN supply_product r ON r.id = l.product_id
WHERE r.kind = 'naloxone' AND p.kind = ANY(%(shelves)s)
GROUP BY 1
"""


@dataclass(frozen=True)
class Given:
    """Kits by county and way, in whole kits. `is_exact` is false where small counts are hidden.

    `hidden` are the counties some of whose counts do not show: what stands here is the least.
    """

    first: date
    last: date
    kits: Mapping[tuple[str, Way], int]
    is_exact: bool = True
    hidden: frozenset[str] = frozenset()

    def of(self, county: str) -> dict[Way, int]:
        """The ways of one county."""
        return {way: kits for (place, way), kits in self.kits.items() if place == county}

    @property
    def total(self) -> int:
        return sum(self.kits.values())

    def by_way(self) -> dict[Way, int]:
        """All counties together, and what is in none."""
        found: dict[Way, int] = defaultdict(int)
        for (_county, way), kits in self.kits.items():
            found[way] += kits
        return {way: found[way] for way in Way if found[way]}


def given(programs: Sequence[Program], first: date, last: date) -> Given:
    """Exact, for those who work in these programs; both days included."""
    kits: dict[tuple[str, Way], float] = defaultdict(float)
    for about, is_peers, kind, county, count in _left(programs, first, last):
        kits[county, way_of(about, kind, is_peers=is_peers)] += float(count)
    for county, count in _short(programs, first, last):
        kits[county, Way.HAND] += count
    whole = {key: round(count) for key, count in kits.items() if round(count) > 0}
    return Given(first, last, dict(sorted(whole.items())))


def by_shelf(programs: Sequence[Program], first: date, last: date) -> dict[UUID, int]:
    """Whole kits that left for people, by the shelf they left."""
    asked = _asked(programs, first, last) | {
        "shelves": [kind.value for kind in (*SHELVES, PlaceKind.SET_ASIDE)]
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_SHELF, asked)
        return {place: max(0, round(kits)) for place, kits in cursor.fetchall()}


def way_of(about: str, kind: str, *, is_peers: bool) -> Way:
    """What a movement about this, for an agency of this kind, counts as."""
    if is_peers:
        return Way.PEERS
    if about == "supply.order":
        return BY_KIND.get(kind, Way.AGENCY)
    ways = {"supply.request": Way.MAIL, "supply.visit": Way.MACHINE, "supply.outing": Way.EVENT}
    return ways.get(about, Way.HAND)


def _left(
    programs: Sequence[Program], first: date, last: date
) -> list[tuple[str, bool, str, str, float]]:
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, _asked(programs, first, last))
        return list(cursor.fetchall())


def _asked(programs: Sequence[Program], first: date, last: date) -> dict[str, Any]:
    return {
        "programs": [one.pk for one in programs], "first": first, "last": last,
        "ends": [kind.value for kind in _ENDS],
    }  # fmt: skip


def _short(programs: Sequence[Program], first: date, last: date) -> list[tuple[str, float]]:
    """Handed over, though by the ledger the shelf did not hold it."""
    rows = Handed.objects.filter(
        encounter__program__in=programs, encounter__undone_at=None, short__gt=0,
        encounter__on_date__range=(first, last), product__kind=Product.Kind.NALOXONE,
    ).values(
        at=F("encounter__county_fips"), there=F("encounter__place__county_fips"),
        per_kit=F("product__per_kit"),
    ).annotate(units_in_all=Sum("short"))  # fmt: skip
    return [
        (row["at"] or row["there"] or NOWHERE, row["units_in_all"] / row["per_kit"]) for row in rows
    ]


def published(exact: Given) -> Given:
    """The same as others may see it: small counts, and those they follow from, are left out."""
    counties = sorted({county or "unknown" for county, _ in exact.kits}) or ["unknown"]
    ways = sorted({way.value for _, way in exact.kits}) or [Way.HAND.value]
    counts: dict[tuple[str, ...], int] = {
        (county or "unknown", way.value): kits for (county, way), kits in exact.kits.items()
    }
    shape = (Dimension.flat("county", counties), Dimension.flat("way", ways))
    cells = disclosure.release([Table("kits", shape, counts)], disclosure.CMS).tables["kits"]
    shown: dict[tuple[str, Way], int] = {}
    hidden: set[str] = set()
    for (county, way), cell in cells.items():
        if disclosure.ALL in (county, way):
            continue
        place = NOWHERE if county == "unknown" else county
        if isinstance(cell, Suppressed):
            hidden.add(place)
        elif cell:
            shown[place, Way(way)] = int(cell)
    return Given(exact.first, exact.last, shown, is_exact=False, hidden=frozenset(hidden))
