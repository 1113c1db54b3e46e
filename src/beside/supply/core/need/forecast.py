"""Deaths with and without kits, and the ceiling that no forecast may pass.

A kit helps only where somebody is there to use it. With every kit in the world, the deaths of
those who were alone remain. `Forecast` cannot be made above that ceiling.
"""

from dataclasses import dataclass

ROUNDING = 1e-9


class AboveCeiling(ValueError):
    """A forecast promised more than witnessed overdoses allow."""


@dataclass(frozen=True)
class Forecast:
    """Deaths a year, without any kit and as planned; and the largest share kits could avert."""

    without_kits: float
    deaths: float
    ceiling: float

    def __post_init__(self) -> None:
        if not 0 <= self.ceiling < 1:
            raise AboveCeiling(f"a ceiling of {self.ceiling}: somebody is always alone")
        if self.without_kits < 0 or self.deaths < 0:
            raise ValueError("no fewer deaths than none")
        if self.deaths > self.without_kits * (1 + ROUNDING):
            raise ValueError("kits do no harm")
        if self.averted > self.without_kits * (self.ceiling + ROUNDING):
            raise AboveCeiling(f"{self.averted_share:.2%} of deaths; at most {self.ceiling:.2%}")

    @property
    def averted(self) -> float:
        """Deaths averted a year, against no kits at all."""
        return self.without_kits - self.deaths

    @property
    def averted_share(self) -> float:
        return self.averted / self.without_kits if self.without_kits else 0.0

    @property
    def out_of_reach(self) -> float:
        """Deaths a year that no number of kits averts while nobody is there."""
        return self.without_kits * (1 - self.ceiling)

    def __add__(self, other: "Forecast") -> "Forecast":
        """Two places together, under the ceiling of both."""
        without = self.without_kits + other.without_kits
        held = self.without_kits * self.ceiling + other.without_kits * other.ceiling
        return Forecast(without, self.deaths + other.deaths, held / without if without else 0.0)


def forecast(*, without_kits: float, saturation: float, ceiling: float) -> Forecast:
    """Deaths when a kit is at hand in this share of witnessed overdoses."""
    if not 0 <= saturation <= 1:
        raise AboveCeiling(f"a kit at {saturation:.0%} of witnessed overdoses")
    return Forecast(without_kits, without_kits * (1 - ceiling * saturation), ceiling)
