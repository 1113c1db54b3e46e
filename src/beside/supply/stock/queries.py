"""What stands where, and what moved: reads for the pages of stock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from beside.supply.core import reorder
from beside.supply.core.alarms import SOON, Kind
from beside.supply.core.places import SHELVES
from beside.supply.models import (
    Alarm,
    Awaited,
    Balance,
    Entry,
    Extension,
    Lot,
    Offered,
    Place,
    Product,
    Program,
    Quarantine,
    Reordering,
)


@dataclass(frozen=True)
class Row:
    """What one shelf holds of one lot; `aside` of it is picked for somebody and not in `units`."""

    place: Place
    product: Product
    lot: Lot
    units: int
    aside: int
    state: str  # usable, soon, expired, held, recalled

    @property
    def is_usable(self) -> bool:
        return self.state in ("usable", "soon")


@dataclass
class Total:
    """A product in all, by state, in units."""

    product: Product
    usable: int = 0
    aside: int = 0
    not_usable: int = 0
    soon: int = 0


def places_of(programs: Iterable[Program], *, closed: bool = False) -> QuerySet[Place]:
    """Their shelves, in order."""
    found = Place.objects.filter(program__in=list(programs), kind__in=SHELVES)
    found = found if closed else found.filter(closed_at=None)
    return found.select_related("program").order_by("program__public_name", "kind", "name")


def rows(places: Sequence[Place], on: date) -> list[Row]:
    """Everything on these shelves, by place, product and expiry."""
    held = Quarantine.objects.filter(lot=OuterRef("lot"), lifted_at=None).filter(
        Q(place=OuterRef("place")) | Q(place=None, program=OuterRef("place__program"))
    )
    shelves = {place.pk: place for place in places}
    found = Balance.objects.filter(units__gt=0).annotate(held=Exists(held))
    found = found.filter(Q(place__in=shelves) | Q(place__of__in=shelves))
    found = found.select_related("lot__product", "place")
    units: dict[tuple[object, int], int] = {}
    aside: dict[tuple[object, int], int] = {}
    seen: dict[tuple[object, int], tuple[Lot, bool]] = {}
    for one in found:
        key = (one.place.of_id or one.place_id, one.lot_id)
        (aside if one.place.of_id else units)[key] = one.units
        is_held = getattr(one, "held", False) or (key in seen and seen[key][1])
        seen[key] = (one.lot, is_held)
    made = [
        Row(shelves[place], lot.product, lot, units.get((place, pk), 0),  # type: ignore[index]
            aside.get((place, pk), 0), _state(lot, is_held, on))
        for (place, pk), (lot, is_held) in seen.items()
    ]  # fmt: skip
    order = {place.pk: index for index, place in enumerate(places)}
    made.sort(key=lambda r: (order[r.place.pk], r.product.kind, r.product.slug,
                             r.lot.expires_date or date.max, r.lot.pk))  # fmt: skip
    return made


def _state(lot: Lot, is_held: bool, on: date) -> str:
    if lot.recalled_at:
        return "recalled"
    if is_held:
        return "held"
    if lot.expires_date is None:
        return "usable"
    if lot.expires_date < on:
        return "expired"
    return "soon" if lot.expires_date < on + SOON else "usable"


def totals(found: Iterable[Row]) -> list[Total]:
    """The rows by product."""
    by: dict[int, Total] = {}
    for row in found:
        total = by.setdefault(row.product.pk, Total(row.product))
        total.aside += row.aside
        if row.is_usable:
            total.usable += row.units
            total.soon += row.units if row.state == "soon" else 0
        else:
            total.not_usable += row.units
    return sorted(by.values(), key=lambda one: (one.product.kind, one.product.slug))


@dataclass(frozen=True)
class Asked:
    """What a ledger page is asked for."""

    place: str = ""
    product: str = ""
    lot: str = ""
    why: str = ""
    since: date | None = None
    until: date | None = None


def entries(programs: Iterable[Program], asked: Asked) -> QuerySet[Entry]:
    """Entries of these programs, the newest first."""
    found = Entry.objects.filter(place__program__in=list(programs)).select_related(
        "movement__by", "movement__undoes", "place__of", "place__program", "lot__product"
    )
    for name, value in (
        ("place", asked.place), ("lot__product__slug", asked.product),
        ("lot__number__iexact", asked.lot), ("movement__why", asked.why),
        ("movement__on_date__gte", asked.since), ("movement__on_date__lte", asked.until),
    ):  # fmt: skip
        if value:
            found = found.filter(**{name: value})
    undone = Q(movement__undone_by__isnull=False)
    return found.annotate(
        is_undone=Exists(Entry.objects.filter(undone, pk=OuterRef("pk")))
    ).order_by("-movement__on_date", "-movement__at", "-pk")


@dataclass(frozen=True)
class Cover:
    """How long a product lasts in a program, and what to order."""

    program: Program
    product: Product
    usable: int
    awaited: int
    rule: Reordering | None
    orders: Sequence[Awaited] = field(default_factory=list)

    @property
    def days(self) -> int | None:
        """So many days what is usable lasts as things go."""
        daily = (self.rule.daily_units if self.rule else None) or 0.0
        found = reorder.cover_days(self.usable, daily)
        return None if found is None else int(found)

    @property
    def policy(self) -> reorder.Policy | None:
        rule = self.rule
        if rule is None or rule.reorder_units is None or not rule.daily_units:
            return None
        return reorder.Policy(rule.reorder_units, rule.up_to_units or 0, rule.daily_units)

    @property
    def suggested(self) -> int:
        """Units, in whole cases."""
        if self.policy is None:
            return 0
        position = self.usable + self.awaited
        return reorder.order(position, self.policy, case=self.product.per_case)


def covers(programs: Sequence[Program], on: date) -> list[Cover]:
    """Every product each program offers or holds, with how long it lasts."""
    made = []
    for program in programs:
        there = rows(list(places_of([program])), on)
        held = {total.product.pk: total for total in totals(there)}
        rules = {r.product_id: r for r in Reordering.objects.filter(program=program)}
        coming: dict[int, list[Awaited]] = {}
        open_orders = Awaited.objects.filter(program=program, arrived_date=None, dropped_at=None)
        for one in open_orders.order_by("ordered_date"):
            coming.setdefault(one.product_id, []).append(one)
        offered = Offered.objects.filter(program=program).values_list("product", flat=True)
        wanted = {*offered, *held, *rules, *coming}
        for product in Product.objects.filter(pk__in=wanted).order_by("kind", "slug"):
            orders = coming.get(product.pk, [])
            made.append(
                Cover(program, product, held[product.pk].usable if product.pk in held else 0,
                      sum(one.units for one in orders), rules.get(product.pk), orders)
            )  # fmt: skip
    return made


def lots_judged_anew(since: datetime) -> QuerySet[Lot]:
    """Lots recalled, held, let go or extended since; and those an alarm calls recalled wrongly."""
    wrongly = Alarm.objects.filter(kind=Kind.RECALLED, closed_at=None, lot__recalled_at=None)
    held = Quarantine.objects.filter(Q(since_at__gte=since) | Q(lifted_at__gte=since))
    longer = Extension.objects.filter(Q(at__gte=since) | Q(undone_at__gte=since))
    return Lot.objects.filter(
        Q(recalled_at__gte=since) | Q(pk__in=wrongly.values("lot"))
        | Q(pk__in=held.values("lot")) | Q(pk__in=longer.values("lot"))
    )  # fmt: skip


def programs_that_hold(lots: QuerySet[Lot]) -> QuerySet[Program]:
    """Programs on whose shelves some of these lots stands."""
    there = Balance.objects.filter(lot__in=lots, units__gt=0)
    return Program.objects.filter(pk__in=there.values("place__program"))


def open_alarms(programs: Iterable[Program]) -> QuerySet[Alarm]:
    """What is wrong now, the oldest first."""
    found = Alarm.objects.filter(program__in=list(programs), closed_at=None)
    return found.select_related("program", "product", "place", "lot__product").order_by("opened_at")


def closed_alarms(programs: Iterable[Program], since: date) -> QuerySet[Alarm]:
    """What was wrong until lately."""
    found = Alarm.objects.filter(program__in=list(programs), closed_at__date__gte=since)
    return found.select_related("program", "product", "place", "lot__product").order_by(
        "-closed_at"
    )


def held_by(place: Place) -> int:
    """All units there, whatever they are."""
    here = Balance.objects.filter(place=place).aggregate(all=Sum("units"))["all"]
    return int(here or 0)
