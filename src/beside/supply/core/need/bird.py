"""Kits for each death: a rule of thumb for where nothing else is known."""

import math
from dataclasses import dataclass

from beside.supply.core.need.evidence import Parameter, Source

BIRD_2015 = Source(
    "Bird SM, Parmar MKB, Strang J. Take-home naloxone to prevent fatalities from"
    " opiate-overdose. Drugs: Education, Prevention and Policy 2015;22:66-76",
    2015,
    "Scotland, 2006-2012",
    "https://doi.org/10.3109/09687637.2014.981509",
)
LEAST = Parameter("kits for each opioid death, at least", 9, BIRD_2015)
RECOMMENDED = Parameter("kits for each opioid death, recommended", 20, BIRD_2015)


@dataclass(frozen=True)
class Rule:
    """Whole kits a year."""

    least: int
    recommended: int


def kits_for_deaths(deaths: float) -> Rule:
    """9 and 20 times the opioid deaths of a year, rounded up to whole kits."""
    if deaths < 0:
        raise ValueError("no fewer deaths than none")
    return Rule(math.ceil(LEAST.value * deaths), math.ceil(RECOMMENDED.value * deaths))
