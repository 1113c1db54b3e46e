"""What several coalitions save when one queue serves them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from beside.line.core.erlang import Queue, Target, operators_needed

NENA = (Target(0.9, 15 / 3600), Target(0.95, 20 / 3600))  # in hours. Source: NENA-STA-020.1-2020
PEAK = 2.0  # the busiest hour, in means of the week


@dataclass(frozen=True)
class Line:
    """One coalition's calls a week, and how long each takes."""

    calls_per_week: float
    handling_minutes: float


@dataclass(frozen=True)
class Pooling:
    """Operators at the peak, and operator hours a week: each line for itself, and all together."""

    apart: tuple[int, ...]
    together: int
    hours_apart: int
    hours_together: int

    @property
    def saved(self) -> int:
        return sum(self.apart) - self.together

    @property
    def hours_saved(self) -> int:
        return self.hours_apart - self.hours_together


def needed(calls_per_hour: float, handling_minutes: float, targets: Sequence[Target]) -> int:
    """The fewest operators who meet all of these targets, everybody waiting as long as it takes."""
    queue = Queue(calls_per_hour, handling_minutes / 60, 0)
    return max(operators_needed(queue, target) for target in targets)


def pool(lines: Sequence[Line], shape: Sequence[float], targets: Sequence[Target]) -> Pooling:
    """`shape`: each hour's share of the week. The lines' evenings fall together."""
    calls = sum(line.calls_per_week for line in lines)
    held = sum(line.calls_per_week * line.handling_minutes for line in lines) / calls
    whole = Line(calls, held)
    weeks = {line: _week(line, shape, targets) for line in {*lines, whole}}
    return Pooling(
        apart=tuple(max(weeks[line]) for line in lines),
        together=max(weeks[whole]),
        hours_apart=sum(sum(weeks[line]) for line in lines),
        hours_together=sum(weeks[whole]),
    )


def _week(line: Line, shape: Sequence[float], targets: Sequence[Target]) -> list[int]:
    """Operators in each hour; hours that bring alike many calls are computed once."""
    by_rate = {
        rate: needed(rate, line.handling_minutes, targets)
        for rate in {round(line.calls_per_week * share, 9) for share in shape}
    }
    return [by_rate[round(line.calls_per_week * share, 9)] for share in shape]
