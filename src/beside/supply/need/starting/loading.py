"""The shipped tables, read once for each process. Every figure carries its source and year."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from beside.supply.core.need.at_risk import NSDUH_2023
from beside.supply.core.need.channels import Kits
from beside.supply.core.need.evidence import Parameter, Source
from beside.supply.core.need.irvine import StateNeed
from beside.supply.core.need.shrink import County, StateEstimate, shrink

CENSUS_2024 = Source(
    "U.S. Census Bureau, Population Estimates, county totals, vintage 2024",
    2025,
    "1 July 2024",
    "https://www.census.gov/programs-surveys/popest.html",
)
VSRR_COUNTIES = Source(
    "CDC NCHS, Provisional county-level drug overdose death counts (all drugs, by residence)",
    2025,
    "2024, provisional",
    "https://data.cdc.gov/National-Center-for-Health-Statistics/gb4e-yj24",
)
VSRR_STATES = Source(
    "CDC NCHS, Provisional drug overdose death counts, 12 months ending December 2024 (all drugs)",
    2025,
    "2024, provisional",
    "https://www.cdc.gov/nchs/nvss/vsrr/drug-overdose-data.htm",
)


@dataclass(frozen=True)
class StateRow:
    """A state: people and overdose deaths of 2024, and the share with opioid use disorder."""

    fips: str
    state: str
    name: str
    population: int
    deaths: float
    oud: Parameter


@dataclass(frozen=True)
class CountyRow:
    """A county of the 2024 estimates, its deaths as published."""

    name: str
    state: str
    county: County


@cache
def states() -> Mapping[str, StateRow]:
    """By postal code: 50 states and the District of Columbia."""
    return {
        row["state"]: StateRow(
            row["fips"],
            row["state"],
            row["name"],
            int(row["population_2024"]),
            float(row["deaths_2024"]),
            Parameter(
                "opioid use disorder in the past year",
                float(row["oud_share"]),
                NSDUH_2023,
                float(row["oud_low"]),
                float(row["oud_high"]),
            ),
        )
        for row in _rows("states.csv")
    }


@cache
def counties() -> Mapping[str, CountyRow]:
    """By code: 3,144 counties and what stands for one. Connecticut has planning regions here."""
    return {
        row["fips"]: CountyRow(
            row["name"],
            row["state"],
            County(
                row["fips"],
                int(row["population_2024"]),
                float(row["deaths_2024"]) if row["deaths_2024"] else None,
                absent=row["how"] == "absent",
            ),
        )
        for row in _rows("counties.csv")
    }


@cache
def deaths(state: str) -> StateEstimate:
    """Every county of a state, hidden counts shrunk to the state. KeyError: no such state."""
    those = [row.county for row in counties().values() if row.state == state]
    return shrink(those, states()[state].deaths)


@cache
def needs() -> Mapping[str, StateNeed]:
    """By the state's name: tau and kits of 2017."""
    return {
        row["state"]: StateNeed(
            row["state"],
            float(row["tau"]),
            int(row["of_year"]),
            _kits(row),
            int(row["population_2017"]),
            row["epidemic"],
            row["modelled"] == "yes",
        )
        for row in _rows("saturation.csv")
    }


def _kits(row: dict[str, str]) -> Kits | None:
    ways = [row[way] for way in ("community", "pharmacy", "prescribed")]
    return Kits(*(float(each) for each in ways)) if all(ways) else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    source = resources.files("beside.supply.need.starting") / name
    yield from csv.DictReader(source.read_text(encoding="utf-8").splitlines())
