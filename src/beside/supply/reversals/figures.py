"""How many kits left, were given and were used; and what was said of the reversals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth

from beside.privacy import disclosure
from beside.privacy.disclosure import Dimension, Published, Table
from beside.supply.core.bounds import Bounds, NotAChain, bounds
from beside.supply.core.places import PlaceKind
from beside.supply.models import Entry, Product, Program, Reversal

LEFT = (PlaceKind.GIVEN, PlaceKind.AGENCY, PlaceKind.PEERS, PlaceKind.IN_TRANSIT)


@dataclass(frozen=True)
class Month:
    """The reports of one month."""

    month: date
    reports: int
    survived: int
    died: int
    called_911: int
    refills: int


@dataclass(frozen=True)
class Figures:
    """Of some programs, from one day to another, both included."""

    first: date
    last: date
    months: Sequence[Month]
    doses: int
    bounds: Bounds | None  # None when more was given or used than ever left: somebody must look

    @property
    def reports(self) -> int:
        return sum(one.reports for one in self.months)


def figures(programs: Sequence[Program], first: date, last: date) -> Figures:
    """Exact counts, for those who work in these programs. What was taken back counts nowhere."""
    found = Reversal.objects.filter(
        program__in=programs, undone_at=None, last_date__range=(first, last)
    )
    rows = (
        found.annotate(month=TruncMonth("last_date")).values("month").annotate(
            n=Count("pk"), alive=Count("pk", filter=Q(survived="yes")),
            dead=Count("pk", filter=Q(survived="no")),
            called=Count("pk", filter=Q(called_911="yes")), again=Count("refill_id"),
        ).order_by("month")
    )  # fmt: skip
    months = [
        Month(r["month"], r["n"], r["alive"], r["dead"], r["called"], r["again"]) for r in rows
    ]
    doses = found.aggregate(doses=Sum("doses"))["doses"] or 0
    return Figures(first, last, months, doses, _bounds(programs, last))


def _bounds(programs: Sequence[Program], last: date) -> Bounds | None:
    """From the first day of the ledger on: a kit is often used long after it left."""
    used = Reversal.objects.filter(program__in=programs, undone_at=None, last_date__lte=last)
    try:
        return bounds(
            shipped=_kits(programs, LEFT, last),
            given=_kits(programs, (PlaceKind.GIVEN,), last),
            used=used.count(),
        )
    except NotAChain:
        return None


def _kits(programs: Iterable[Program], kinds: Sequence[PlaceKind], last: date) -> int:
    """Kits of naloxone that stand at such places by the ledger; what was undone is taken off."""
    entries = Entry.objects.filter(
        place__program__in=programs, place__kind__in=[kind.value for kind in kinds],
        lot__product__kind=Product.Kind.NALOXONE, movement__on_date__lte=last,
    )  # fmt: skip
    rows = entries.values(per_kit=F("lot__product__per_kit")).annotate(units_in_all=Sum("units"))
    return sum(row["units_in_all"] // row["per_kit"] for row in rows)


def doses_given(programs: Iterable[Program], first: date, last: date) -> int:
    """Doses of naloxone that reached somebody in a span."""
    entries = Entry.objects.filter(
        place__program__in=programs, place__kind=PlaceKind.GIVEN,
        lot__product__kind=Product.Kind.NALOXONE, movement__on_date__range=(first, last),
    )  # fmt: skip
    return entries.aggregate(doses=Sum("units"))["doses"] or 0


def published(first: date, last: date) -> Published:
    """Reports of everybody by month and by county, hidden together where they are few."""
    found = list(
        Reversal.objects.filter(undone_at=None, last_date__range=(first, last)).values_list(
            "last_date", "county_fips", "survived"
        )
    )
    months: Counter[tuple[str, ...]] = Counter((f"{day:%Y-%m}",) for day, *_ in found)
    homes: Counter[tuple[str, ...]] = Counter((county or "unknown",) for _, county, _ in found)
    ends: Counter[tuple[str, ...]] = Counter((survived or "unknown",) for *_, survived in found)
    return disclosure.release(
        [_table("by month", "month", months), _table("by county", "county", homes),
         _table("by outcome", "outcome", ends)],
        disclosure.CMS,
    )  # fmt: skip


def _table(name: str, part: str, counts: "Counter[tuple[str, ...]]") -> Table:
    parts = sorted(one for (one,) in counts) or ["none"]
    return Table(name, (Dimension.flat(part, parts),), counts)
