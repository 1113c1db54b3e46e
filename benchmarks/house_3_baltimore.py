"""A whole city's directory: CSV to database to JSON to package and back, nothing lost."""

import csv
import gzip
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
FILES = {
    "locations.csv": ("location", "id", ""),
    "services.csv": ("service", "id", ""),
    "organizations.csv": ("organization", "id", ""),
    "addresses.csv": ("address", "id", ""),
    "mail_addresses.csv": ("address", "id", "mail/"),
    "phones.csv": ("phone", "id", ""),
    "taxonomy.csv": ("taxonomy_term", "taxonomy_id", ""),
}
NOT_SAID = {"source_id", "modified_at", "last_modified"}
BAR = f"each line there or named, nothing lost, ids stable, at most {SECONDS:.0f} s"


def run(quick: bool) -> Result:
    """The trip, timed by the wall."""
    if not CITY.is_dir():
        return Result("3", "the city's files are not here (set BESIDE_SHARED)", BAR, False)
    with throwaway.house(durable=False, rooms=("kernel", "directory")):
        trip = Trip()
        faults = trip.timed(_bring_in_city)
        first = _everything()
        of, unnamed = _neither_there_nor_named(faults)
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
    told = sum(fault["kind"] != "reference_kept" for fault in faults)
    places, services = (sum(key[0] == table for key in first) for table in ("location", "service"))
    figure = (
        f"{of} lines: {unnamed} neither there nor named, {told} orphans and faults named;"
        f" {places} locations, {services} services; {len(first)} rows, {lost_by_json} differ after"
        f" JSON, {lost} after the package; {trip.wall:.1f} s ({trip.cpu:.1f} s our own)"
    )
    holds = not (lost or lost_by_json or unnamed) and told > 0 and trip.wall <= SECONDS
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


def _bring_in_city() -> list[dict[str, Any]]:
    from beside.directory.imports import batches, files
    from beside.directory.imports.batches import Choices, ListOf
    from beside.kernel import clock

    given = files.from_path(CITY)
    chosen = Choices(ListOf("Baltimore", year=2024), set_aside=True)
    batch = batches.bring_in(given, chosen, at=clock.now())
    return list(batch.faults)


def _neither_there_nor_named(faults: list[dict[str, Any]]) -> tuple[int, int]:
    """Lines of the city's files; and those that are neither in the database nor among the faults.

    Read with the csv module, and known by the ids their owner gave them.
    """
    from beside.directory.hsds.rows import MODELS

    named = {(fault["file"], fault["row"]) for fault in faults}
    lines = missing = 0
    for name, (table, column, prefix) in FILES.items():
        held = set(MODELS[table]._default_manager.values_list("external_id", flat=True))
        for row, line in enumerate(csv.DictReader(io.StringIO(_text(name))), 2):
            lines += 1
            missing += f"{prefix}{line[column]}" not in held and (name, row) not in named
    return lines, missing


def _text(name: str) -> str:
    packed = CITY / f"{name}.gz"
    content = gzip.decompress(packed.read_bytes()) if packed.exists() else None
    return (content or (CITY / name).read_bytes()).decode("utf-8-sig")


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
