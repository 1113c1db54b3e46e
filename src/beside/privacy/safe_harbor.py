"""The three digits of a ZIP code that may stand beside facts about a person."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from beside.privacy.core import safe_harbor


@cache
def populations() -> Mapping[str, int]:
    """People in each three-digit area: American Community Survey 2014-2018."""
    table = files("beside.privacy").joinpath("census/zip3_population_acs2018.csv")
    with table.open(encoding="utf-8") as rows:
        return {row["zip3"]: int(row["population"]) for row in csv.DictReader(rows)}


def shown_zip3(zip_code: str) -> str:
    """The first three digits, or "000" where too few people live in them all."""
    return safe_harbor.shown_zip3(zip_code, populations())
