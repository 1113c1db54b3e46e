"""Stock comes in: a delivery, lot by lot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from beside.accounts.models import User
from beside.supply import shelves
from beside.supply.core.places import Movement as Why
from beside.supply.core.places import PlaceKind
from beside.supply.models import Lot, Movement, Place, Product
from beside.supply.posting import Leg, post


class ExpiredAlready(ValueError):
    """The expiry is in the past; it is received only when somebody says so."""


class AnotherExpiry(ValueError):
    """We know this lot with another expiry date. One of the two is a slip."""

    def __init__(self, known: date | None) -> None:
        super().__init__(str(known))
        self.known = known


class Recalled(ValueError):
    """The lot is recalled: nothing of it comes onto a shelf."""


@dataclass(frozen=True)
class Delivered:
    """One line of a delivery, in units."""

    product: Product
    lot_number: str
    expires_date: date | None
    units: int


@transaction.atomic
def receive(
    *,
    place: Place,
    delivered: Sequence[Delivered],
    at: datetime,
    on_date: date,
    by: User | None,
    is_expired_known: bool = False,
    about: tuple[str, object] = ("", ""),
) -> Movement:
    """Put a delivery on the shelf. Raises ExpiredAlready, AnotherExpiry, Recalled."""
    source = shelves.edge(place.program, PlaceKind.RECEIVED_FROM)
    legs = []
    for line in delivered:
        if line.expires_date and line.expires_date < on_date and not is_expired_known:
            raise ExpiredAlready(line.lot_number)
        legs.append(Leg(_lot(line, at), line.units, source, place))
    return post(legs, why=Why.RECEIVED, at=at, on_date=on_date, by=by, about=about)


def _lot(line: Delivered, at: datetime) -> Lot:
    lot, _ = Lot.objects.get_or_create(
        product=line.product, number=line.lot_number.strip().upper(),
        defaults={"expires_date": line.expires_date, "printed_date": line.expires_date,
                  "first_received_at": at},
    )  # fmt: skip
    if lot.recalled_at:
        raise Recalled(line.lot_number)
    if lot.printed_date is None and not lot.entries.exists():  # known by a recall, taken back since
        lot.expires_date = lot.printed_date = line.expires_date
        lot.first_received_at = at
        lot.save(update_fields=["expires_date", "printed_date", "first_received_at"])
    if line.expires_date not in (lot.printed_date, lot.expires_date):
        raise AnotherExpiry(lot.printed_date)
    return lot
