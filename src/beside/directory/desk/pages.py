"""What the desk's templates receive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import BaseForm

from beside.design.paging import Paging
from beside.directory.desk.filters import Filter
from beside.directory.desk.queries import ChangeSet, ListedRow, Listing
from beside.directory.models import SavedFilter


@dataclass(frozen=True)
class Choice:
    """One thing to pick in the filter bar."""

    value: str
    label: Any


@dataclass(frozen=True)
class ListPage:
    """The staff list of listings."""

    filter: Filter
    choices: Mapping[str, Sequence[Choice]]
    rows: Sequence[ListedRow]
    paging: Paging
    saved: Sequence[SavedFilter]
    may_edit: bool


@dataclass(frozen=True)
class OpenPart:
    """The part of a listing that is being edited, in place."""

    part: str
    row_id: UUID | None
    form: BaseForm
    adds: bool = False
    to: str = ""


@dataclass(frozen=True)
class ListingPage:
    """One listing; `open` is the part being edited, if any."""

    listing: Listing
    history: Sequence[ChangeSet]
    may_edit: bool
    open: OpenPart | None = None


@dataclass(frozen=True)
class BulkPage:
    """What is about to be done to how many, before it is done."""

    form: BaseForm
    ids: Sequence[UUID]
    query: str
    whole_filter: bool
    count: int
    names: Sequence[str]


@dataclass(frozen=True)
class NewPage:
    """The form for a new listing."""

    form: BaseForm
