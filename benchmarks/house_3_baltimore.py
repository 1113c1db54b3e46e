"""A whole city's directory: CSV to database to JSON to package and back, nothing lost."""

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import throwaway
from benchmarks.show import Result, alone

SHARED = Path(os.environ.get("BESIDE_SHARED", throwaway.CHECKOUT.parent / "shared"))
CITY = SHARED / "data" / "directory" / "baltimore-charmcare"
SECONDS = 10.0
NOT_SAID = {"source_id", "modified_at", "last_modified"}
BAR = f"nothing lost, ids stable, orphans named, at most {SECONDS:.0f} s"


def run(quick: bool) -> Result:
    """The trip, timed by the wall."""
    if not CITY.is_dir():
        return Result("3", "the city's files are not here (set BESIDE_SHARED)", BAR, False)
    with throwaway.house(durable=False, rooms=("kernel", "directory")):
        trip = Trip()
        told = trip.timed(_bring_in_city)
        first = _everything()
        as_json = trip.timed(lambda: _written("json"))
        package = trip.timed(lambda: _written("package"))
        _empty()
        trip.timed(lambda: _again("city.json", as_json))
        second = _everything()
        _empty()
        trip.timed(lambda: _again("city.zip", package))
        third = _everything()
    lost = sum(first.get(key) != third.get(key) for key in first | third)
    lost_by_json = sum(first.get(key) != second.get(key) for key in first | second)
    figure = (
        f"{len(first)} rows, {lost_by_json} differ after JSON, {lost} after the package; "
        f"{told} orphans and faulty rows named; {trip.wall:.1f} s ({trip.cpu:.1f} s our own)"
    )
    holds = not lost and not lost_by_json and told > 0 and trip.wall <= SECONDS
    return Result("3", figure, BAR, holds)


class Trip:
    """Adds up the time of the legs; looking at the database between them does not count."""

    wall = cpu = 0.0

    def timed(self, leg: Callable[[], Any]) -> Any:
        """Do one leg."""
        wall, cpu = time.perf_counter(), time.process_time()
        answer = leg()
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu
        return answer


def _bring_in_city() -> int:
    from beside.directory.imports import batches, files
    from beside.directory.imports.batches import Choices, ListOf
    from beside.kernel import clock

    given = files.from_path(CITY)
    chosen = Choices(ListOf("Baltimore", year=2024), set_aside=True)
    batch = batches.bring_in(given, chosen, at=clock.now())
    return sum(fault["kind"] != "reference_kept" for fault in batch.faults)


def _empty() -> None:
    from beside.directory.hsds.rows import MODELS

    for model in reversed(MODELS.values()):
        rows = model._default_manager.all()
        rows._raw_delete(rows.db)  # type: ignore[attr-defined]


def _again(name: str, content: bytes) -> None:
    from beside.directory.imports import batches, files
    from beside.directory.imports.batches import Choices, ListOf
    from beside.kernel import clock

    chosen = Choices(ListOf("Baltimore", year=2024), contacts=True)
    batches.bring_in(files.from_bytes(name, content), chosen, at=clock.now())


def _everything() -> dict[Any, Any]:
    from beside.directory.hsds.rows import MODELS

    return {
        (table, row["id"]): {key: value for key, value in row.items() if key not in NOT_SAID}
        for table, model in MODELS.items()
        for row in model._default_manager.values()
    }


def _written(kind: str) -> bytes:
    from beside.directory.exports import formats

    out = io.BytesIO()
    formats.write(kind, out, public=False)
    return out.getvalue()


if __name__ == "__main__":
    alone(run)
