"""Pages of stock that need something in the house before they can be looked at."""

from datetime import timedelta

from beside.kernel import clock, house
from beside.supply.core.places import PlaceKind
from beside.supply.models import Aid, Lot
from beside.supply.services import alarming, holding, recalling, reordering
from tests import people
from tests.pages.registry import Page
from tests.supply.shared import offer, product, program, shelf, stocked, vials
from tests.supply.stock import samples


def furnish() -> None:
    """Two shelves and a machine; lots that are good, soon, past, held and recalled."""
    at, somebody = clock.now(), people.person("packer")
    day = house.today(at)
    for what in (product(), vials()):
        offer(program(), what)
    van = shelf(kind=PlaceKind.VEHICLE)
    shelf(kind=PlaceKind.MACHINE)
    stocked(1000, lot="GOOD1", expires=day + timedelta(days=700))
    stocked(27, lot="SOON2", expires=day + timedelta(days=40))
    stocked(6, lot="PAST3", expires=day - timedelta(days=10), at_place=van)
    held, bad = stocked(48, lot="HELD4"), stocked(24, lot="BAD5", at_place=van)
    holding.hold_lot(lot=held, program=program(), place=None, reason="damage", at=at, by=somebody)
    paper = samples._paper(somebody)
    recalling.recall_lot(lot=bad, document=paper, at=at, by=somebody)
    reordering.say_reordering(program=program(), product=product(), weekly_units=280,
                              lead_days=[5, 10, 21], covers_days=28, service_percent=99, at=at,
                              by=somebody)  # fmt: skip
    alarming.look_at(program=program(), at=at)


def pages() -> list[Page]:
    if not Lot.objects.filter(number="BAD5").exists():
        furnish()
    aid = Aid.objects.first() or samples.an_aid()
    count = samples.a_count()
    base, programs = "/en/staff/supply/stock", "/en/staff/supply/programs"
    bad, good = (Lot.objects.get(number=number) for number in ("BAD5", "GOOD1"))
    return [
        _staff("a shelf", f"{base}/places/{shelf().pk}/"),
        _staff("what is expired or held", f"{base}/?show=not"),
        _staff("a recalled lot", f"{base}/lots/{bad.pk}/"),
        _staff("a good lot", f"{base}/lots/{good.pk}/"),
        _staff("a count", f"{base}/counts/{count.pk}/"),
        _staff("a count sheet", f"{base}/counts/{count.pk}/paper/"),
        _staff("an offer of aid", f"{base}/aid/{aid.pk}/"),
        _staff("reordering", f"{base}/reorder/{program().pk}/{product().slug}/"),
        _staff("the ledger of a lot", f"{base}/ledger/?lot=GOOD1"),
        _staff("a program", f"{programs}/{program().pk}/"),
        _staff(
            "the listing of a shelf", f"{programs}/shelves/{shelf(kind=PlaceKind.SITE).pk}/listed/"
        ),
        _staff("a product", f"{programs}/products/{product().slug}/"),
    ]


def _staff(name: str, path: str) -> Page:
    return Page(name, path, signed_in=True, budget=120_000, requests=12)
