"""What the pages of the law show."""

from collections.abc import Sequence
from dataclasses import dataclass

from beside.design.paging import Paging
from beside.partners.core.rows import Fault
from beside.places.core.place import Place
from beside.supply.core.law import Answer, Topic
from beside.supply.law import forms
from beside.supply.law.asked import Filter
from beside.supply.law.here import Line
from beside.supply.law.words import Words
from beside.supply.models import LawFact


@dataclass(frozen=True)
class ChoosePage:
    """Which state?"""

    states: Sequence[tuple[str, str]]
    near: str = ""
    choices: Sequence[Place] = ()
    unknown: bool = False


@dataclass(frozen=True)
class Source:
    """What an answer rests on, numbered on the page."""

    number: int
    citation: str
    url: str


@dataclass(frozen=True)
class Numbered:
    """A line and the number of its source."""

    line: Line
    source: Source


@dataclass(frozen=True)
class Group:
    """What belongs together, as far as we know it."""

    title: Words
    known: Sequence[Numbered]


@dataclass(frozen=True)
class StatePage:
    """The law of one state, for everybody."""

    state: str
    name: str
    groups: Sequence[Group]
    sources: Sequence[Source]
    samaritan: Line
    unknown: Sequence[str]
    any_to_check: bool


@dataclass(frozen=True)
class Cell:
    """One answer in the table."""

    topic: str
    value: str
    word: Words
    age: str
    due: bool


@dataclass(frozen=True)
class TableRow:
    state: str
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class ListRow:
    """One answer in a list."""

    fact: LawFact
    state_name: str
    title: Words
    said: Answer
    word: Words
    age: str
    to_check: bool
    due: bool


@dataclass(frozen=True)
class Counts:
    """How the table stands as a whole."""

    known: int
    unknown: int
    to_check: int
    promised: int


@dataclass(frozen=True)
class TablePage:
    """Topic by state; or, when something is asked for, a list."""

    filter: Filter
    counts: Counts
    states: Sequence[tuple[str, str]]
    topics: Sequence[tuple[Topic, Words]]
    values: Sequence[tuple[str, Words]]
    table: Sequence[TableRow] = ()
    rows: Sequence[ListRow] = ()
    paging: Paging | None = None


@dataclass(frozen=True)
class Told:
    """A version in the history."""

    fact: LawFact
    word: Words
    deed: Words
    since: str
    may_undo: bool


@dataclass(frozen=True)
class FactPage:
    """One answer of one state: what stands, since when, on what, and how it came to be."""

    state: str
    name: str
    topic: Topic
    title: Words
    seen: int
    english: Line
    spanish: Line
    due: bool
    is_known: bool
    next_review: str
    not_yet_in_force: bool
    history: Sequence[Told]
    form: forms.VerifyForm


@dataclass(frozen=True)
class EditPage:
    """An answer being written; with `english` and `spanish` it is previewed."""

    state: str
    name: str
    topic: Topic
    title: Words
    seen: int
    form: forms.FactForm
    english: Line | None = None
    spanish: Line | None = None
    overtaken: bool = False
    same_citation: bool = False  # another answer, said to rest on what the one before rests on


@dataclass(frozen=True)
class BringPage:
    """A list being brought in."""

    form: forms.Upload
    columns: Sequence[str]
    faults: Sequence[Fault] = ()
    new: int = 0
    changed: int = 0
    same: int = 0
    packed: str = ""
    unreadable: bool = False
    nothing: bool = False
