"""What the pages of staff show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from beside.kernel import word_codes
from beside.peers.core.points import BagState, PointKind
from beside.peers.desk.forms import (
    Amount,
    Answered,
    FromFund,
    HowMany,
    NewFund,
    PointForm,
    Restock,
    TermsForm,
    Words,
)
from beside.peers.figures import Group, Year
from beside.peers.models import Bag, Card, Fund, Notice, Point, Purse
from beside.peers.public.forms import Tell
from beside.supply.models import Place, Program


@dataclass(frozen=True)
class DeskPage:
    """A card, kits, done."""

    form: Restock
    place: Place | None
    places: Sequence[Place]
    look: Words
    tell: Tell | None = None
    to_pack: int = 0
    cap: int = 12


@dataclass(frozen=True)
class CardPage:
    """What somebody who said their words should hear. Nothing of where or when."""

    card: Card
    token: str
    purses: Sequence[Purse]
    pays: Sequence[tuple[Purse, Amount]]
    earn: FromFund | None
    may_pay: bool
    fault: str = ""


@dataclass(frozen=True)
class EndCardPage:
    """Is it to end, with what is owed on it?"""

    token: str
    cents_owed: int


@dataclass(frozen=True)
class EndAllPage:
    """Are all cards of the program to end, with what is owed on them?"""

    program: Program
    cents_owed: int


@dataclass(frozen=True)
class CardsPage:
    """How many cards are printed."""

    form: HowMany


@dataclass(frozen=True)
class Printed:
    """One card on paper."""

    number: int
    address: str

    @property
    def said(self) -> Sequence[tuple[str, str]]:
        """The words in each language: the card is good in all."""
        return [(one, word_codes.say(self.number, one)) for one in word_codes.LANGUAGES]

    @property
    def first(self) -> str:
        return word_codes.say(self.number, get_language() or "en")


@dataclass(frozen=True)
class PrintPage:
    """Cards, to print now or never."""

    program: Program
    cards: Sequence[Printed]
    sms: str = ""


@dataclass(frozen=True)
class WaitingPage:
    """What waits where, and whose words were said."""

    rows: Sequence[Bag]
    form: Words
    found: Bag | None = None
    fault: str = ""

    @property
    def packing(self) -> Sequence[Bag]:
        return [bag for bag in self.rows if bag.state == BagState.ASKED]

    @property
    def ready(self) -> Sequence[Bag]:
        return [bag for bag in self.rows if bag.state == BagState.READY]

    @property
    def locker(self) -> str:
        return PointKind.LOCKER.value


@dataclass(frozen=True)
class Row:
    """A notice in words."""

    notice: Notice
    what: Any
    where: str
    answer: Any = ""


@dataclass(frozen=True)
class NoticedPage:
    """What was noticed, unseen first."""

    rows: Sequence[Row]
    form: Answered


@dataclass(frozen=True)
class FundRow:
    """A fund, its months and its forms."""

    fund: Fund
    fill: Amount


@dataclass(frozen=True)
class MoneyPage:
    """Funds: left, owed, paid."""

    rows: Sequence[FundRow]
    form: NewFund
    fault: str = ""


@dataclass(frozen=True)
class TermsPage:
    """Terms and points of a program."""

    program: Program
    programs: Sequence[Program]
    form: TermsForm
    points: Sequence[Point]
    add: PointForm


@dataclass(frozen=True)
class PointPage:
    """One point."""

    point: Point
    form: PointForm


@dataclass(frozen=True)
class ReachPage:
    """Figures of groups of at least five."""

    years: Sequence[Year]
    months: Sequence[Group]
    towns: Sequence[Group]
    year: int
    this_year: int
    is_public: bool
    threshold: int
    kinds: Sequence[str] = ("csv", "xlsx")

    @property
    def years_to_choose(self) -> Sequence[int]:
        return range(self.this_year, self.this_year - 3, -1)

    @property
    def asked(self) -> str:
        """The question again, for the file and the other years."""
        return "&published" if self.is_public else ""
