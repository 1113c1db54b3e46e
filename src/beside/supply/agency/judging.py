"""Whether an order can be taken as it is, and what goes along with it by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from beside.supply.agency import offers as offering
from beside.supply.core.supplying import Blocked, asks_plan
from beside.supply.core.units import NotWhole, Pack
from beside.supply.models import Agency, AgencyReversal, Order, Place, Product


class CannotOrder(ValueError):
    """An order that cannot be taken as it is. Each kind says what to mend."""


class NotOpen(CannotOrder):
    """The agency is not let in (any more)."""


class NothingAsked(CannotOrder):
    """No product has a number."""


class NotAgreed(CannotOrder):
    """They have not agreed not to bill and not to resell."""


class PlanNeeded(CannotOrder):
    """So large an order asks how the kits will be given out."""


class NotOffered(CannotOrder):
    """The program does not offer this by the case, or the law does not allow it."""

    def __init__(self, product: Product) -> None:
        super().__init__(product.slug)
        self.product = product


class PaperEnded(NotOffered):
    """A prescription product whose paper ended or is missing: see `blocked`."""

    def __init__(self, product: Product, blocked: Blocked) -> None:
        super().__init__(product)
        self.blocked = blocked


class NotWholeCases(NotOffered):
    """Not a whole number of cases."""


class TooMany(CannotOrder):
    """More than the program gives at once. `most` in cases, `product` when it is one alone."""

    def __init__(self, most: int, product: Product | None = None) -> None:
        super().__init__(str(most))
        self.most, self.product = most, product


class NoDoor(CannotOrder):
    """There is nowhere to ship to yet."""


class OnlyABox(NotOffered):
    """A prescription product may not go to a post-office box."""


@dataclass(frozen=True)
class Wish:
    """What one order asks. Units by product; `pick_up_at` instead of shipping."""

    units: Mapping[Product, int]
    on_hand: Mapping[Product, int] = field(default_factory=dict)
    pick_up_at: Place | None = None
    plan: str = ""
    reversals_told: int | None = None
    agrees: bool = False


def judge(agency: Agency, wish: Wish, on: date) -> None:
    """Whether it can be taken. Raises CannotOrder."""
    if agency.state != Agency.State.OPEN:
        raise NotOpen
    if not wish.agrees:
        raise NotAgreed
    if not any(wish.units.values()):
        raise NothingAsked
    _products(agency, wish, on)
    doses = sum(units for product, units in wish.units.items() if product.kind == "naloxone")
    if asks_plan(doses, agency.program.plan_above_units) and not wish.plan.strip():
        raise PlanNeeded


def _products(agency: Agency, wish: Wish, on: date) -> None:
    open_to = {offer.product: offer for offer in offering.offers(agency, on)}
    most, cases = offering.terms_of(agency.program).most_cases, 0
    if wish.pick_up_at is None and agency.ship_to_id is None:
        raise NoDoor
    for product, units in wish.units.items():
        offer = open_to.get(product)
        if not units:
            continue
        if offer is None:
            raise NotOffered(product)
        if offer.blocked:
            raise PaperEnded(product, offer.blocked)
        if offer.needs_door and wish.pick_up_at is None and agency.is_po_box:
            raise OnlyABox(product)
        try:
            here = product.packs.whole(units, Pack.CASE)
        except NotWhole:
            raise NotWholeCases(product) from None
        if offer.most_units and units > offer.most_units:
            raise TooMany(offer.most_units // product.per_case, product)
        cases += here
    if most and cases > most:
        raise TooMany(most)


def reversals_since_last(agency: Agency) -> int:
    """Reversals reported for this agency since its last order: carried over by themselves."""
    last = Order.objects.filter(agency=agency).order_by("-placed_at").first()
    reported = AgencyReversal.objects.filter(agency=agency)
    return (reported.filter(at__gt=last.placed_at) if last else reported).count()
