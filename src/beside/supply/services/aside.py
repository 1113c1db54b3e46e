"""Set stock aside for somebody, first expiring first; put it back; let it go."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from beside.accounts.models import User
from beside.supply import house, shelves
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
    """Take so many units of each product from the shelf for `about`. Raises OutOfStock, whole."""
    target, legs = shelves.aside_of(shelf), []
    for product, units in sorted(wanted.items(), key=lambda one: one[0].pk):
        there = shelves.shelved(shelf, product, lock=True)
        taken = fefo.take(there, units, on=house.today(at), margin=margin, whole=product.per_kit)
        legs += [Leg(each.lot, each.units, shelf, target) for each in taken]
    return post(legs, why=Why.SET_ASIDE, at=at, on_date=house.today(at), by=by, about=about)


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
    Place.objects.select_for_update(no_key=True).get(pk=source.pk)
    found = shelves.lots_aside(shelf, about)
    if not found:
        return None
    lots = Lot.objects.in_bulk(list(found))
    legs = [Leg(lots[lot], units, source, target) for lot, units in sorted(found.items())]
    return post(legs, why=why, at=at, on_date=house.today(at), by=by, about=about)
