"""What the pages of reports of use show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise

from beside.privacy.disclosure import Cell
from beside.supply.core.bounds import Bounds
from beside.supply.models import Program, Request, Reversal
from beside.supply.reversals.figures import Figures
from beside.supply.reversals.forms import Call, Report, StaffReport

Words = str | Promise


@dataclass(frozen=True)
class UsedPage:
    """The questions."""

    form: Report
    is_more_open: bool = False


@dataclass(frozen=True)
class ThanksPage:
    """It is kept; the new kit; the call."""

    died: bool
    words: str = ""  # the three words of the new kit
    receipt_token: str = ""
    refill: Request | None = None
    refill_failed: bool = False
    by_mail: bool = False
    used: str = ""  # the product that was used; the order begins with its like
    call: Call | None = None
    called_by: str = ""
    call_until: datetime | None = None
    call_asked: bool = False

    @property
    def order_url(self) -> str:
        """To an order that begins with the like of what was used. It says nothing else."""
        return f"{reverse('supply:kits')}?used={self.used or 'yes'}"


@dataclass(frozen=True)
class Row:
    """A report in the list."""

    reversal: Reversal
    when: str
    where: str
    product: Words
    way: Words


@dataclass(frozen=True)
class ReversalsPage:
    rows: Sequence[Row]
    calls: int
    may_export: bool = False


@dataclass(frozen=True)
class NewPage:
    form: StaffReport
    has_program: bool


@dataclass(frozen=True)
class CallsPage:
    """Who wants a call; with one number open, if it was asked for."""

    waiting: Sequence[Reversal]
    opened: Reversal | None = None
    number: str = ""


@dataclass(frozen=True)
class ExportsPage:
    programs: Sequence[Program]
    styles: Sequence[tuple[str, Words]]
    first: date
    last: date
    kinds: Sequence[str] = ("csv", "xlsx")


@dataclass(frozen=True)
class FiguresPage:
    """Exact for those who work there; released for all others."""

    found: Figures
    is_public: bool
    first: date
    last: date
    released: Sequence[tuple[Words, Sequence[tuple[str, Cell]]]] = ()
    kinds: Sequence[str] = ("csv", "xlsx")

    @property
    def bounds(self) -> Bounds | None:
        return self.found.bounds
