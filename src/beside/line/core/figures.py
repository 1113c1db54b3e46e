"""What a quarter of counts says: cells coarse enough to be counted, and how finely they are split.

A session is in one cell of each question: how it was answered, and how it ended. Splits
finer than the counts bear are joined before anything is suppressed: weeks to months,
small counties and ways to "others".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEAST = 11  # a row of its own has at least so many sessions
ENOUGH_FOR_WEEKS, ENOUGH_FOR_MONTHS = 200, 40  # sessions in the quarter
OTHERS = "others"

TIMER, LEFT, W15, W20, LATER = "timer", "left", "within_15", "within_15_20", "later"
ASKED, WITHIN_20, NOT_WITHIN_20 = "asked", "within_20", "not_within_20"
HOW: Mapping[str, str] = {
    TIMER: "*", ASKED: "*", WITHIN_20: ASKED, NOT_WITHIN_20: ASKED,
    W15: WITHIN_20, W20: WITHIN_20, LATER: NOT_WITHIN_20, LEFT: NOT_WITHIN_20,
}  # fmt: skip
HOW_BY_ROW: Mapping[str, str] = {
    TIMER: "*", ASKED: "*", WITHIN_20: ASKED, NOT_WITHIN_20: ASKED,
}  # fmt: skip

QUIET, EMERGENCY, FALSE, TRUE = "quiet", "emergency", "false", "needed"
ENDING: Mapping[str, str] = {QUIET: "*", EMERGENCY: "*", FALSE: EMERGENCY, TRUE: EMERGENCY}


@dataclass(frozen=True)
class Quarter:
    """Three months of a year: the only span figures are released for, so that none overlap."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.following.first

    @property
    def following(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    @property
    def months(self) -> list[date]:
        return [date(self.year, 3 * self.number - 2 + n, 1) for n in range(3)]


@dataclass(frozen=True)
class Counted:
    """So many sessions of one kind."""

    day: date
    county: str
    way: str
    wait_s: int | None
    outcome: str
    was_emergency: bool
    wanted_operator: bool
    sessions: int


def how(row: Counted) -> str:
    """How a session was answered. Who took the timer while waiting asked for a person too."""
    if not row.wanted_operator and row.wait_s is None:
        return TIMER
    if row.wait_s is None:
        return LEFT
    return {15: W15, 20: W20}.get(row.wait_s, LATER)


def how_by_row(row: Counted) -> str:
    found = how(row)
    return found if found == TIMER else HOW[found]


def ending(row: Counted) -> str:
    if not row.was_emergency:
        return QUIET
    return FALSE if row.outcome == "false_dispatch" else TRUE


def counted(rows: Iterable[Counted], *by: Callable[[Counted], str]) -> Counter[tuple[str, ...]]:
    """Sessions by these questions."""
    found: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        found[tuple(question(row) for question in by)] += row.sessions
    return found


def joined(rows: Sequence[Counted], question: Callable[[Counted], str]) -> dict[str, str]:
    """Each answer's own name where it has sessions enough, else OTHERS."""
    sizes = counted(rows, question)
    return {name: name if n >= LEAST else OTHERS for (name,), n in sizes.items()}


def spans_of(quarter: Quarter, sessions: int) -> list[date]:
    """Where the rows of time begin: Mondays, months or the quarter, as the counts bear.

    The first and last week are cut where the quarter is.
    """
    if sessions >= ENOUGH_FOR_WEEKS:
        monday = quarter.first + timedelta(days=-quarter.first.weekday() % 7)
        found = [quarter.first] if monday != quarter.first else []
        while monday < quarter.end:
            found.append(monday)
            monday += timedelta(days=7)
        return found
    return quarter.months if sessions >= ENOUGH_FOR_MONTHS else [quarter.first]
