"""No figure without its source: where it was published, and what years it speaks of."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Something published: how to cite it, the year it came out, the years its figures are of."""

    citation: str
    year: int
    of_years: str
    address: str = ""


@dataclass(frozen=True)
class Parameter:
    """A figure that somebody published, with the range they gave it (None: they gave none)."""

    name: str
    value: float
    source: Source
    low: float | None = None
    high: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise ValueError(f"{self.name}: half a range")
        if self.low is None or self.high is None:
            return
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.name}: {self.value} is outside {self.low} to {self.high}")

    def draw(self, rng: random.Random) -> float:
        """One value of the range: a triangle with its peak at the published value.

        Published ranges are of different kinds (95 % intervals, bounds of calibration), so none
        of their shapes is ours to claim; a triangle never leaves the range. Without a range the
        value itself.
        """
        if self.low is None or self.high is None:
            return self.value
        return rng.triangular(self.low, self.high, self.value)
