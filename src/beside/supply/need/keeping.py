"""What a plan keeps of itself: its rows, and every number and table it rests on."""

from typing import Any

from beside.supply.models import Allocation, PlanningTable
from beside.supply.need import allotting, words
from beside.supply.need.allotting import Divided
from beside.supply.need.given import Given
from beside.supply.need.numbers import Numbers
from beside.supply.services.planning import Reckoned


def reckoned(
    name: str,
    over: str,
    divided: Divided,
    *,
    table: PlanningTable | None,
    given: Given,
    numbers: Numbers,
) -> Reckoned:
    """As `services.planning` keeps it."""
    asked = divided.asked
    return Reckoned(
        name=name, over=Allocation.Over.TABLE.value if table else over, kits=asked.kits,
        floor_percent=asked.floor_percent, rows=allotting.rows(divided),
        rests_on=[*_rests_on(divided, table, given), *numbers.rests_on()],
        deaths=divided.deaths(), left_over=divided.best.left_over,
    )  # fmt: skip


def _rests_on(divided: Divided, table: PlanningTable | None, given: Given) -> list[dict[str, Any]]:
    """Weights, own kits, and the tables, whence and of which year."""
    weights = divided.asked.weights
    told = [
        _one("weights", weights.weighing.value, weights.source.citation, weights.source.year),
        _one("own_kits", given.total, "ledger", given.last.year),
    ]
    if table:
        return [*told, _one("table", table.name, table.source, table.year)]
    return told + [
        _one(name, "", source.citation, source.year) for name, source in words.TABLES.items()
    ]


def _one(name: str, value: object, source: str, year: int) -> dict[str, Any]:
    return {"name": name, "value": value, "source": source, "year": year}
