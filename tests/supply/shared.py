"""A program with shelves and stock, for the tests of supply."""

from datetime import date, datetime

from beside.kernel import clock, house
from beside.partners.core.kinds import Kind
from beside.partners.models import Partner
from beside.supply.core.places import PlaceKind
from beside.supply.models import Lot, Offered, Place, Product, Program
from beside.supply.services import receiving

NEXT_YEAR = date(2027, 12, 31)


def product(slug: str = "nasal_4mg", **changes) -> Product:
    facts = {
        "kind": "naloxone", "names": {"en": "Naloxone nasal spray 4 mg"}, "naloxone": "nasal_4mg",
        "per_kit": 2, "per_box": 2, "per_case": 24, "kit_weight_g": 60,
    }  # fmt: skip
    return Product.objects.get_or_create(slug=slug, defaults=facts | changes)[0]


def vials() -> Product:
    return product(
        "vial_0_4mg", names={"en": "Naloxone 0.4 mg/mL vial"}, naloxone="injectable_0.4mg",
        per_kit=2, per_box=10, is_prescription=True,
    )  # fmt: skip


def program(slug: str = "kyhrc", **changes) -> Program:
    """The one of this name; asked for again, it is the same."""
    if known := Program.objects.filter(slug=slug).first():
        return known
    facts = {"public_name": "Kentucky River Harm Reduction", "states": ["KY"], "mails": True,
             "takes_orders": True, "return_lines": ["PO Box 100", "Berea KY 40403"]}  # fmt: skip
    partner, _ = Partner.objects.get_or_create(
        name=f"Partner {slug}",
        defaults={"kind": Kind.HARM_REDUCTION, "since_date": date(2026, 1, 1)},
    )
    return Program.objects.create(slug=slug, partner=partner, **facts | changes)


def shelf(of: Program | None = None, kind: PlaceKind = PlaceKind.WAREHOUSE) -> Place:
    return Place.objects.get_or_create(program=of or program(), kind=kind, name="Back room")[0]


def stocked(
    units: int,
    *,
    at_place: Place | None = None,
    of: Product | None = None,
    lot: str = "A1",
    expires: date | None = NEXT_YEAR,
    at: datetime | None = None,
) -> Lot:
    """So many units of one lot on the shelf."""
    at = at or clock.now()
    kind = of or product()
    line = receiving.Delivered(kind, lot, expires, units)
    receiving.receive(
        place=at_place or shelf(), delivered=[line], at=at, on_date=house.today(at), by=None,
        is_expired_known=True,
    )  # fmt: skip
    return Lot.objects.get(product=kind, number=lot)


def offer(of: Program, what: Product, **ways) -> Offered:
    return Offered.objects.get_or_create(
        program=of, product=what, defaults={"by_mail": True, "by_case": True} | ways
    )[0]
