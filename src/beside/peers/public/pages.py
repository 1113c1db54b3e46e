"""What the pages of who holds a card show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from beside.kernel import word_codes
from beside.peers.core.points import BagState, PointKind
from beside.peers.models import Bag, Point, Stipend
from beside.peers.public.forms import More, Notice, Shown, Tell, Words
from beside.supply.mail.forms import Offer
from beside.supply.mail.routing import Where
from beside.supply.models import Program


@dataclass(frozen=True)
class WordsPage:
    """The three words."""

    form: Words
    fault: str = ""


@dataclass(frozen=True)
class MorePage:
    """How many and where; or, when that was often enough without staff, where else."""

    form: More
    program: Program
    card: str
    cents_owed: int = 0
    stipends: Sequence[Stipend] = ()
    points: Sequence[Point] = ()
    at_site_only: bool = False
    fault: str = ""

    @property
    def asks_which(self) -> bool:
        return len(self.form.products) > 1


@dataclass(frozen=True)
class BagPage:
    """What waits, where, and the words for it."""

    bag: Bag
    number: int
    token: str
    tell: Tell | None = None

    @property
    def words(self) -> str:
        return word_codes.say(self.number, get_language() or "en")

    @property
    def when(self) -> str:
        return self.bag.point.when(get_language() or "en")

    @property
    def is_ready(self) -> bool:
        return bool(self.bag.state == BagState.READY)

    @property
    def is_gone(self) -> bool:
        return bool(self.bag.state == BagState.HANDED)

    @property
    def in_locker(self) -> bool:
        return bool(self.bag.point.kind == PointKind.LOCKER)


@dataclass(frozen=True)
class ZipPage:
    """Where a parcel goes, roughly."""

    form: Any
    hidden: Mapping[str, object]


@dataclass(frozen=True)
class MailPage:
    """Where exactly: sealed on the device, or at our door without script."""

    form: Any
    offer: Offer
    hidden: Mapping[str, object]
    kits: int
    route: str
    fault: str = ""

    @property
    def where(self) -> Where:
        return self.offer.where

    @property
    def public_key(self) -> Mapping[str, str]:
        return self.offer.key.public if self.offer.key else {}

    @property
    def key_id(self) -> str:
        return str(self.offer.key.pk) if self.offer.key else ""


@dataclass(frozen=True)
class TellPage:
    """What became of the kits before these."""

    form: Tell


@dataclass(frozen=True)
class NoticePage:
    """What somebody noticed."""

    form: Notice


@dataclass(frozen=True)
class ShowPage:
    """What to hand on when one shows others; and, with a card, how many it were."""

    form: Shown | None = None


@dataclass(frozen=True)
class EndPage:
    """The end of a card: what is deleted, and what is given up."""

    card: str
    cents_owed: int = 0


@dataclass(frozen=True)
class DonePage:
    """It is done. Which of the few things it was."""

    what: str
    card: str = ""
