"""The kits that peers hold: one place on the ledger for each program, never one for a peer."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Sum

from beside.accounts.models import User
from beside.supply import shelves
from beside.supply.core import fefo
from beside.supply.core.fefo import OutOfStock
from beside.supply.core.places import TO_PEERS, PlaceKind
from beside.supply.core.places import Movement as Why
from beside.supply.models import Balance, Movement, Offered, Place, Product, Program
from beside.supply.posting import Leg, post

ABOUT, SETTLED = TO_PEERS, "peers.settled"
WHY = Why.MOVED  # to another place of the program, which people carry with them


def place_of(program: Program) -> Place:
    """Where the ledger says peers' kits are."""
    return shelves.edge(program, PlaceKind.PEERS)


def fill(
    *,
    shelf: Place,
    wanted: Mapping[Product, int],
    about: tuple[str, object],
    at: datetime,
    on_date: date,
    by: User | None,
) -> Movement:
    """Units leave this shelf for the peers', first expiring first. Raises OutOfStock, whole."""
    return _carry(shelf, place_of(shelf.program), wanted, WHY, "", about, at, on_date, by)


def empty(
    *, program: Program, wanted: Mapping[Product, int], target: PlaceKind, reason: str,
    at: datetime, on_date: date,
) -> Movement:  # fmt: skip
    """What peers handed on, or lost, leaves their place. Raises OutOfStock."""
    why = Why.LOST if target is PlaceKind.LOST else Why.GIVEN
    edge = shelves.edge(program, target)
    about = (SETTLED, on_date.isoformat())
    return _carry(place_of(program), edge, wanted, why, reason, about, at, on_date, None)


def _carry(
    source: Place, target: Place, wanted: Mapping[Product, int], why: Why, reason: str,
    about: tuple[str, object], at: datetime, on_date: date, by: User | None,
) -> Movement:  # fmt: skip
    legs = []
    for product, units in sorted(wanted.items(), key=lambda one: one[0].pk):
        there = shelves.shelved(source, product, lock=True)
        taken = fefo.take(there, units, on=on_date)
        legs += [Leg(each.lot, each.units, source, target) for each in taken]
    return post(legs, why=why, reason=reason, at=at, on_date=on_date, by=by, about=about)


def kits_on(shelf: Place, product: Product, day: date) -> int:
    """Whole kits that could be given out from there."""
    return shelves.usable(shelf, product, day) // product.per_kit


def held(program: Program) -> int:
    """Kits of naloxone that peers hold by the ledger."""
    found = Balance.objects.filter(
        place__program=program, place__kind=PlaceKind.PEERS, units__gt=0,
        lot__product__kind=Product.Kind.NALOXONE,
    )  # fmt: skip
    rows = found.values("lot__product__per_kit").annotate(all=Sum("units"))
    return sum(row["all"] // row["lot__product__per_kit"] for row in rows)


def products_held(program: Program) -> list[Product]:
    """The products of which peers hold something."""
    found = Product.objects.filter(
        lots__balances__place=place_of(program), lots__balances__units__gt=0
    )
    return list(found.distinct().order_by("pk"))


def products(program: Program) -> list[Product]:
    """The naloxone that the program gives out, its first choice first."""
    rows = Offered.objects.filter(
        program=program, product__is_current=True, product__kind=Product.Kind.NALOXONE
    )
    return [row.product for row in rows.select_related("product").order_by("position", "pk")]


__all__ = [
    "ABOUT",
    "SETTLED",
    "WHY",
    "OutOfStock",
    "empty",
    "fill",
    "held",
    "kits_on",
    "place_of",
    "products",
    "products_held",
]
