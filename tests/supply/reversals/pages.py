"""Pages of reports of use for the matrix."""

from beside.kernel import clock
from beside.supply.models import Request, Reversal
from beside.supply.reversals.refills import Wish
from beside.supply.services import reporting
from tests.pages.registry import Page
from tests.supply.reversals import samples
from tests.supply.reversals.shared import pick_up, report

TOKEN = "p" * 22


def pages() -> list[Page]:
    if not Reversal.objects.exists():
        for doses in (1, 2, 3):
            report(doses=doses)
    kept = report(wish=Wish(TOKEN, "en", site=pick_up()))
    if kept.refill:
        Request.objects.filter(pk=kept.refill.request.pk).update(state="collected")
    wants = report().reversal
    reporting.want_call(reversal=wants, number="606 555 0149", at=clock.now())
    return [
        Page("we used it", "/en/kits/used/"),
        Page("we used it, of an order", f"/en/kits/used/{TOKEN}/"),
        Page("thank you for telling", f"/en/kits/used/thanks/{samples.thanks()}/"),
        _staff("reports of use, published", "used/?published=yes"),
    ]


def _staff(name: str, tail: str) -> Page:
    return Page(name, f"/en/staff/supply/{tail}", signed_in=True, budget=120_000, requests=12)
