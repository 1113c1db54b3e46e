"""Kits in circulation, and what becomes of an overdose: the parts of PROFOUND that have a formula.

PROFOUND simulates every person of a state. Its naloxone does not need that: kits in circulation
decay by a fixed share a month, and an overdose passes a tree of a few branches. Method and what
is left out: docs/methods/circulation.md.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from beside.supply.core.need.channels import PROFOUND_2022
from beside.supply.core.need.evidence import Parameter, Source

BIRD_MORTALITY = Source(
    "Bird et al. 2015, 9 deaths in 153 overdoses (in PROFOUND)", 2015, "to 2012"
)
MASTER = PROFOUND_2022

KIT_LIFE_MONTHS = Parameter("months a kit stays in circulation", 15.5, MASTER)
ADJUSTMENT = Parameter("kits at hand when needed, against kits held", 1.0, MASTER, 0.75, 1.25)
CAP = Parameter("largest share of witnessed overdoses with a kit", 1.0, MASTER)

IN_PUBLIC = Parameter("overdoses in public", 0.12, MASTER, 0.05, 0.31)
WITNESSED_PUBLIC = Parameter("witnessed, in public", 0.82, MASTER, 0.75, 0.88)
WITNESSED_PRIVATE = Parameter("witnessed in private, against in public", 0.6, MASTER, 0.2, 1.0)
CALLED_PUBLIC = Parameter("911 called by a witness, in public", 0.662, MASTER, 0.56126589, 0.799)
CALLED_PRIVATE = Parameter("911 called in private, against in public", 0.59, MASTER, 0.4, 0.7)
DEATH_WITHOUT_HELP = Parameter("death without help", 9 / 153, BIRD_MORTALITY, 0.031, 0.108)
DEATH_WITH_NALOXONE = Parameter("death with naloxone", 0.00856, MASTER, 0.00555, 0.0132)
DEATH_WITH_EMS = Parameter("death when EMS comes, against no help", 0.588, MASTER, 0.419, 0.758)

PUBLISHED: Mapping[str, Parameter] = {  # by the names that `Tree` gives them
    "in_public": IN_PUBLIC, "witnessed_public": WITNESSED_PUBLIC,
    "witnessed_private": WITNESSED_PRIVATE, "called_public": CALLED_PUBLIC,
    "called_private": CALLED_PRIVATE, "without_help": DEATH_WITHOUT_HELP,
    "with_naloxone": DEATH_WITH_NALOXONE, "with_ems": DEATH_WITH_EMS,
}  # fmt: skip
TREE_PARAMETERS = tuple(PUBLISHED.values())
DRAWS = 200  # until one lies where naloxone helps; of the published ranges nearly all do


def circulating(months: int, *, yearly_kits: float, begin_with: float = 0.0) -> float:
    """Kits in circulation after so many months of a steady supply.

    E(t + 1) = E(t) (1 - 1/15.5) + yearly / 12.
    """
    keep = 1 - 1 / KIT_LIFE_MONTHS.value
    steady = yearly_kits * steady_state()
    return steady + (begin_with - steady) * keep**months


def steady_state() -> float:
    """Kits in circulation for each kit a year, once supply has been steady for long: 1.2917."""
    return KIT_LIFE_MONTHS.value / 12


@dataclass(frozen=True)
class Tree:
    """What becomes of an overdose: who is there, who calls, whether there is naloxone.

    `beside` and `on_the_line` are what a coalition adds, as shares of overdoses that nobody would
    have witnessed: somebody is now there who can use a kit; or a line calls EMS, but nobody is
    there to use a kit. A line alone raises no ceiling of kits; it takes deaths away from under it.
    """

    in_public: float = IN_PUBLIC.value
    witnessed_public: float = WITNESSED_PUBLIC.value
    witnessed_private: float = WITNESSED_PRIVATE.value
    called_public: float = CALLED_PUBLIC.value
    called_private: float = CALLED_PRIVATE.value
    without_help: float = DEATH_WITHOUT_HELP.value
    with_naloxone: float = DEATH_WITH_NALOXONE.value
    with_ems: float = DEATH_WITH_EMS.value
    beside: float = 0.0
    on_the_line: float = 0.0

    def __post_init__(self) -> None:
        shares = (self.in_public, self.witnessed_public, self.witnessed_private, self.without_help,
                  self.called_public, self.called_private, self.with_naloxone, self.with_ems,
                  self.beside, self.on_the_line, self.beside + self.on_the_line)  # fmt: skip
        if not all(0 <= share <= 1 for share in shares):
            raise ValueError("a share is between 0 and 1")
        if self.with_naloxone >= self.without_help * self.with_ems:
            raise ValueError("naloxone helps beyond EMS")

    @property
    def witnessed(self) -> float:
        """The share of overdoses with somebody there who could use a kit: 0.531 by default."""
        met = self._met_public + self._met_private
        return met + (1 - met) * self.beside

    def death(self, saturation: float) -> float:
        """Deaths for each overdose when a kit is at this share of witnessed ones."""
        if not 0 <= saturation <= 1:
            raise ValueError("a share is between 0 and 1")
        alone = 1 - self._met_public - self._met_private
        with_others = self._met_public * self._witnessed_death(saturation, self.called_public) + (
            self._met_private + alone * self.beside
        ) * self._witnessed_death(saturation, self.called_public * self.called_private)
        by_line = alone * self.on_the_line * self.without_help * self.with_ems
        still_alone = alone * (1 - self.beside - self.on_the_line) * self.without_help
        return with_others + by_line + still_alone

    @property
    def ceiling(self) -> float:
        """The largest share of deaths that kits avert, against none: 39.57 % by default."""
        return 1 - self.death(1.0) / self.death(0.0)

    @property
    def _met_public(self) -> float:
        return self.in_public * self.witnessed_public

    @property
    def _met_private(self) -> float:
        return (1 - self.in_public) * self.witnessed_public * self.witnessed_private

    def _witnessed_death(self, saturation: float, called: float) -> float:
        without_kit = self.without_help * (1 - called * (1 - self.with_ems))
        return saturation * self.with_naloxone + (1 - saturation) * without_kit


BASE = Tree()


def likely(branches: Mapping[str, Parameter]) -> Tree:
    """The tree of the values themselves. Raises ValueError when it cannot be."""
    return Tree(**{name: each.value for name, each in branches.items()})


def draw(
    rng: random.Random, tree: Tree = BASE, branches: Mapping[str, Parameter] = PUBLISHED
) -> Tree:
    """One tree out of the ranges; what a coalition adds stays as set.

    Ranges may overlap where naloxone would harm: there nothing is taken. Where hardly anything
    else is left, the values themselves are.
    """
    for _ in range(DRAWS):
        drawn = {name: each.draw(rng) for name, each in branches.items()}
        if drawn["with_naloxone"] < drawn["without_help"] * drawn["with_ems"]:
            return replace(tree, **drawn)
    return replace(tree, **{name: each.value for name, each in branches.items()})


def saturation(
    in_circulation: float, at_risk: float, *, adjustment: float = ADJUSTMENT.value,
    cap: float = CAP.value,
) -> float:  # fmt: skip
    """cap (1 - exp(-(adjustment / cap) E / N)): a kit at hand in a witnessed overdose."""
    if at_risk <= 0:
        raise ValueError("nobody is at risk")
    return -cap * math.expm1(-adjustment / cap * in_circulation / at_risk)
