"""What a batch needs from the shelf, and what is held in hand against it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from beside.supply.core import gs1
from beside.supply.core.postage import MAILER_G
from beside.supply.core.request import State
from beside.supply.mail import lots
from beside.supply.models import Batch, Lot, Parcel, Picked, Product, Quarantine, Request


class WrongProduct(Exception):
    """That is another product than any parcel here needs."""

    def __init__(self, product: Product) -> None:
        super().__init__(product.slug)
        self.product = product


class UnknownLot(Exception):
    """No such lot was ever received."""


class OnlyTheProduct(Exception):
    """The code names a product and no lot (a UPC): the lot is to be typed."""


class AnotherLot(Exception):
    """A good lot, but not one that the pick list names."""

    def __init__(self, lot: Lot) -> None:
        super().__init__(str(lot.pk))
        self.lot = lot


class AnotherExpiry(Exception):
    """The code tells another expiry than this lot has: a wrong lot, or a forged carton."""

    def __init__(self, lot: Lot, told: date) -> None:
        super().__init__(str(lot.pk))
        self.lot, self.told = lot, told


class NotToBeUsed(Exception):
    """The lot is recalled, expired or in quarantine. `why` is a slug."""

    def __init__(self, lot: Lot, why: str) -> None:
        super().__init__(why)
        self.lot, self.why = lot, why


@dataclass(frozen=True)
class Read:
    """What was scanned, or typed: a lot's number, and where a code says so the product."""

    number: str
    how: str = Picked.How.TYPED
    gtin: str = ""
    expires_date: date | None = None


@dataclass(frozen=True)
class Line:
    """One lot of the pick list."""

    lot: Lot
    units: int
    kits: int
    picked: Picked | None
    is_held: bool = field(default=False)  # it was recalled since it was set aside


def read_code(scanned: str) -> Read:
    """A scan in GS1's form (DataMatrix), or a lot's number as printed."""
    typed = Read(scanned.strip().upper())
    if Lot.objects.filter(number=typed.number).exists():
        return typed
    try:
        found = gs1.read(scanned)
    except gs1.NotGs1:
        return typed
    return Read(found.lot.upper(), Picked.How.SCANNED, found.gtin, found.expires_date)


def parcels(batch: Batch) -> QuerySet[Parcel]:
    """The parcels of a batch that were not let go, by position."""
    found = batch.parcels.exclude(outcome=Parcel.Outcome.LET_GO)
    return found.select_related(
        "batch__shelf", "request__program", "request__shelf", "request__site", "request__key"
    ).order_by("position")


def by_parcel(batch: Batch) -> dict[int, Counter[int]]:
    """Of each parcel (by its id) that is here: units of each lot (by its id) that stand aside."""
    here = parcels(batch).filter(ended_at=None)  # one that was sent again stands in another batch
    return lots.aside_for(here.filter(request__state__in=(State.SET_ASIDE, State.PACKED)))


def needs(batch: Batch) -> Counter[int]:
    """Units of each lot that stand aside for the parcels of this batch."""
    return sum(by_parcel(batch).values(), Counter())


def told_apart(batch: Batch) -> dict[int, list[str]]:
    """Parcels (by id) that hold a product of which two lots are in this batch, with their lots.

    Which lot went into which of them decides whom a recall reaches: each is closed by itself,
    with its lot read once more. A lot that was in hand counts though its parcels have left.
    """
    parts = by_parcel(batch)
    if parcels(batch).count() < 2:
        return {}
    held = Picked.objects.filter(batch=batch).values_list("lot", flat=True)
    known = Lot.objects.in_bulk({*sum(parts.values(), Counter()), *held})
    lots_of = Counter(lot.product_id for lot in known.values())
    return {
        parcel: [known[lot].number for lot in there]
        for parcel, there in parts.items()
        if any(lots_of[known[lot].product_id] > 1 for lot in there)
    }


def lines(batch: Batch) -> list[Line]:
    """The pick list: by product, the first to expire first."""
    wanted = needs(batch)
    picked = {one.lot_id: one for one in Picked.objects.filter(batch=batch)}
    found = Lot.objects.filter(pk__in=wanted).select_related("product")
    rows = [
        Line(
            lot, wanted[lot.pk], wanted[lot.pk] // lot.product.per_kit, picked.get(lot.pk),
            lot.recalled_at is not None or _is_quarantined(lot, batch),
        )
        for lot in found
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.lot.product.slug, row.lot.expires_date or date.max))


def judge(batch: Batch, read: Read, on: date) -> Lot:
    """The lot that was read, if it is one of this pick list.

    Raises UnknownLot, WrongProduct, OnlyTheProduct, NotToBeUsed, AnotherExpiry, AnotherLot.
    """
    return _judged(batch, read, needs(batch), on)


def judge_for(parcel: Parcel, read: Read, there: Mapping[int, int], on: date) -> Lot:
    """The same for one parcel: only its own lots (`there`, by id) will do."""
    return _judged(parcel.batch, read, there, on)


def _judged(batch: Batch, read: Read, wanted: Mapping[int, int], on: date) -> Lot:
    products = set(Lot.objects.filter(pk__in=wanted).values_list("product", flat=True))
    if read.gtin:
        known = Product.objects.filter(gtins__contains=[read.gtin]).first()
        if known and known.pk not in products:
            raise WrongProduct(known)
    if read.gtin and not read.number:
        raise OnlyTheProduct
    candidates = list(Lot.objects.filter(number=read.number).select_related("product"))
    if read.gtin:
        candidates = [lot for lot in candidates if read.gtin in lot.product.gtins] or candidates
    if not candidates:
        raise UnknownLot(read.number)
    lot = next((one for one in candidates if one.product_id in products), candidates[0])
    if lot.product_id not in products:
        raise WrongProduct(lot.product)
    if why := unfit(lot, batch, on):
        raise NotToBeUsed(lot, why)
    if read.expires_date and not _is_expiry(lot, read.expires_date):
        raise AnotherExpiry(lot, read.expires_date)
    if lot.pk not in wanted:
        raise AnotherLot(lot)
    return lot


def _is_expiry(lot: Lot, told: date) -> bool:
    """The one on its carton, or the one a paper gave it since. A lot without one has none."""
    return told in (lot.printed_date, lot.expires_date)


def unfit(lot: Lot, batch: Batch, on: date) -> str:
    """Why a lot may not go out, or nothing."""
    if lot.recalled_at:
        return "recalled"
    if lot.expires_date and lot.expires_date < on:
        return "expired"
    return "quarantined" if _is_quarantined(lot, batch) else ""


def _is_quarantined(lot: Lot, batch: Batch) -> bool:
    held = Quarantine.objects.filter(lot=lot, program=batch.program, lifted_at=None)
    return held.filter(place=None).exists() or held.filter(place=batch.shelf).exists()


def weight_g(request: Request) -> int | None:
    """A parcel's weight from its kits and mailer; None while a product was never weighed."""
    total = MAILER_G
    for line in request.lines.select_related("product"):
        if not line.product.kit_weight_g:
            return None
        total += line.product.kit_weight_g * -(-line.units // line.product.per_kit)
    return total
