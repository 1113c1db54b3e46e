"""People at risk of an overdose, from a survey's share and a census.

    N = population x share of 12 or older x share with opioid use disorder

Surveys of households miss people without one and answers that are not given; the range of the
survey does not hold that. Every N scales kits and nothing else: were it half, half the kits would
do. Method: docs/methods/saturation.md.
"""

from dataclasses import dataclass

from beside.supply.core.need.channels import PROFOUND_2022
from beside.supply.core.need.evidence import Parameter, Source

NSDUH_2023 = Source(
    "SAMHSA, National Survey on Drug Use and Health, state estimates 2022-2023:"
    " opioid use disorder in the past year, 12 or older",
    2025,
    "2022-2023",
    "https://www.samhsa.gov/data/nsduh/state-reports",
)
TWELVE_OR_OLDER = Parameter(
    "people 12 or older", 0.87148, PROFOUND_2022, note="Rhode Island; used for every state"
)


@dataclass(frozen=True)
class AtRisk:
    """People at risk, with the survey's own 95 % range."""

    low: float
    people: float
    high: float
    source: Source


def at_risk(population: int, prevalence: Parameter) -> AtRisk:
    """People at risk in a place, at its state's share."""
    if population < 0:
        raise ValueError("no fewer people than none")
    old_enough = population * TWELVE_OR_OLDER.value
    low = prevalence.value if prevalence.low is None else prevalence.low
    high = prevalence.value if prevalence.high is None else prevalence.high
    return AtRisk(
        old_enough * low, old_enough * prevalence.value, old_enough * high, prevalence.source
    )
