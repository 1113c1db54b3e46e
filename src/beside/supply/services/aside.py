"""Set stock aside for somebody, first expiring first; put it back; let it go."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import house
from beside.supply import shelves
from beside.supply.core import fefo
from beside.supply.core.fefo import OutOfStock
from beside.supply.core.places import Movement as Why
from beside.supply.models import Lot, Movement, Place, Product
from beside.supply.posting import Leg, NotThere, post

__all__ = ["OutOfStock", "let_go", "put_back", "set_aside"]

About = tuple[str, object]


@transaction.atomic
def set_aside(
    *,
    shelf: Place,
    wanted: Mapping[Product, int],
    about: About,
    at: datetime,
    by: User | None = None,
    margin: timedelta = timedelta(),
) -> Movement:
    """Take so many units of each product from the shelf for `about`. Raises OutOfStock, whole.

    Only the lots that are taken are held, and only from here to the end of the transaction.
    """
    target, today = shelves.aside_of(shelf), house.today(at)
    taken = _held(shelf, lambda: _chosen(shelf, wanted, today, margin))
    legs = [Leg(lot, units, shelf, target) for lot, units in taken]
    return post(legs, why=Why.SET_ASIDE, at=at, on_date=today, by=by, about=about)


def _chosen(
    shelf: Place, wanted: Mapping[Product, int], today: date, margin: timedelta
) -> list[tuple[Lot, int]]:
    """First expiring lots of each product, as the shelf stands now."""
    return [
        (each.lot, each.units)
        for product, units in sorted(wanted.items(), key=lambda one: one[0].pk)
        for each in fefo.take(shelves.shelved(shelf, product), units, on=today, margin=margin,
                              whole=product.per_kit)
    ]  # fmt: skip


class _Moved(Exception):
    """Somebody took of these lots while we waited for them."""


def _held(shelf: Place, choose: Callable[[], list[tuple[Lot, int]]]) -> list[tuple[Lot, int]]:
    """What is chosen, locked, and chosen again the same once nobody else can take of it.

    A choice that has become another lets go of its locks before it waits for others: no
    two writers ever wait for each other in a circle.
    """
    wanted = choose()
    while True:
        held = {lot.pk for lot, _units in wanted}
        try:
            with transaction.atomic():
                shelves.lock_lots(shelf, held)
                wanted = choose()
                if not {lot.pk for lot, _units in wanted} <= held:
                    raise _Moved
        except _Moved:
            continue
        return wanted


@transaction.atomic
def put_back(
    *, shelf: Place, about: About, at: datetime, by: User | None = None
) -> Movement | None:
    """All that stands aside for `about` goes back to the shelf; None when nothing did."""
    return _all(shelf, about, shelf, Why.PUT_BACK, at, by)


@transaction.atomic
def let_go(
    *, shelf: Place, target: Place, why: Why, about: About, at: datetime, by: User | None = None
) -> Movement:
    """All that stands aside for `about` leaves for `target`. Raises NotThere when nothing does."""
    movement = _all(shelf, about, target, why, at, by)
    if movement is None:
        raise NotThere(str(about[1]))
    return movement


def _all(
    shelf: Place, about: About, target: Place, why: Why, at: datetime, by: User | None
) -> Movement | None:
    source = shelves.aside_of(shelf)
    shelves.alone_with(about)
    found = shelves.lots_aside(shelf, about)
    if not found:
        return None
    lots = Lot.objects.in_bulk(list(found))
    legs = [Leg(lots[lot], units, source, target) for lot, units in sorted(found.items())]
    return post(legs, why=why, at=at, on_date=house.today(at), by=by, about=about)
