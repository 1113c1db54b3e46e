"""What was asked, offered and agreed, as it is written on an encounter, a request or a report."""

from collections.abc import Mapping
from datetime import date

from beside.accounts.models import User
from beside.supply import shelves
from beside.supply.core import asking
from beside.supply.core.asking import Asked, Beyond
from beside.supply.core.places import SHELVES
from beside.supply.models import Place, Product, Program

Kept = Mapping[str, object]


def kits_of(units: Mapping[Product, int]) -> int:
    """Kits of naloxone in so many units of products; a kit that was begun counts."""
    return sum(
        -(-count // product.per_kit)
        for product, count in units.items()
        if product.kind == Product.Kind.NALOXONE
    )


def kits_on(shelf: Place, on: date) -> int:
    """Kits of naloxone that this shelf could give out on that day."""
    kinds = Product.objects.filter(
        kind=Product.Kind.NALOXONE, lots__balances__place=shelf, lots__balances__units__gt=0
    )
    return sum(shelves.usable(shelf, one, on) // one.per_kit for one in kinds.distinct())


def kits_of_program(program: Program, on: date) -> int:
    """Kits of naloxone on all its shelves."""
    open_ones = Place.objects.filter(
        program=program, kind__in=[kind.value for kind in SHELVES], closed_at=None
    )
    return sum(kits_on(shelf, on) for shelf in open_ones)


def cap_of(program: Program, *, for_others: bool) -> int:
    """Kits one request may hold before staff say why."""
    return max(program.most_kits, program.peer_cap if for_others else 0)


def kept(
    asked: Asked, *, agreed: int, in_stock: int, cap: int, beyond: Beyond | None = None,
    by: User | None = None,
) -> Kept:  # fmt: skip
    """The columns of `models.asked.Negotiated`.

    Where neither question was answered nothing is said to have been offered. More than the cap
    always says by whom and why; a reason that was not needed is not kept.
    """
    is_beyond = by is not None and asking.is_beyond(agreed, cap)
    why = (beyond or Beyond.UNSAID) if is_beyond else None
    made = asking.settle(asked, agreed, in_stock, cap, why) if asked.is_said or why else None
    return {
        "kits_asked": asked.kits_asked, "knows_others": asked.knows_others,
        "kits_offered": made.offered if made else None,
        "kits_agreed": agreed or (0 if asked.is_said else None),
        "offer_why": made.why.value if made else "",
        "beyond_why": why.value if why else "", "beyond_by": by if why else None,
    }  # fmt: skip
