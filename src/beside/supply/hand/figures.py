"""What was handed out: exact for the program's own people, released for everybody else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from beside.privacy import disclosure
from beside.privacy.disclosure import Dimension, Published, Table
from beside.supply.models import Encounter, Handed, Product, Program

REASONS = ("used", "lost", "stolen", "police", "expired", "given_away")


@dataclass(frozen=True)
class Given:
    """One product at one site in one month."""

    month: date
    site: str
    product: Product
    units: int
    encounters: int
    short: int  # of the units, those the shelf could not show


@dataclass(frozen=True)
class Came:
    """The encounters of one site in one month."""

    month: date
    site: str
    encounters: int
    people: int  # different codes; those without a code cannot be told apart
    coded: int
    new: int
    others: int
    syringes_back: int
    refills: Mapping[str, int]


@dataclass(frozen=True)
class Figures:
    """Of some programs, from one day to another, both included."""

    first: date
    last: date
    given: Sequence[Given]
    came: Sequence[Came]

    @property
    def encounters(self) -> int:
        return sum(one.encounters for one in self.came)

    @property
    def doses(self) -> int:
        """Single doses of naloxone, kits included."""
        return sum(o.units for o in self.given if o.product.kind == Product.Kind.NALOXONE)


def figures(programs: Iterable[Program], first: date, last: date) -> Figures:
    """Exact counts, for those who work in these programs. What was taken back counts nowhere."""
    kept = Encounter.objects.filter(
        program__in=programs, undone_at=None, on_date__range=(first, last)
    )
    return Figures(first, last, _given(kept), _came(kept))


def _given(kept: QuerySet[Encounter]) -> list[Given]:
    rows = (
        Handed.objects.filter(encounter__in=kept)
        .annotate(month=TruncMonth("encounter__on_date"))
        .values("month", "encounter__place__name", "product")
        .annotate(all_units=Sum("units"), times=Count("encounter"), all_short=Sum("short"))
        .order_by("month", "encounter__place__name", "product")
    )
    products = Product.objects.in_bulk({row["product"] for row in rows})
    return [
        Given(row["month"], row["encounter__place__name"], products[row["product"]],
              row["all_units"], row["times"], row["all_short"])
        for row in rows
    ]  # fmt: skip


def _came(kept: QuerySet[Encounter]) -> list[Came]:
    refills = {f"of_{reason}": Count("pk", filter=Q(reason=reason)) for reason in REASONS}
    rows: Iterable[Mapping[str, Any]] = (
        kept.annotate(month=TruncMonth("on_date"))
        .values("month", "place__name")
        .annotate(
            n=Count("pk"), people=Count("code_hash", distinct=True), coded=Count("code_hash"),
            new=Count("pk", filter=Q(is_new=True)), others=Sum("for_others"),
            back=Sum("syringes_back"), **refills,
        )
        .order_by("month", "place__name")
    )  # fmt: skip
    return [
        Came(row["month"], row["place__name"], row["n"], row["people"], row["coded"], row["new"],
             row["others"] or 0, row["back"] or 0,
             {reason: row[f"of_{reason}"] for reason in REASONS})
        for row in rows
    ]  # fmt: skip


def published(found: Figures) -> Published:
    """Doses of naloxone by month, site and product, as they may be shown to anyone.

    All tables are hidden together, so that no hidden count follows from the others.
    """
    doses = [one for one in found.given if one.product.kind == Product.Kind.NALOXONE]
    tables = [
        _table("by site", "site", [(m(one), one.site, one.units) for one in doses]),
        _table("by product", "product", [(m(one), one.product.slug, one.units) for one in doses]),
    ]
    return disclosure.release(tables, disclosure.CMS)


def m(one: Given) -> str:
    """The month as a word of a table."""
    return f"{one.month:%Y-%m}"


def _table(name: str, part: str, cells: Sequence[tuple[str, str, int]]) -> Table:
    cells = sorted(cells)
    counts: dict[tuple[str, ...], int] = {
        key: sum(units for *_, units in same)
        for key, same in groupby(cells, key=lambda cell: (cell[0], cell[1]))
    }
    months = sorted({month for month, _ in counts}) or ["none"]
    parts = sorted({what for _, what in counts}) or ["none"]
    return Table(name, (Dimension.flat("month", months), Dimension.flat(part, parts)), counts)
