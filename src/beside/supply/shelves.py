"""What stands on a shelf, as the rule of `core/fefo.py` reads it; and the edges of the ledger."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from beside.supply.core.fefo import Shelved, Shortfall, explain, is_usable
from beside.supply.core.places import PlaceKind
from beside.supply.models import Balance, Entry, Lot, Place, Product, Program, Quarantine


def edge(program: Program, kind: PlaceKind) -> Place:
    """The program's own edge of the ledger (given, lost, in transit …), made when first needed."""
    return Place.objects.get_or_create(program=program, kind=kind, of=None)[0]


def aside_of(shelf: Place) -> Place:
    """Where what was picked from this shelf stands until it leaves."""
    return Place.objects.get_or_create(
        of=shelf, kind=PlaceKind.SET_ASIDE, defaults={"program": shelf.program}
    )[0]


def alone_with(about: tuple[str, object]) -> None:
    """Nobody else moves what stands aside for `about` until this transaction ends.

    Others of the same shelf are not waited for: what is theirs is theirs by `about`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{about[0]}:{about[1]}"]
        )


def balances(shelf: Place, product: Product, *, lock: bool = False) -> QuerySet[Balance]:
    """The lots of a product that this place holds, with `is_held`; locked in the ledger's order."""
    held = Quarantine.objects.filter(lot=OuterRef("lot"), lifted_at=None).filter(
        Q(place=shelf) | Q(place=None, program=shelf.program)
    )
    found = Balance.objects.filter(place=shelf, lot__product=product, units__gt=0)
    found = found.select_related("lot").annotate(is_held=Exists(held)).order_by("place", "lot")
    return found.select_for_update(of=("self",)) if lock else found


def shelved(shelf: Place, product: Product, *, lock: bool = False) -> list[Shelved[Lot]]:
    """The same as `core.fefo` takes it."""
    return [
        Shelved(
            lot=one.lot, on_hand=one.units, expires_date=one.lot.expires_date,
            received=one.lot.pk,
            is_held=getattr(one, "is_held", False) or one.lot.recalled_at is not None,
        )
        for one in balances(shelf, product, lock=lock)
    ]  # fmt: skip


def lock_lots(shelf: Place, lots: Collection[int]) -> None:
    """Hold these balances until the transaction ends, in the order in which all writers do."""
    rows = Balance.objects.filter(place=shelf, lot__in=lots).order_by("place", "lot")
    list(rows.select_for_update().values_list("pk", flat=True))


def usable(shelf: Place, product: Product, on: date) -> int:
    """Units that could be given out on that day."""
    return sum(one.on_hand for one in shelved(shelf, product) if is_usable(one, on))


def shortfall(
    shelf: Place, product: Product, units: int, on: date, *, margin: timedelta = timedelta()
) -> Shortfall:
    """Why so many units cannot be taken from here."""
    there = shelved(shelf, product)
    return explain(there, units, on=on, margin=margin, whole=product.per_kit)


_LEAST_SINCE = """
SELECT lot_id, min(running) FROM (
    SELECT lot_id, on_date,
           sum(sum(units)) OVER (PARTITION BY lot_id ORDER BY on_date) AS running
    FROM supply_entry JOIN supply_movement m ON m.id = movement_id
    WHERE place_id = %s AND lot_id = ANY(%s) GROUP BY lot_id, on_date
    UNION ALL
    SELECT lot_id, %s, coalesce(sum(units) FILTER (WHERE on_date <= %s), 0)
    FROM supply_entry JOIN supply_movement m ON m.id = movement_id
    WHERE place_id = %s AND lot_id = ANY(%s) GROUP BY lot_id
) AS days WHERE on_date >= %s GROUP BY lot_id
"""


def there_on(shelf: Place, there: list[Shelved[Lot]], on: date) -> list[Shelved[Lot]]:
    """The same, as far as it was there on that day and nobody took it since.

    A paper that is typed late takes from the lots that stood there on its day: what came
    afterwards could not have been given then.
    """
    lots = [one.lot.pk for one in there]
    with connection.cursor() as cursor:
        cursor.execute(_LEAST_SINCE, [shelf.pk, lots, on, on, shelf.pk, lots, on])
        least = {lot: max(0, units or 0) for lot, units in cursor.fetchall()}
    return [replace(one, on_hand=min(one.on_hand, least.get(one.lot.pk, 0))) for one in there]


def lots_aside(shelf: Place, about: tuple[str, object]) -> dict[int, int]:
    """Units of each lot (by its id) that stand aside there for `about`."""
    found = Entry.objects.filter(
        place=aside_of(shelf), movement__about_kind=about[0],
        movement__about_id=str(about[1]),
    ).values("lot").annotate(total=Sum("units")).filter(total__gt=0)  # fmt: skip
    return {row["lot"]: row["total"] for row in found}
