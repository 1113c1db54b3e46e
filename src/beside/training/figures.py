"""Completions and people trained: counts for staff, and the only way to publish them.

A *completion* is one person who took a course by themselves; people trained in a group are
counted by whoever held it. `people` is both together.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth

from beside.privacy import disclosure
from beside.privacy.disclosure import Dimension, Policy, Published, Table
from beside.training.core.audiences import Audience
from beside.training.core.sessions import State
from beside.training.models import Completion, GroupSession

ALONE = ""


@dataclass(frozen=True)
class Cell:
    """What is counted apart: a month and all that a report may split by."""

    month: date
    course: str
    audience: str
    language: str
    partner_id: UUID | None
    partner: str


@dataclass
class Counted:
    """The counts of one cell."""

    completions: int = 0
    sessions: int = 0
    in_groups: int = 0
    kits: int = 0

    @property
    def people(self) -> int:
        return self.completions + self.in_groups

    def plus(self, other: "Counted") -> "Counted":
        return Counted(
            self.completions + other.completions, self.sessions + other.sessions,
            self.in_groups + other.in_groups, self.kits + other.kits,
        )  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """Every cell of a span of days that holds anything."""

    since: date
    until: date
    cells: Mapping[Cell, Counted] = field(default_factory=dict)

    def total(self) -> Counted:
        return _sum(list(self.cells.values()))

    def by(self, what: str) -> dict[str, Counted]:
        """Summed by month, course, audience, language or partner; in the order of the names."""
        sums: dict[str, Counted] = {}
        for cell, counted in self.cells.items():
            value = getattr(cell, what)
            key = f"{value:%Y-%m}" if isinstance(value, date) else str(value)
            sums[key] = sums.get(key, Counted()).plus(counted)
        return dict(sorted(sums.items()))


def _sum(counted: Sequence[Counted]) -> Counted:
    total = Counted()
    for each in counted:
        total = total.plus(each)
    return total


def figures(since: date, until: date) -> Figures:
    """All that was counted from `since` to `until`, both days included."""
    cells: dict[Cell, Counted] = {}
    for row in _completions(since, until):
        cell = _cell(row, None, "")
        cells[cell] = cells.get(cell, Counted()).plus(Counted(completions=row["n"]))
    for row in _sessions(since, until):
        cell = _cell(row, row["partner_id"], row["partner__name"])
        counted = Counted(0, row["n"], row["trained"] or 0, row["handed"] or 0)
        cells[cell] = cells.get(cell, Counted()).plus(counted)
    return Figures(since, until, cells)


_SPLIT = ("month", "course", "audience", "language")


def _completions(since: date, until: date) -> Sequence[Mapping[str, Any]]:
    found = Completion.objects.filter(on_date__range=(since, until))
    split = found.annotate(month=TruncMonth("on_date"), course=F("version__course"))
    return list(split.values(*_SPLIT).annotate(n=Count("pk")).order_by(*_SPLIT))


def _sessions(since: date, until: date) -> Sequence[Mapping[str, Any]]:
    found = GroupSession.objects.filter(state=State.HELD, on_date__range=(since, until))
    split = found.annotate(month=TruncMonth("on_date"), course=F("version__course"))
    by = (*_SPLIT, "partner_id", "partner__name")
    counts = {"n": Count("pk"), "trained": Sum("people"), "handed": Sum("kits")}
    return list(split.values(*by).annotate(**counts).order_by(*by))


def _cell(row: Mapping[str, Any], partner_id: UUID | None, partner: str) -> Cell:
    return Cell(
        row["month"], str(row["course"]), str(row["audience"]), str(row["language"]),
        partner_id, partner,
    )  # fmt: skip


def published(found: Figures, policy: Policy, *, earlier: Sequence[Published] = ()) -> Published:
    """People trained by month and audience, and by month and language, for anyone to see.

    Both tables are protected together: small counts are hidden, and none can be computed
    from what shows. Publish whole months only, and give what was published before as `earlier`.
    """
    months = Dimension.flat("month", sorted(found.by("month")))
    tables = []
    for what, categories in (("audience", list(Audience)), ("language", ["en", "es"])):
        counts: Counter[tuple[str, ...]] = Counter(dict.fromkeys(
            product(months.parents, map(str, categories)), 0
        ))  # fmt: skip
        for cell, counted in found.cells.items():
            counts[f"{cell.month:%Y-%m}", str(getattr(cell, what))] += counted.people
        dimensions = (months, Dimension.flat(what, map(str, categories)))
        tables.append(Table(f"people trained by month and {what}", dimensions, counts))
    return disclosure.release(tables, policy, earlier=earlier)
