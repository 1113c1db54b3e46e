"""What the planners' pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from beside.design.charts import BarChart
from beside.design.paging import Paging
from beside.kernel.models import Progress
from beside.supply.core.need.channels import Channels
from beside.supply.core.need.evidence import Source
from beside.supply.models import (
    Allocation,
    Placement,
    PlanningNumber,
    PlanningTable,
)
from beside.supply.need import forms
from beside.supply.need.access import Looking
from beside.supply.need.allotting import Divided
from beside.supply.need.charts import Curve, IntervalChart, Mark
from beside.supply.need.drawing import PlacementMap, ShadedMap
from beside.supply.need.far import FarArea, Found
from beside.supply.need.given import Given
from beside.supply.need.numbers import Number, Numbers
from beside.supply.need.saturating import Saturated, Whole
from beside.supply.need.sheets import Fault, OwnPlace
from beside.supply.need.supposing import Supposed, Told

Words = str | Promise


@dataclass(frozen=True)
class NeedLine:
    """A county: its need, and the drawing of its saturation."""

    row: Saturated
    mark: Mark


@dataclass(frozen=True)
class NeedPage:
    """Saturation and what is missing, by county."""

    looking: Looking
    form: forms.Asked
    weights: Channels
    numbers: Numbers
    given: Given
    whole: Whole
    lines: Sequence[NeedLine]
    paging: Paging
    ways: Sequence[tuple[Words, int]]
    sources: Sequence[tuple[Words, float, float, Source]]  # weighing, effective kits, saturation
    states: Sequence[Any]  # the states' own curves
    ceiling: float
    beyond: float
    query: str
    tab: str = "need"


@dataclass(frozen=True)
class NumberPage:
    """Every number in use, whence and of which year."""

    looking: Looking
    numbers: Sequence[Number]
    sources: Sequence[tuple[Words, Source]]
    areas: Sequence[tuple[str, Words, PlanningNumber]]  # what was said of a county
    counties: Sequence[tuple[str, str]]
    area_numbers: Sequence[tuple[str, Words]]
    tab: str = "numbers"


@dataclass(frozen=True)
class ClashPage:
    """Numbers that each can be, but not together: nothing is reckoned from them."""

    looking: Looking
    tab: str = ""


@dataclass(frozen=True)
class OneNumberPage:
    """Put a number in place of the published one."""

    looking: Looking
    number: Number
    published: Number
    form: forms.NumberForm
    area: str = ""
    area_name: str = ""
    tab: str = "numbers"


@dataclass(frozen=True)
class AllotLine:
    """One place under three ways: the range drawn, and its sentence."""

    name: str
    people: int
    at_risk: float
    deaths: float
    is_shrunk: bool
    now: int | None
    proportional: int
    low: int
    kits: int
    high: int
    saturation: float
    mark: Mark
    sentence: str


@dataclass(frozen=True)
class AllotPage:
    """Kits over places: three ways side by side; or what stands in the way."""

    looking: Looking
    form: forms.Allot
    keep: forms.Keep | None
    divided: Divided | None
    lines: Sequence[AllotLine]
    paging: Paging | None
    chart: BarChart | None
    plans: Sequence[Allocation]
    tables: Sequence[PlanningTable]
    query: str
    floors: int = 0  # kits that the floors ask for, when there are not so many
    nothing: bool = False
    tab: str = "allocation"


@dataclass(frozen=True)
class Rest:
    """Something a plan rests on: its value, whence and of which year."""

    name: Words
    value: Words
    source: str
    year: int | None


@dataclass(frozen=True)
class PlanPage:
    """A plan that was kept."""

    plan: Allocation
    lines: Sequence[AllotLine]
    paging: Paging | None
    deaths: Mapping[str, float]
    rests: Sequence[Rest]
    state: Words
    over: Words
    may_plan: bool
    tab: str = "allocation"


@dataclass(frozen=True)
class TablesPage:
    """A planner's own table, before it is kept."""

    looking: Looking
    form: forms.Upload
    tables: Sequence[PlanningTable]
    rows: Sequence[OwnPlace] = ()
    faults: Sequence[Fault] = ()
    unreadable: bool = False
    packed: str = ""
    told: Mapping[str, Any] | None = None
    tab: str = "allocation"


@dataclass(frozen=True)
class SearchesPage:
    """Searches for new places, and one more."""

    looking: Looking
    form: forms.Search
    searches: Sequence[tuple[Placement, Words]]
    faults: Sequence[Fault] = ()
    unreadable: bool = False
    nowhere: bool = False  # no candidate at all
    tab: str = "placement"


@dataclass(frozen=True)
class ChosenLine:
    """A chosen place: what it adds."""

    number: int
    name: str
    lat: float
    lon: float
    adds: float
    share: float
    points: int


@dataclass(frozen=True)
class PlacementPage:
    """One search: under way, or what it found."""

    placement: Placement
    state: Words
    travel: Words
    progress: Progress | None
    lines: Sequence[ChosenLine]
    before: float
    after: float
    all_weight: float
    map: PlacementMap | None
    weighs: Words
    may_plan: bool
    tab: str = "placement"

    @property
    def before_share(self) -> float:
        return self.before / (self.all_weight or 1.0)

    @property
    def after_share(self) -> float:
        return self.after / (self.all_weight or 1.0)

    @property
    def most_share(self) -> float:
        most = (self.placement.answer or {}).get("most", 0.0)
        return float(most) / (self.all_weight or 1.0)


@dataclass(frozen=True)
class GapsPage:
    """Who lives far from what."""

    looking: Looking
    found: Found
    rows: Sequence[FarArea]
    kinds: Sequence[tuple[str, Words]]
    totals: Sequence[tuple[Words, int, Any]]  # name, listed places, gap
    what: str
    what_name: Words
    listed: int
    fars: Sequence[int]
    by_zip: bool
    map: ShadedMap | None
    paging: Paging
    hidden: int
    query: str
    tab: str = "gaps"


@dataclass(frozen=True)
class SupposePage:
    """What if."""

    looking: Looking
    form: forms.Suppose
    said: Supposed
    told: Told
    chart: IntervalChart
    curve: Curve
    parameters: Sequence[Number]
    weights: Channels
    hides: bool
    tab: str = "whatif"
