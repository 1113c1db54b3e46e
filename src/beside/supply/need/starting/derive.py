"""Derives the shipped tables from those they rest on, so that anyone can check them.

    python -m beside.supply.need.starting.derive FOLDER

reads five tables from FOLDER (see PROVENANCE.md) and writes three beside this module.
"""

import csv
import gzip
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = dict[str, str]

COUNTIES = ("fips", "name", "state", "population_2024", "deaths_2024", "how")
STATES = (
    "fips", "state", "name", "population_2024", "deaths_2024", "oud_share", "oud_low", "oud_high",
)  # fmt: skip
SATURATION = (
    "state", "tau", "of_year", "community", "pharmacy", "prescribed", "population_2017",
    "epidemic", "modelled",
)  # fmt: skip
CURVES = {
    "community": "pNX_vary_THN", "pharmacy": "pNX_vary_standing_order",
    "prescribed": "pNX_vary_RX",
}  # fmt: skip
SATURATED = 0.999


def counties(folder: Path) -> list[Row]:
    """Every county of the 2024 estimates; deaths where the table shows its rate.

    The table gives rates; count = rate x its own population, which is whole to a few hundredths
    everywhere. A county that has a row and no rate is hidden; without a row it is absent
    (Connecticut's planning regions, two census areas of Alaska).
    """
    rates = {row["fips"]: row for row in _rows(folder / "vsrr_county_overdose_rate_2024.csv")}
    names = {row["fips"]: row["state"] for row in states(folder)}
    return [
        {
            "fips": row["fips"],
            "name": row["CTYNAME"],
            "state": names[row["fips"][:2]],
            "population_2024": row["POPESTIMATE2024"],
            **_deaths(rates.get(row["fips"])),
        }
        for row in _rows(folder / "census_county_estimates_2020_2024.csv.gz")
        if row["SUMLEV"].lstrip("0") == "50"
    ]


def _deaths(row: Row | None) -> Row:
    if row is None:
        return {"deaths_2024": "", "how": "absent"}
    if not row["mort_100k"]:
        return {"deaths_2024": "", "how": "hidden"}
    count = float(row["mort_100k"]) * float(row["pop"]) / 100_000
    return {"deaths_2024": str(round(count)), "how": "counted"}


def states(folder: Path) -> list[Row]:
    """People, deaths of the 12 months to December 2024, and the survey's share with OUD."""
    deaths = {
        row["state_fips"]: row["deaths_12mo"]
        for row in _rows(folder / "vsrr_state_12mo_overdose_deaths.csv.gz")
        if (row["year"], row["month"]) == ("2024", "December")
    }
    codes = {
        row["GEOID"].zfill(2): row["STUSPS"]
        for row in _rows(folder / "oeps_state_policy_and_mortality.csv")
    }
    oud = {row["state"]: row for row in _rows(folder / "nsduh_oud_prevalence_2022_23.csv")}
    return [
        {
            "fips": row["fips"][:2],
            "state": codes[row["fips"][:2]],
            "name": row["STNAME"],
            "population_2024": row["POPESTIMATE2024"],
            "deaths_2024": f"{float(deaths[row['fips'][:2]]):.0f}",
            "oud_share": oud[row["STNAME"]]["estimate"],
            "oud_low": oud[row["STNAME"]]["ci_lower"],
            "oud_high": oud[row["STNAME"]]["ci_upper"],
        }
        for row in _rows(folder / "census_county_estimates_2020_2024.csv.gz")
        if row["SUMLEV"].lstrip("0") == "40"
    ]


def saturation(folder: Path) -> list[Row]:
    """One tau for each state, from its community curve; kits where the authors had a count."""
    with gzip.open(folder / "irvine2022_all_states.json.gz", "rt", encoding="utf-8") as file:
        found = json.load(file)
    people = {
        row["state"]: row["population_2017"]
        for row in _rows(folder / "irvine2022_state_saturation.csv")
    }
    return [
        {
            "state": state,
            "tau": f"{tau([(at['kits'], at['m'] / 100) for at in _curve(what, 'community')]):.1f}",
            "of_year": "2017",
            **_kits(what),
            "population_2017": people[state],
            "epidemic": what["epidemic_type"],
            "modelled": "yes" if what["model_nonmodel"] == "model" else "no",
        }
        for state, what in sorted(found.items())
    ]


def _kits(what: dict[str, Any]) -> Row:
    """Kits of the year. States that were not modelled have a filler there (1,000 each): nothing."""
    if what["model_nonmodel"] != "model":
        return dict.fromkeys(CURVES, "")
    return {way: f"{what[key]['baseline_kits_sum']:.0f}" for way, key in CURVES.items()}


def _curve(what: dict[str, Any], way: str) -> list[dict[str, float]]:
    points: list[dict[str, float]] = what[CURVES[way]]["cf_vs_kits_dist"]
    return points


def tau(points: Sequence[tuple[float, float]]) -> float:
    """The tau of one curve of (kits, p): ln(1 - p) falls by 1 / tau a kit (least squares).

    Points at 0.999 and above are left out: rounding rules there.
    """
    kept = [(kits, math.log1p(-p)) for kits, p in points if p < SATURATED]
    mean_x = sum(kits for kits, _ in kept) / len(kept)
    mean_y = sum(log for _, log in kept) / len(kept)
    across = sum((kits - mean_x) ** 2 for kits, _ in kept)
    return -across / sum((kits - mean_x) * (log - mean_y) for kits, log in kept)


def _rows(path: Path) -> Iterator[Row]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from csv.DictReader(text.splitlines())


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """One table as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def main(folder: Path) -> None:
    """Write every table."""
    write(HERE / "counties.csv", COUNTIES, counties(folder))
    write(HERE / "states.csv", STATES, states(folder))
    write(HERE / "saturation.csv", SATURATION, saturation(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
