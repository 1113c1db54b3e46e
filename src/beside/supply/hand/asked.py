"""What products and places the page asks about: those of the programs somebody works for."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from beside.accounts.models import User
from beside.supply import access
from beside.supply.core.places import SHELVES
from beside.supply.models import Place, Product


@dataclass(frozen=True)
class Ask:
    """One product as the page asks for it: naloxone in kits and single doses, else in units."""

    product: Product
    name: str
    is_naloxone: bool

    @property
    def by_kit(self) -> bool:
        """Whether kits are asked for beside single units."""
        return self.product.per_kit > 1


def shelves_of(user: User) -> list[Place]:
    """The shelves somebody can hand out from, by program and name."""
    rows = Place.objects.select_related("program").filter(
        kind__in=[kind.value for kind in SHELVES], closed_at=None
    )
    return list(access.scoped(rows, user).order_by("program__public_name", "name", "pk"))


def chosen(user: User, place_id: str) -> Place | None:
    """The shelf of the address, else the only or first one. Raises NotYours for another's."""
    if place_id:
        try:
            return access.place_for(user, UUID(place_id))
        except ValueError:
            pass
    return next(iter(shelves_of(user)), None)


def products_of(place: Place, language: str) -> Sequence[Ask]:
    """What the program gives out by hand: naloxone first."""
    offered = place.program.offered.filter(by_hand=True, product__is_current=True)
    found = [one.product for one in offered.select_related("product").order_by("position", "pk")]
    asks = [Ask(one, one.name(language), one.kind == Product.Kind.NALOXONE) for one in found]
    return sorted(asks, key=lambda ask: not ask.is_naloxone)
