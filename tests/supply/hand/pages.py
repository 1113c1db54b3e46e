"""Pages of hand-overs for the matrix."""

from beside.supply.core.asking import Asked
from beside.supply.models import Encounter
from tests.pages.registry import Page
from tests.supply.hand.shared import keep, site, worker
from tests.supply.shared import product, stocked, vials


def furnish() -> None:
    """A site with some stock, visits, and a shelf that asks to be counted."""
    place, by = site(), worker()
    stocked(60, at_place=place, lot="HAND1")
    for reason in ("first", "used", "lost"):
        keep(place, by=by, units={product(): 4}, reason=reason, is_new=reason == "first")
    keep(place, by=by, units={vials(): 2}, syringes_back=140)
    keep(place, by=by, units={product(): 12}, asked=Asked(4, True))


def pages() -> list[Page]:
    if not Encounter.objects.exists():
        furnish()
    at = f"?place={site().pk}"
    return [
        _staff("handing over", f"hand/{at}"),
        _staff("handing over, offline", f"hand/offline/{at}"),
        _staff("encounters on paper", f"hand/paper/{at}"),
        _staff("handed over, published", "handed/?published=yes"),
    ]


def _staff(name: str, tail: str) -> Page:
    return Page(name, f"/en/staff/supply/{tail}", signed_in=True, budget=120_000, requests=12)
