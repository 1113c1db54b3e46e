"""Alarms about stock: rows that are opened when something is wrong and closed when it is not."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from beside.kernel import house, record
from beside.supply.core import alarms as core
from beside.supply.core.places import SHELVES, PlaceKind
from beside.supply.models import (
    Alarm,
    Awaited,
    Balance,
    Machine,
    Offered,
    Place,
    Program,
    Quarantine,
    Reordering,
)

Key = tuple[str, object, object, object]


@transaction.atomic
def look_at(*, program: Program, at: datetime) -> tuple[int, int]:
    """Compare what is wrong now with the alarms that stand; how many were opened and closed."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    now = {_key(alarm): alarm for alarm in _due(program, at)}
    standing = {
        (row.kind, row.product_id, row.place_id, row.lot_id): row
        for row in Alarm.objects.filter(program=program, closed_at=None)
    }
    over = [row.pk for key, row in standing.items() if key not in now]
    fresh = [alarm for key, alarm in now.items() if key not in standing]
    Alarm.objects.filter(pk__in=over).update(closed_at=at)
    Alarm.objects.bulk_create(
        Alarm(program=program, kind=one.kind, product_id=one.product, place_id=one.place,
              lot_id=one.lot, units=one.units, opened_at=at)
        for one in fresh
    )  # fmt: skip
    for key, row in standing.items():
        if key in now and now[key].units != row.units:
            Alarm.objects.filter(pk=row.pk).update(units=now[key].units)
    if fresh or over:
        detail = {"opened": len(fresh), "closed": len(over)}
        record.act("stock_looked_at", on=program, at=at, detail=detail)
    return len(fresh), len(over)


def _key(alarm: core.Alarm) -> Key:
    return (alarm.kind.value, alarm.product, alarm.place, alarm.lot)


def _due(program: Program, at: datetime) -> list[core.Alarm]:
    on = house.today(at)
    places = Place.objects.filter(program=program, kind__in=SHELVES, closed_at=None)
    machines = places.filter(kind=PlaceKind.MACHINE).values_list("pk", flat=True)
    said = Machine.objects.filter(place__in=places).exclude(reported_empty_at=None)
    return core.due(
        _stands(program, places), _offers(program), list(machines), on=on,
        said_empty=set(said.values_list("pk", flat=True)),
    )  # fmt: skip


def _stands(program: Program, places: QuerySet[Place]) -> list[core.Stands]:
    held = Quarantine.objects.filter(lot=OuterRef("lot"), program=program, lifted_at=None).filter(
        Q(place=None) | Q(place=OuterRef("place"))
    )
    rows = Balance.objects.filter(place__in=places, units__gt=0).annotate(held=Exists(held))
    return [
        core.Stands(place=place, product=product, lot=lot, units=units, expires_date=expires,
                    is_machine=kind == PlaceKind.MACHINE, is_recalled=recalled is not None,
                    is_held=held)
        for place, product, lot, units, expires, kind, recalled, held in rows.values_list(
            "place", "lot__product", "lot", "units", "lot__expires_date", "place__kind",
            "lot__recalled_at", "held",
        )
    ]  # fmt: skip


def _offers(program: Program) -> list[core.Offer]:
    points = dict(
        Reordering.objects.filter(program=program).values_list("product", "reorder_units")
    )
    coming = Awaited.objects.filter(program=program, arrived_date=None, dropped_at=None)
    awaited = dict(coming.values_list("product").annotate(all=Sum("units")))
    offered = Offered.objects.filter(program=program, product__is_current=True)
    return [
        core.Offer(product, points.get(product), awaited.get(product, 0))
        for product in offered.values_list("product", flat=True)
    ]
