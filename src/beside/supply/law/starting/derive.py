"""Derives the shipped facts from the tables they rest on, so that anyone can check them.

    python -m beside.supply.law.starting.derive FOLDER

reads three tables from FOLDER (see PROVENANCE.md) and `cited.csv` beside this module, and
writes `facts.csv`. A table's yes is shipped as yes with its date. That a table found no law
is shipped as unknown with the day it looked: nearly all of these laws were added since.
What is cited by hand stands before what a table says.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from beside.supply.core.law import STATES, Topic

HERE = Path(__file__).parent
COLUMNS = (
    "state", "topic", "value", "scope", "scope_es", "exclusions", "exclusions_es", "citation",
    "source_url", "effective", "as_of",
)  # fmt: skip
OPTIC = "https://www.rand.org/health-care/centers/optic/resources/datasets.html"
NALOXONE = "RAND-USC OPTIC, naloxone access laws 1990–2017"
SAMARITAN = "RAND-USC OPTIC, Good Samaritan laws 1990–2018"
SYRINGES = (
    "Fernández-Viña et al. 2020, Public Health Reports 135(1 suppl):128S–137S, table 1 (LawAtlas)"
)
ARTICLE = "https://doi.org/10.1177/0033354920921817"
SYRINGES_AS_OF = "2019-08-01"

Row = dict[str, str]

TABLES = (
    ("rand_optic_naloxone_laws_1990_2017.csv", "2017-12-31", NALOXONE, {
        Topic.NALOXONE_ACCESS: "date_anynal",
        Topic.STANDING_ORDER: "date_nal_protocol_standing",
        Topic.PHARMACIST_PRESCRIBES: "date_nal_Rx_prescriptive_auth",
    }),
    ("rand_optic_good_samaritan_laws_1990_2018.csv", "2018-12-31", SAMARITAN, {
        Topic.GOOD_SAMARITAN: "date_anygsl",
        Topic.ARREST_PROTECTION: "date_gsl_arrest",
    }),
)  # fmt: skip

REASONS = {  # a column of the syringe table: why programs or syringes may stand all the same
    "NoPrphLw": (
        "The state has no law against drug equipment.",
        "El estado no tiene ley contra el material para usar drogas.",
    ),
    "NtPrFrDsSy": (
        "The law against drug equipment does not forbid giving syringes away.",
        "La ley sobre el material para usar drogas no prohíbe regalar jeringas.",
    ),
    "PrExcInj": (
        "The law against drug equipment leaves out what is used for injecting.",
        "La ley sobre el material para usar drogas deja fuera lo que sirve para inyectarse.",
    ),
    "PrNtRefInj": (
        "The law against drug equipment does not speak of what is used for injecting.",
        "La ley sobre el material para usar drogas no habla de lo que sirve para inyectarse.",
    ),
}
ABOUT_CARRYING = ("NoPrphLw", "PrExcInj", "PrNtRefInj")


def derived(folder: Path) -> list[Row]:
    """Every fact the tables give, one for a state and topic."""
    found = [*_dated(folder), *_syringes(folder)]
    order = {topic.value: at for at, topic in enumerate(Topic)}
    return sorted(found, key=lambda row: (row["state"], order[row["topic"]]))


def _dated(folder: Path) -> Iterator[Row]:
    for file, as_of, citation, columns in TABLES:
        rows = list(_read(folder / file))
        last = max(row["year"] for row in rows)
        for row in rows:
            if row["year"] == last:
                for topic, column in columns.items():
                    yield _row(
                        NAMES[row["state"]], topic, "yes" if row[column] else "unknown",
                        citation=citation, source_url=OPTIC, effective=row[column], as_of=as_of,
                    )  # fmt: skip


def _syringes(folder: Path) -> Iterator[Row]:
    for row in _read(folder / "oeps_state_policy_and_mortality.csv"):
        state = row["STUSPS"]
        because = [column for column in REASONS if row[column] == "1"]
        value = "yes" if row["ExpSsp"] == "1" else "partial" if because else "unknown"
        yield _cited(state, Topic.SYRINGE_SERVICES, value, [] if value == "yes" else because)
        bare = row["NoPrphLw"] == "1"
        yield _cited(state, Topic.NO_PARAPHERNALIA_LAW, "yes" if bare else "unknown", [])
        carrying = [column for column in because if column in ABOUT_CARRYING]
        value = "partial" if carrying else "unknown"
        yield _cited(state, Topic.SYRINGE_POSSESSION, value, carrying)


def _cited(state: str, topic: Topic, value: str, because: list[str]) -> Row:
    english, spanish = (" ".join(REASONS[column][at] for column in because) for at in (0, 1))
    return _row(
        state, topic, value, scope=english, scope_es=spanish, citation=SYRINGES,
        source_url=ARTICLE, as_of=SYRINGES_AS_OF,
    )  # fmt: skip


def _row(state: str, topic: Topic, value: str, **words: str) -> Row:
    said = {"state": state, "topic": topic.value, "value": value}
    return dict.fromkeys(COLUMNS, "") | said | words


def put_together(derived_rows: Iterable[Row], cited_rows: Iterable[Row]) -> list[Row]:
    """What is cited by hand before what a table says; by state and topic."""
    found = {(row["state"], row["topic"]): row for row in derived_rows}
    found |= {(row["state"], row["topic"]): row for row in cited_rows}
    order = {topic.value: at for at, topic in enumerate(Topic)}
    return sorted(found.values(), key=lambda row: (STATES.index(row["state"]), order[row["topic"]]))


def cited() -> list[Row]:
    """What is cited by hand."""
    return list(_read(HERE / "cited.csv"))


def _read(path: Path) -> Iterator[Row]:
    yield from csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())


def main(folder: Path) -> None:
    """Write facts.csv."""
    with (HERE / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(put_together(derived(folder), cited()))


NAMES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA",
    "Colorado": "CO", "Connecticut": "CT", "Delaware": "DE", "District of Columbia": "DC",
    "Florida": "FL", "Georgia": "GA", "Hawaii": "HI", "Idaho": "ID", "Illinois": "IL",
    "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA",
    "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN",
    "Mississippi": "MS", "Missouri": "MO", "Montana": "MT", "Nebraska": "NE", "Nevada": "NV",
    "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM", "New York": "NY",
    "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR",
    "Pennsylvania": "PA", "Rhode Island": "RI", "South Carolina": "SC", "South Dakota": "SD",
    "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA",
    "Washington": "WA", "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
}  # fmt: skip

if __name__ == "__main__":
    main(Path(sys.argv[1]))
