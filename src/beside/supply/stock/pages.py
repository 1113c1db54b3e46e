"""What the pages of stock show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from beside.design.paging import Paging
from beside.partners.core.rows import Fault
from beside.supply.listed import KINDS, SHOWN, Gone, Listed
from beside.supply.models import (
    Aid,
    AidLot,
    Alarm,
    Count,
    CountLine,
    Entry,
    Extension,
    Lot,
    Offered,
    Place,
    Product,
    Program,
    Quarantine,
)
from beside.supply.services.receiving import Delivered
from beside.supply.stock import aid_forms, forms, program_forms
from beside.supply.stock.queries import Cover, Row, Total
from beside.supply.stock.tracing import Trace


@dataclass(frozen=True)
class May:
    """What the one who looks may do."""

    keep: bool
    manage: bool


@dataclass(frozen=True)
class ShelvesPage:
    """What stands where, and in all."""

    rows: Sequence[Row]
    totals: Sequence[Total]
    places: Sequence[Place]
    products: Sequence[Product]
    programs: Sequence[Program]
    asked: dict[str, str]
    may: May
    alarms: int
    tab: str = "shelves"

    @property
    def several_programs(self) -> bool:
        return len(self.programs) > 1


@dataclass(frozen=True)
class PlacePage:
    """One shelf, and what can be done there."""

    place: Place
    rows: Sequence[Row]
    may: May
    count: Count | None
    counts: Sequence[Count]
    give: forms.Give | None = None
    take: forms.Take | None = None
    tab: str = "shelves"


@dataclass(frozen=True)
class ReceivePage:
    """A delivery, line by line."""

    form: forms.Receive
    may: May
    told: str = ""
    tab: str = "receive"


@dataclass(frozen=True)
class BringPage:
    """A spreadsheet, before it is kept."""

    form: Any
    may: May
    products: Sequence[Product] = ()  # that can be named in it
    faults: Sequence[Fault] = ()
    lines: Sequence[Delivered] = ()
    place: Place | None = None
    packed: str = ""
    unreadable: bool = False
    tab: str = "receive"


@dataclass(frozen=True)
class LotPage:
    """One lot: its dates, where it went, what holds it."""

    lot: Lot
    trace: Sequence[tuple[Trace, bool]]
    extensions: Sequence[Extension]
    holds: Sequence[Quarantine]
    may: May
    on: date
    programs: Sequence[Program]
    recall: forms.Paper | None = None
    extend: forms.Extend | None = None
    hold: forms.Hold | None = None
    tab: str = "shelves"

    @property
    def is_expired(self) -> bool:
        return self.lot.expires_date is not None and self.lot.expires_date < self.on

    @property
    def is_extended(self) -> bool:
        return self.lot.expires_date != self.lot.printed_date

    @property
    def to_tell(self) -> int:
        """Who must be told of a recall and was not yet."""
        return sum(row.must_be_told and not told for row, told in self.trace)


@dataclass(frozen=True)
class RecallPage:
    """A recall by numbers; of each lot whether we ever had it."""

    form: forms.RecallNumbers
    may: May
    lots: Sequence[tuple[Lot, bool]] = ()
    tab: str = "shelves"


@dataclass(frozen=True)
class CountsPage:
    open: Sequence[Count]
    ended: Sequence[Count]
    places: Sequence[Place]
    may: May
    tab: str = "counts"


@dataclass(frozen=True)
class CountPage:
    """One sheet. What the books say is shown only when it is compared."""

    count: Count
    form: forms.CountForm | None
    upload: forms.UploadCount
    differences: Sequence[CountLine]
    counted: int
    lines: int
    may: May
    faults: Sequence[Fault] = ()
    unreadable: bool = False
    tab: str = "counts"


@dataclass(frozen=True)
class SheetPage:
    """The count sheet on paper."""

    count: Count
    lines: Sequence[CountLine]


@dataclass(frozen=True)
class AidsPage:
    mine: Sequence[tuple[Aid, str]]
    asked: Sequence[Aid]
    form: aid_forms.AskAid | None
    may: May
    has_shelves: bool
    tab: str = "aid"


@dataclass(frozen=True)
class AidPage:
    aid: Aid
    lots: Sequence[AidLot]
    sides: Sequence[str]
    acts: Sequence[tuple[str, str]]
    may: May
    on: date
    offer: aid_forms.OfferAid | None = None
    agree: aid_forms.AgreeAid | None = None
    tab: str = "aid"


@dataclass(frozen=True)
class OfferPage:
    form: aid_forms.OfferAid
    may: May
    tab: str = "aid"


@dataclass(frozen=True)
class LedgerPage:
    entries: Sequence[Entry]
    form: forms.Filters
    paging: Paging
    query: str
    may: May
    tab: str = "ledger"


@dataclass(frozen=True)
class CoverPage:
    covers: Sequence[Cover]
    several_programs: bool
    may: May
    tab: str = "reorder"


@dataclass(frozen=True)
class ReorderPage:
    cover: Cover
    form: forms.ReorderForm
    order: forms.OrderForm
    may: May
    tab: str = "reorder"


@dataclass(frozen=True)
class AlarmsPage:
    open: Sequence[Alarm]
    closed: Sequence[Alarm]
    may: May
    tab: str = "alarms"


@dataclass(frozen=True)
class ProgramsPage:
    programs: Sequence[tuple[Program, int, int]]
    partners_left: bool
    may: May
    on: date
    tab: str = "programs"


@dataclass(frozen=True)
class ShelfRow:
    """A shelf, and what the public directory says of it."""

    place: Place
    listed: Listed | None
    gone: Gone | None

    @property
    def may_be_listed(self) -> bool:
        return self.place.kind in KINDS


@dataclass(frozen=True)
class ProgramPage:
    """One program, for those who run it."""

    program: Program | None
    form: program_forms.ProgramForm
    may: May
    on: date
    offered: Sequence[Offered] = ()
    shelves: Sequence[Place] = ()
    offer: program_forms.OfferedForm | None = None
    shelf: program_forms.ShelfForm | None = None
    states: Sequence[str] = ()
    counties: Sequence[str] = ()
    listed: Mapping[UUID, Listed] = field(default_factory=dict)
    gone: Mapping[UUID, Gone] = field(default_factory=dict)
    tab: str = "programs"

    @property
    def rows(self) -> list[ShelfRow]:
        """The shelves, each with its listing or what became of it."""
        return [
            ShelfRow(one, self.listed.get(one.pk), self.gone.get(one.pk)) for one in self.shelves
        ]


@dataclass(frozen=True)
class ListedPage:
    """Which place of the public directory a shelf is."""

    place: Place
    typed: str
    found: Sequence[Listed]
    now: Listed | None
    gone: Gone | None
    may: May
    tab: str = "programs"

    @property
    def shown(self) -> int:
        """So many at most; above it, more words narrow them."""
        return SHOWN


@dataclass(frozen=True)
class ProductsPage:
    products: Sequence[Product]
    may: May
    tab: str = "products"


@dataclass(frozen=True)
class ProductPage:
    product: Product | None
    form: program_forms.ProductForm
    may: May
    tab: str = "products"
