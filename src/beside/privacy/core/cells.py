"""What may be shown of a count, and by which rule."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Suppressed:
    """A count that is not shown. It is not nought; say so on the page.

    `fewer_than` is set only where saying it is true of every suppressed cell of the
    release and lets none be computed; otherwise readers are told "not shown", and
    nothing tells a cell that is small from one that hides its neighbour.
    """

    fewer_than: int | None = None

    def __bool__(self) -> bool:
        raise TypeError("a suppressed count is neither nought nor not nought")


class Shown(int):
    """A count that passed disclosure control. Only a release makes one."""


Cell = Shown | Suppressed


@dataclass(frozen=True)
class Policy:
    """How small is too small, and how little an attacker may learn.

    Counts of 1 to `threshold` - 1 are hidden, and noughts too unless `zeros_show`.
    Of every hidden count at least `possible_values` whole numbers stay possible,
    whatever is computed from all that is shown.
    """

    threshold: int
    zeros_show: bool
    possible_values: int

    def __post_init__(self) -> None:
        if self.threshold < 2 or self.possible_values < 2:
            raise ValueError("a policy must hide something, and leave a doubt")

    def hides(self, count: int) -> bool:
        """Whether `count` is too small to show."""
        return (0 if not self.zeros_show else 1) <= count < self.threshold

    @property
    def least_hidden(self) -> int:
        """What everyone knows a hidden count to be at least."""
        return 1 if self.zeros_show else 0


CMS = Policy(threshold=11, zeros_show=True, possible_values=3)
"""Counts of 1 to 10 never shown, nought may be, nothing derivable.
Source: CMS cell size suppression policy (ResDAC, node 1506)."""

CDC_WONDER = Policy(threshold=10, zeros_show=True, possible_values=3)
"""Counts of 1 to 9 never shown. Source: CDC WONDER data use restrictions; noughts may show in
some of its tables and not in others: take a policy of your own where they may not."""
