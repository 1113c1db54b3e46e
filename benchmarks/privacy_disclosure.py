"""Disclosure control against its attacker: random tables, alone, linked and released later.

python -m benchmarks.privacy_disclosure [--quick]
"""

import random
import sys
import time
from itertools import product
from pathlib import Path

from benchmarks.show import Result, alone

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))


def random_table(chance: random.Random) -> "object":
    from beside.privacy.disclosure import Dimension, Table

    rows = Dimension.flat("row", [f"r{n}" for n in range(chance.randint(1, 12))])
    columns = Dimension.flat("column", [f"c{n}" for n in range(chance.randint(1, 7))])
    sizes = (0, 0, 1, 2, 3, 5, 8, 10, 11, 15, 30, 60, 100, 1000)
    places = product(rows.parents, columns.parents)
    return Table("t", (rows, columns), {place: chance.choice(sizes) for place in places})


def run(quick: bool) -> Result:
    from tests.privacy.attacker import recovered

    from beside.privacy import disclosure

    chance, tables = random.Random(11), 60 if quick else 1000
    cells = hidden = small = given_away = 0
    seconds = 0.0
    for _ in range(tables):
        table = random_table(chance)
        began = time.perf_counter()
        published = disclosure.release([table], disclosure.CMS)  # type: ignore[list-item]
        seconds += time.perf_counter() - began
        shown = published.tables["t"].values()
        cells += len(shown)
        hidden += sum(isinstance(cell, disclosure.Suppressed) for cell in shown)
        small += sum(1 <= count <= 10 for count in table.totals().values())  # type: ignore[attr-defined]
        given_away += len(recovered([([table], published)]))
    figure = (
        f"{tables} random tables, {cells:,} cells, {small:,} small, {hidden:,} hidden: "
        f"{given_away} worked out by the attacker; {seconds / tables * 1000:.0f} ms a table"
    )
    return Result("privacy", figure, "0 worked out", given_away == 0)


if __name__ == "__main__":
    alone(run)
