"""What the templates of imports and duplicates receive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import BaseForm

from beside.design.paging import Paging
from beside.directory.models import Batch, Service, Suggestion


@dataclass(frozen=True)
class FaultGroup:
    """Faults of one sort, with the first few."""

    kind: str
    column: str
    hard: bool
    count: int
    first: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Counted:
    """One table's counts."""

    table: str
    new: int
    changed: int
    unchanged: int
    gone: int


@dataclass(frozen=True)
class ImportsPage:
    """Upload, and what was imported before."""

    form: BaseForm
    batches: Sequence[Batch]
    paging: Paging


@dataclass(frozen=True)
class MappingPage:
    """Which column is which field."""

    form: BaseForm
    batch_id: UUID
    file_name: str
    sample: Sequence[Sequence[str]]
    headers: Sequence[str]


@dataclass(frozen=True)
class BatchPage:
    """One import: looked at, refused, applied or undone."""

    batch: Batch
    counts: Sequence[Counted]
    groups: Sequence[FaultGroup]
    sample: Sequence[str]
    hard: int
    progress: Any
    can_undo: bool


@dataclass(frozen=True)
class Pair:
    """Two listings side by side."""

    suggestion: Suggestion
    first: Service
    second: Service


@dataclass(frozen=True)
class DuplicatesPage:
    """Pairs to decide, and what was decided lately."""

    pairs: Sequence[Pair]
    decided: Sequence[Pair]
    paging: Paging


def grouped(faults: Sequence[dict[str, Any]]) -> list[FaultGroup]:
    """Faults by sort and column, those that refuse first."""
    by_sort: dict[tuple[bool, str, str], list[dict[str, Any]]] = {}
    for fault in faults:
        key = (not fault["hard"], fault["kind"], fault["column"])
        by_sort.setdefault(key, []).append(fault)
    return [
        FaultGroup(kind, column, not soft, len(found), found[:10])
        for (soft, kind, column), found in sorted(by_sort.items())
    ]


def counted(counts: dict[str, dict[str, int]]) -> list[Counted]:
    """Counts in the words of the page."""
    return [Counted(table.replace("_", " "), **found) for table, found in counts.items()]
