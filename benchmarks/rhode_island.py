"""Rhode Island's 39 towns as PROFOUND has them: people at risk, overdoses, kits. For peers_2.

From the master table (GPL-3.0, read from beside the checkout, never carried) and the outputs of
`naloxone-metamodel-optimization`, whose runs are PROFOUND with what its scripts show: 50,000
community kits a year in 2024-2026, 19,719 pharmacy kits a year, no death with naloxone.
"""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SUPPLY = Path(__file__).resolve().parents[2] / "shared" / "data" / "supply"
FILES = (
    "profound_master_table.xlsx", "ri_alloc_status_quo.csv", "ri_alloc_greedy.csv",
    "ri_town_population_shares.csv",
)  # fmt: skip
KITS = 50_000
PHARMACY_KITS = 19_719  # a year, 2023 carried on (their scripts)
STATUS_QUO, GREEDY = 362.93, 342.79  # deaths of 2026 they print, means of 100 runs
OUD = 0.052  # of those 12 or older (sheet InitialPop)


@dataclass(frozen=True)
class Town:
    """One town: everybody the model holds at risk, overdoses relative to others, kits, people."""

    name: str
    at_risk: float
    overdoses: float
    status_quo: int
    greedy: int
    people_share: float


def here() -> bool:
    """Whether the tables are beside the checkout."""
    return all((SUPPLY / name).exists() for name in FILES)


def towns() -> list[Town]:
    """The 39 towns, in their order."""
    names, people, oud, stimulants, sexes = _demographic()
    status_quo, greedy = _allocation("status_quo"), _allocation("greedy")
    with (SUPPLY / "ri_town_population_shares.csv").open(encoding="utf-8") as file:
        shares = [float(row[1]) for row in list(csv.reader(file))[1:]]
    risk = {sex: _risk_of_opioids(sex) for sex in ("m", "f")}
    found = []
    for at, name in enumerate(names):
        with_oud = [people[row][at] * oud[row] for row in range(len(sexes))]
        with_stimulants = sum(people[row][at] * stimulants[row] for row in range(len(sexes)))
        overdoses = sum(n * risk[sex] for n, sex in zip(with_oud, sexes, strict=True))
        overdoses += with_stimulants * _risk_of_stimulants()
        found.append(
            Town(name, sum(with_oud) + with_stimulants, overdoses, status_quo[at], greedy[at],
                 shares[at])
        )  # fmt: skip
    return found


def _sheet(name: str) -> list[list[object]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(SUPPLY / FILES[0])
    return book.get_sheet_by_name(name).to_python()


def _demographic() -> tuple[list[str], list[list[float]], list[float], list[float], list[str]]:
    """Towns; people by row and town; shares with OUD (scaled to the state's) and stimulants."""
    head, *rows = _sheet("Demographic")
    people = [[float(str(cell)) for cell in row[3:]] for row in rows]
    shares = [float(str(row[3])) for row in _sheet("OUDPrevNSDUH")[1:]]
    everybody = sum(map(sum, people))
    adjuster = OUD * everybody / sum(sum(p) * s for p, s in zip(people, shares, strict=True))
    stimulants = [float(str(row[3])) for row in _sheet("StimPrevNSDUH")[1:]]
    return (
        [str(cell).strip() for cell in head[3:]], people, [adjuster * share for share in shares],
        stimulants, [str(row[0]) for row in rows],
    )  # fmt: skip


def _named(sheet: str, value: int, *keys: int) -> Mapping[tuple[str, ...], float]:
    return {
        tuple(str(row[key]) for key in keys): float(str(row[value])) for row in _sheet(sheet)[1:]
    }


def _risk_of_opioids(sex: str) -> float:
    """Monthly overdoses of somebody with OUD: by pattern, fentanyl and earlier overdoses."""
    pattern, risk = _named("OpioidPattern", 3, 0, 1, 2), _named("OverdoseRisk", 2, 0)
    fentanyl, times = pattern["ini.oud.fx", "na", "na"], risk["multi.fx",] - 1
    illicit, high = pattern["ini.il", sex, "na"], pattern["ini.il.hr", sex, "na"]
    eligible = pattern["out.prebopioid", "na", "na"]

    def ever(group: str) -> float:
        share = pattern["ini.everod", "na", group]
        return share + (1 - share) / risk["multi.sub",]

    low = risk["od.il.lr.sub",] * (1 + fentanyl * times)
    return (1 - pattern["ini.inactive", "na", "na"]) * (
        (1 - illicit) * risk["od.preb.sub",] * (1 + eligible * fentanyl * times) * ever("preb")
        + illicit * (1 - high) * low * ever("il.lr")
        + illicit * high * low * risk["multi.hr",] * ever("il.hr")
    )


def _risk_of_stimulants() -> float:
    """Monthly overdoses of somebody who uses stimulants: only where fentanyl is among them."""
    pattern, risk = _named("StimulantPattern", 1, 0), _named("OverdoseRisk", 2, 0)
    share = pattern["ini.everod",]
    ever = share + (1 - share) / risk["multi.sub",]
    return pattern["ini.NOUD.fx",] * risk["od.il.lr.sub",] * risk["multi.fx",] * ever


def _allocation(which: str) -> list[int]:
    with (SUPPLY / f"ri_alloc_{which}.csv").open(encoding="utf-8") as file:
        return [round(float(cell)) for cell in list(csv.reader(file))[1][2:]]


def still_there() -> float:
    """The share of kits given before 2024 still in circulation, mean over the months of 2026."""
    return math.fsum((1 - 1 / 15.5) ** month for month in range(25, 37)) / 12
