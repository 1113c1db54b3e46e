"""Charts as values. A bar is a row of a table; a line carries its own table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Bar:
    """One row. `value` None is a count too small to publish, which `said` puts in words."""

    label: Words
    value: float | None
    said: Words = ""


@dataclass(frozen=True)
class BarChart:
    """`title` says what the chart shows as a finding; `source` whence and of when."""

    title: Words
    label_head: Words
    value_head: Words
    bars: Sequence[Bar]
    source: Words = ""

    @property
    def rows(self) -> list[tuple[Bar, float]]:
        """Each bar with its length in hundredths of the longest."""
        longest = max((bar.value or 0 for bar in self.bars), default=0) or 1
        return [(bar, round(100 * (bar.value or 0) / longest, 1)) for bar in self.bars]


@dataclass(frozen=True)
class Point:
    """One value over time; None is a gap in the line."""

    label: Words
    value: float | None


@dataclass(frozen=True)
class LineChart:
    """Values over time. The axis starts at nought, so that heights can be compared."""

    title: Words
    label_head: Words
    value_head: Words
    points: Sequence[Point]
    source: Words = ""

    WIDE, HIGH = 600, 200

    @cached_property
    def top(self) -> float:
        """The upper end of the axis: the next round number."""
        highest = max((point.value or 0 for point in self.points), default=0)
        step = 1.0
        while step * 10 <= highest:
            step *= 10
        return next(
            (step * many for many in (1, 2, 3, 4, 5, 6, 8, 10) if step * many >= highest), 1
        )

    @property
    def half(self) -> float:
        return self.top / 2

    @property
    def runs(self) -> list[str]:
        """The line as SVG points, broken where values are missing."""
        runs: list[list[str]] = [[]]
        for place, point in enumerate(self.points):
            if point.value is None:
                runs.append([])
            else:
                runs[-1].append(f"{self._x(place)},{self._y(point.value)}")
        return [" ".join(run) for run in runs if run]

    def _x(self, place: int) -> float:
        return round(self.WIDE * place / max(1, len(self.points) - 1), 1)

    def _y(self, value: float) -> float:
        return round(self.HIGH * (1 - value / self.top), 1)

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def last(self) -> Point:
        return self.points[-1]
