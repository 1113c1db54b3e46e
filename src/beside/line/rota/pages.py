"""What the pages of the rota and of the line's settings show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise

from beside.accounts.models import User
from beside.design.charts import BarChart
from beside.line.core.erlang import Queue
from beside.line.core.pooling import Pooling
from beside.line.models import Elsewhere, Operator, Pattern, Responder, Shift, Swap
from beside.line.rota import forms
from beside.line.rota.figures import Figures
from beside.line.rota.staffing import Staffing, Stretch
from beside.line.rota.week import Day
from beside.partners.core.rows import Fault


@dataclass(frozen=True)
class RotaPage:
    """One week, what is short in the next two, what may be claimed."""

    monday: date
    days: Sequence[Day]
    stretches: Sequence[Stretch]
    offered: Sequence[Shift]
    staffing: Staffing
    is_this_week: bool
    supervises: bool
    zone: str

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=7)

    @property
    def last(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def empty_hours(self) -> int:
        """Hours of this week with nobody."""
        return sum(band.hours for day in self.days for band in day.bands if band.state == "empty")


@dataclass(frozen=True)
class MinePage:
    """Somebody's own shifts, and what they can do with them."""

    shifts: Sequence[Shift]
    patterns: Sequence[tuple[Pattern, str | Promise]]
    offered: Sequence[Shift]
    asked_of_me: Sequence[Swap]
    asked_by_me: Sequence[Swap]
    form: forms.AddShift
    has_number: bool
    has_calendar: bool
    calendar_url: str
    at: datetime


@dataclass(frozen=True)
class SwapPage:
    """Which colleague's shift to ask for."""

    mine: Shift
    theirs: Sequence[Shift]


@dataclass(frozen=True)
class BringPage:
    form: forms.Upload
    faults: Sequence[Fault] = ()
    rows: int = 0
    packed: str = ""
    unreadable: bool = False


@dataclass(frozen=True)
class With:
    """What happens with so many operators. Waits in seconds, occupancy and shares as fractions."""

    operators: int
    queue: Queue
    is_enough: bool

    @property
    def wait_chance(self) -> float:
        return 100 * self.queue.wait_chance

    @property
    def within_15(self) -> float:
        return 100 * self.queue.answered_within(15)

    @property
    def within_20(self) -> float:
        return 100 * self.queue.answered_within(20)

    @property
    def abandoned(self) -> float:
        return 100 * self.queue.abandoned

    @property
    def occupancy(self) -> float:
        return 100 * self.queue.occupancy

    @property
    def overflow(self) -> float:
        """Who is still not answered at 20 s, and is offered the timer or a partner line."""
        return 100 - self.within_20


@dataclass(frozen=True)
class StaffingPage:
    """The week ahead, one hour with more or fewer operators, and what one queue would save."""

    staffing: Staffing
    chart: BarChart
    form: forms.Assumed
    calls: float
    minutes: float
    patience: float
    load: float
    needed_90: int
    needed_95: int
    options: Sequence[With]
    lines: int
    weekly: float
    held: float
    pooling: Pooling
    hours_a_week: int

    @property
    def growth(self) -> float:
        """Percent from week to week."""
        return 100 * self.staffing.forecast.level.growth

    @property
    def apart(self) -> int:
        """Operators at the peak if each line is for itself."""
        return sum(self.pooling.apart)


@dataclass(frozen=True)
class Measured:
    """One figure, as it is shown: `cell` passed disclosure control, `share` is of such cells."""

    label: str | Promise
    words: str


@dataclass(frozen=True)
class FiguresPage:
    figures: Figures
    measures: Sequence[Measured]
    splits: Sequence[tuple[str | Promise, Sequence[tuple[str, Sequence[str]]]]]
    before: str
    after: str
    is_running: bool


@dataclass(frozen=True)
class NumbersPage:
    """Rhythm, or the other numbers."""

    form: forms.RhythmForm | forms.NumbersForm
    tab: str


@dataclass(frozen=True)
class RespondersPage:
    rows: Sequence[tuple[Responder, Sequence[str]]]
    form: forms.ResponderForm
    responder: Responder | None = None
    tab: str = "responders"


@dataclass(frozen=True)
class OperatorsPage:
    rows: Sequence[tuple[User, Operator | None, Sequence[str]]]
    tab: str = "operators"


@dataclass(frozen=True)
class OperatorPage:
    user: User
    form: forms.OperatorForm
    tab: str = "operators"


@dataclass(frozen=True)
class ElsewherePage:
    rows: Sequence[Elsewhere]
    form: forms.ElsewhereForm
    tab: str = "elsewhere"


@dataclass(frozen=True)
class PhonePage:
    form: forms.MyPhone
    has_number: bool
