"""What the templates of this cabinet receive."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.forms import Form

from beside.design.paging import Paging
from beside.partners.core.rows import Fault
from beside.supply.agency.bringing import Brought
from beside.supply.agency.offers import Offer
from beside.supply.agency.sealed import Contact, ShipTo
from beside.supply.agency.showing import Shown
from beside.supply.core.order import Event
from beside.supply.models import (
    Agency,
    AgencyLink,
    AgencyListing,
    LeftBehind,
    Lot,
    Machine,
    Order,
    OrderStep,
    OrderTerms,
    Outing,
    OutingLine,
    Place,
    Product,
    Program,
    Recurrence,
    SavedOrders,
    Visit,
)

Words = object  # lazily translated


@dataclass(frozen=True)
class AskPage:
    """Ordering for an agency: what is offered, and the form."""

    form: Form
    nobody_serves: str = ""  # a state that no program serves


@dataclass(frozen=True)
class Amount:
    """Units of a product, as people count them."""

    product: Product
    name: str
    units: int
    cases: int
    kits: int
    rest: int
    on_hand_kits: int | None = None
    asked: int | None = None  # when fewer were approved


@dataclass(frozen=True)
class OrderRow:
    """One order in a list."""

    order: Order
    says: Words
    tone: str
    amounts: Sequence[Amount]
    days_left: int | None = None  # until they run out
    is_late: bool = False


@dataclass(frozen=True)
class OwnPage:
    """An agency's own page."""

    token: str = field(repr=False)
    agency: Agency
    orders: Sequence[OrderRow]
    recurrence: Recurrence | None
    recurring: Sequence[Amount]
    reversals: int
    asks_how: bool
    going: Sequence[tuple[str, Words]]
    has_door: bool


@dataclass(frozen=True)
class NewOrderPage:
    """The order form."""

    token: str = field(repr=False)
    agency: Agency
    form: Form
    offers: Sequence[Offer]
    reversals: int
    has_door: bool
    needs_plan: bool
    is_twin: bool
    above: int


@dataclass(frozen=True)
class OwnOrderPage:
    """One order, as its agency sees it."""

    token: str = field(repr=False)
    agency: Agency
    row: OrderRow
    steps: Sequence[tuple[OrderStep, Words]]
    reason: Words
    acts: Sequence[str]
    rests: Sequence[Order]


@dataclass(frozen=True)
class FormPage:
    """A page that is a form, with what it is about."""

    form: Form
    agency: Agency | None = None
    token: str = field(default="", repr=False)
    recurrence: Recurrence | None = None


@dataclass(frozen=True)
class OrdersPage:
    """The list of orders for staff."""

    rows: Sequence[OrderRow]
    paging: Paging
    asked: dict[str, str]
    query: str
    states: Sequence[tuple[str, Words]]
    kinds: Sequence[tuple[str, str]]
    products: Sequence[tuple[str, str]]
    programs: Sequence[Program]
    saved: Sequence[SavedOrders]
    counts: dict[str, int]
    waiting_agencies: int


@dataclass(frozen=True)
class LotRow:
    """A lot that stands aside for an order."""

    lot: Lot
    name: str
    units: int
    kits: int


@dataclass(frozen=True)
class ShelfChoice:
    """A shelf, and whether it holds what is wanted."""

    place: Place
    has_all: bool
    missing: Sequence[tuple[str, int]]  # product, kits


@dataclass(frozen=True)
class LineField:
    """One line that is decided: its own name in the form, and what was typed."""

    name: str
    amount: Amount
    typed: str
    most_cases: int


@dataclass(frozen=True)
class OrderPage:
    """One order for staff."""

    row: OrderRow
    agency: Agency
    lines: Sequence[LineField]
    steps: Sequence[tuple[OrderStep, Words]]
    events: frozenset[Event]
    reasons: Sequence[tuple[str, Words]]
    reason: Words
    shelves: Sequence[ShelfChoice]
    lots: Sequence[LotRow]
    rests: Sequence[Order]
    trouble: str
    blocked: Sequence[tuple[str, Words, date | None]]
    reversals: int
    before: Sequence[OrderRow]


@dataclass(frozen=True)
class AgenciesPage:
    """The organizations of a program."""

    rows: Sequence[tuple[Agency, Words, str]]
    paging: Paging
    asked: dict[str, str]
    states: Sequence[tuple[str, Words]]
    waiting: Sequence[tuple[Agency, str]]
    programs: Sequence[Program]
    linkless: Sequence[tuple[Program, int]] = ()  # let in, and never had a link


@dataclass(frozen=True)
class PublicPart:
    """How it stands in the public directory, and what would be told there."""

    listing: AgencyListing | None  # it stands there
    why_not: Words  # "" when it may be listed
    was_because: Words  # why it was taken off
    shown: Shown | None = field(default=None, repr=False)
    amounts: Sequence[str] = ()
    key: str = ""  # of its page in the finder


@dataclass(frozen=True)
class AgencyPage:
    """One organization for staff."""

    agency: Agency
    kind: str
    says: Words
    link: AgencyLink | None
    address: str = field(repr=False)  # the link in full, shown once
    contact: Contact | None = field(repr=False)
    ship_to: ShipTo | None = field(repr=False)
    orders: Sequence[OrderRow]
    held: Sequence[Amount]
    recurrence: Recurrence | None
    recurring: Sequence[Amount]
    going: Words
    can_mail: bool
    public: PublicPart


@dataclass(frozen=True)
class PaperPage:
    """Something printed for an order."""

    order: Order
    agency: Agency
    lots: Sequence[LotRow]
    ship_to: ShipTo | None = field(default=None, repr=False)
    return_lines: Sequence[str] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class PickListPage:
    """What to fetch from the shelves for several orders, in the order one walks."""

    rows: Sequence[tuple[Place, Sequence[tuple[Order, Sequence[LotRow]]]]]
    at: datetime


@dataclass(frozen=True)
class MachineRow:
    """One box in a list."""

    machine: Machine
    kits: int
    is_empty: bool
    is_low: bool
    is_due: bool
    taken_a_week: float | None


@dataclass(frozen=True)
class MachinesPage:
    """Boxes and machines, what is worst first."""

    rows: Sequence[MachineRow]
    empty: int
    due: int


@dataclass(frozen=True)
class MachinePage:
    """One box: what stands there, its visits, and its form."""

    row: MachineRow
    lots: Sequence[LotRow]
    visits: Sequence[tuple[Visit, Sequence[tuple[str, int, int, int, int]]]]
    form: Form | None
    address: str
    expired: Sequence[LotRow]


@dataclass(frozen=True)
class VisitPage:
    """A visit is written down."""

    machine: Machine
    form: Form
    rows: Sequence[tuple[Product, str, int, int, object, object, object]]
    trouble: str = ""


@dataclass(frozen=True)
class BoxPage:
    """What anybody sees who scans the code on a box."""

    machine: Machine
    form: Form
    is_done: bool


@dataclass(frozen=True)
class LeftPage:
    """Kits left behind: the form, the last counts, the sums."""

    form: Form
    rows: Sequence[tuple[LeftBehind, str, int]]
    paging: Paging
    sums: Sequence[tuple[str, int]]
    agencies: Sequence[Agency]


@dataclass(frozen=True)
class LeftImportPage:
    """A list of counts, looked at before it is kept."""

    form: Form
    faults: Sequence[Fault] = ()
    rows: int = 0
    packed: str = field(default="", repr=False)
    agency: Agency | None = None
    is_unreadable: bool = False


@dataclass(frozen=True)
class BringPage:
    """A list of organizations, looked at before it is kept."""

    form: Form
    faults: Sequence[Fault] = ()
    rows: Sequence[Brought] = field(default=(), repr=False)
    packed: str = field(default="", repr=False)
    program: Program | None = None
    is_unreadable: bool = False
    is_empty: bool = False


@dataclass(frozen=True)
class OutingsPage:
    """Events, the next first."""

    rows: Sequence[tuple[Outing, Words, int, int | None]]
    form: Form


@dataclass(frozen=True)
class OutingPage:
    """One event."""

    outing: Outing
    says: Words
    lines: Sequence[tuple[OutingLine, str, int, int | None]]
    trouble: str = ""


@dataclass(frozen=True)
class TermsPage:
    """What a program asks of agencies."""

    form: Form
    program: Program
    terms: OrderTerms
