"""What has been published of a place: people at risk, deaths, the state's curve. See `starting`."""

from functools import cache

from beside.places import queries as places
from beside.supply.core.need import at_risk as surveyed
from beside.supply.core.need.at_risk import AtRisk
from beside.supply.core.need.evidence import Parameter, Source
from beside.supply.core.need.irvine import StateNeed
from beside.supply.core.need.shrink import Estimate, How, StateEstimate
from beside.supply.need.starting import loading

__all__ = ["at_risk", "at_risk_of_state", "deaths", "deaths_source", "people_source",
           "prevalence", "state_estimate", "state_need"]  # fmt: skip

NATION = Parameter(
    "opioid use disorder in the past year", 0.0, Source("", 0, "")
)  # a territory: no survey speaks of it


def prevalence(state: str) -> Parameter | None:
    """The share of people of 12 or older with opioid use disorder; None: not surveyed."""
    row = loading.states().get(state)
    return row.oud if row else None


def at_risk(state: str, people: int) -> AtRisk:
    """People at risk among so many people of a state; none where nobody surveyed."""
    return surveyed.at_risk(people, prevalence(state) or NATION)


@cache
def at_risk_of_state(state: str) -> float:
    """People at risk in the whole state, by the same survey and census."""
    row = loading.states().get(state)
    return at_risk(state, row.population).people if row else 0.0


def state_need(state: str) -> StateNeed | None:
    """The state's own curve (Irvine 2022); None for what is no state."""
    row = loading.states().get(state)
    return loading.needs().get(row.name) if row else None


def state_estimate(state: str) -> StateEstimate | None:
    """All counties of a state, hidden counts shrunk; None for what is no state."""
    return loading.deaths(state) if state in loading.states() else None


@cache
def _estimates(state: str) -> dict[str, Estimate]:
    found = state_estimate(state)
    return {each.fips: each for each in found.counties} if found else {}


def deaths(fips: str) -> Estimate:
    """Deaths of a county a year. Where the source has no such county, at the state's rate."""
    county = places.county(fips)
    found = _estimates(county.state)
    if fips in found:
        return found[fips]
    state = state_estimate(county.state)
    people = county.population.people if county.population else 0
    usual = state.state_per_100k * people / 100_000 if state else 0.0
    return Estimate(fips, 0.0, usual, 2 * usual, How.ABSENT)


def deaths_source() -> Source:
    """Of county counts."""
    return loading.VSRR_COUNTIES


def people_source() -> Source:
    """Of people by county."""
    return loading.CENSUS_2024
