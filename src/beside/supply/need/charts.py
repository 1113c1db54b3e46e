"""Charts of the planners' pages as values: lengths in hundredths, paths as strings."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Mark:
    """One row's drawing: a span from `low` to `high`, a tick at `at`, and lines for comparing.

    All are hundredths of the axis; what lies beyond it is drawn at its end.
    """

    low: float
    high: float
    at: float
    lines: Sequence[float] = ()

    @classmethod
    def of(
        cls, low: float, at: float, high: float, *, top: float, lines: Sequence[float] = ()
    ) -> "Mark":
        """From values on an axis that ends at `top`."""

        def place(value: float) -> float:
            return round(max(0.0, min(100.0, 100 * value / (top or 1))), 2)

        return cls(place(low), place(high), place(at), [place(line) for line in lines])

    @property
    def start(self) -> float:
        """Where the span is drawn from: never so narrow that nobody sees it."""
        return min(self.low, 99.0)

    @property
    def width(self) -> float:
        return max(1.0, round(self.high - self.low, 2))

    @property
    def tick(self) -> float:
        return max(0.0, round(self.at - 0.6, 2))


@dataclass(frozen=True)
class Interval:
    """A row of an interval chart: what is most likely, and between what it probably lies."""

    label: Words
    low: float
    middle: float
    high: float
    said: Words


@dataclass(frozen=True)
class IntervalChart:
    """Rows of intervals over one axis, with a line nothing can pass."""

    title: Words
    rows: Sequence[Interval]
    ceiling: float
    ceiling_said: Words
    top: float
    source: Words = ""

    @property
    def drawn(self) -> list[tuple[Interval, Mark]]:
        return [
            (row, Mark.of(row.low, row.middle, row.high, top=self.top, lines=[self.ceiling]))
            for row in self.rows
        ]


@dataclass(frozen=True)
class Reach:
    """One point of a curve: so many kits a year, and the share of deaths averted."""

    kits: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Curve:
    """What more kits would do: a line within its band, below a ceiling. Values are shares."""

    title: Words
    points: Sequence[Reach]
    here: Reach
    ceiling: float
    source: Words = ""

    WIDE, HIGH = 600, 220

    @cached_property
    def top(self) -> float:
        """The upper end of the axis: the next tenth above the ceiling and the band."""
        most = max([self.ceiling, *(point.high for point in self.points)])
        return min(1.0, (int(most * 10) + 1) / 10)

    @property
    def ticks(self) -> list[float]:
        return [self.top, self.top / 2, 0.0]

    @property
    def most_kits(self) -> int:
        return max((point.kits for point in self.points), default=0) or 1

    @property
    def line(self) -> str:
        """The most likely, as SVG points."""
        return " ".join(self._at(point.kits, point.middle) for point in self.points)

    @property
    def band(self) -> str:
        """Out along the upper edge and back along the lower."""
        upper = [self._at(point.kits, point.high) for point in self.points]
        lower = [self._at(point.kits, point.low) for point in reversed(self.points)]
        return " ".join([*upper, *lower])

    @property
    def ceiling_y(self) -> float:
        return self._y(self.ceiling)

    @property
    def here_x(self) -> float:
        return self._x(self.here.kits)

    @property
    def here_y(self) -> float:
        return self._y(self.here.middle)

    def _at(self, kits: int, share: float) -> str:
        return f"{self._x(kits)},{self._y(share)}"

    def _x(self, kits: int) -> float:
        return round(self.WIDE * min(1.0, kits / self.most_kits), 1)

    def _y(self, share: float) -> float:
        return round(self.HIGH * (1 - min(1.0, share / self.top)), 1)
