"""What the pages of hand-overs show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.forms.boundfield import BoundField
from django.utils.functional import Promise

from beside.partners.core.rows import Fault
from beside.privacy.disclosure import Cell
from beside.supply.beside_hand import Link
from beside.supply.core.passing_on import Share
from beside.supply.hand.asked import Ask
from beside.supply.hand.figures import Figures
from beside.supply.hand.forms import EncounterForm
from beside.supply.models import Encounter, Place, Program
from beside.supply.passing_on import Asking

Words = str | Promise


@dataclass(frozen=True)
class Line:
    """One product on the form: its name and its one or two fields."""

    name: str
    fields: Sequence[BoundField]


def lines_of(form: EncounterForm, asks: Sequence[Ask], *, naloxone: bool) -> list[Line]:
    """The products of one kind, as the form draws them."""
    return [
        Line(ask.name, [form[name] for name in form.columns(ask)])
        for ask in asks
        if ask.is_naloxone is naloxone
    ]


@dataclass(frozen=True)
class Recent:
    """An encounter that was kept, in few words. Nothing of the person."""

    encounter: Encounter
    said: str


@dataclass(frozen=True)
class HandPage:
    """The form, where it stands, and the last few that were kept there."""

    form: EncounterForm
    place: Place | None
    places: Sequence[Place]
    naloxone: Sequence[Line]
    supplies: Sequence[Line]
    recent: Sequence[Recent]
    to_count: Sequence[tuple[str, int]]
    may_count: bool = False
    is_offline: bool = False
    beside: Sequence[Link] = ()  # from rooms upstairs

    @property
    def cap(self) -> int:
        """How many kits are offered at once before somebody says why."""
        return self.form.cap

    @property
    def about(self) -> Sequence[BoundField]:
        """Questions about the person, folded away; on a phone without those it may not keep."""
        names = (
            "recipient", "previous_point", "code", "birth_year", "age", "gender", "race", "town",
            "residence", "substances",
        )  # fmt: skip
        return [self.form[name] for name in names if name in self.form.fields]


@dataclass(frozen=True)
class Meaning:
    """One column of a file, and what it may mean."""

    header: str
    position: int
    chosen: str
    sample: str


@dataclass(frozen=True)
class SheetPage:
    """A file on its way in."""

    places: Sequence[Place]
    place: Place | None
    meanings: Sequence[Meaning] = ()
    fields: Sequence[tuple[str, str]] = ()
    faults: Sequence[Fault] = ()
    rows: int = 0
    packed: str = ""
    unreadable: bool = False
    units: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class PaperPage:
    """A sheet to write on, one line a person."""

    place: Place | None
    naloxone: Sequence[str]
    supplies: Sequence[str]
    reasons: Sequence[tuple[str, Words]]
    cap: int
    lines: range = range(14)


@dataclass(frozen=True)
class HandedPage:
    """What was handed out, exactly, for those who work there; or as it may be published."""

    found: Figures
    programs: Sequence[Program]
    reasons: Mapping[str, Words]
    is_public: bool
    first: date
    last: date
    by_site: Sequence[tuple[str, str, Cell]] = ()
    by_product: Sequence[tuple[str, str, Cell]] = ()
    asked: Sequence[tuple[date, Asking]] = ()
    asked_times: Sequence[tuple[str, Cell]] = ()
    share: Share | None = None  # of kits that go on to others
    may_forget: bool = False
    kinds: Sequence[str] = ("csv", "xlsx")

    @property
    def percents(self) -> tuple[int | None, ...]:
        """The share as whole numbers of a hundred: at least, of those asked, at most."""
        if self.share is None:
            return ()
        parts = (self.share.low, self.share.said, self.share.high)
        return tuple(None if part is None else round(100 * part) for part in parts)
