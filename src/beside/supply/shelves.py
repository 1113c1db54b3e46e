"""What stands on a shelf, as the rule of `core/fefo.py` reads it; and the edges of the ledger."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from beside.supply.core.fefo import Shelved, is_usable
from beside.supply.core.places import PlaceKind
from beside.supply.models import Balance, Lot, Place, Product, Program, Quarantine


def edge(program: Program, kind: PlaceKind) -> Place:
    """The program's own edge of the ledger (given, lost, in transit …), made when first needed."""
    return Place.objects.get_or_create(program=program, kind=kind, of=None)[0]


def aside_of(shelf: Place) -> Place:
    """Where what was picked from this shelf stands until it leaves."""
    return Place.objects.get_or_create(
        of=shelf, kind=PlaceKind.SET_ASIDE, defaults={"program": shelf.program}
    )[0]


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


def usable(shelf: Place, product: Product, on: date) -> int:
    """Units that could be given out on that day."""
    return sum(one.on_hand for one in shelved(shelf, product) if is_usable(one, on))
