"""How quick and how large places is: `python -m benchmarks.places_lookup`."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))


def memory_mb() -> float:
    """Memory of this process now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def seconds_of_cpu(action: Callable[[], object]) -> float:
    """Processor seconds of one call; other work on the machine does not count."""
    start = time.process_time()
    action()
    return time.process_time() - start


def each(action: Callable[[], object], *, times: int) -> float:
    """Processor seconds of a call, the mean of many."""
    action()
    return seconds_of_cpu(lambda: [action() for _ in range(times)]) / times


def main() -> None:
    """Print every figure."""
    import numpy  # noqa: F401  counted apart: the whole house loads it

    bare = memory_mb()
    from beside.places import queries as places
    from beside.places.adapters.gazetteer import gazetteer
    from beside.places.adapters.shapes import Size, shapes

    code = memory_mb()
    took = seconds_of_cpu(gazetteer)
    names = memory_mb()
    print(f"code {code - bare:.0f} MB; gazetteer {took * 1000:.0f} ms, {names - code:.0f} MB")
    took = seconds_of_cpu(lambda: shapes(Size.NEAR).county_boxes)
    print(f"finest shapes {took * 1000:.0f} ms, {memory_mb() - names:.0f} MB")
    _lookups(places)
    _maps(places)


def _lookups(places) -> None:  # type: ignore[no-untyped-def]
    for typed in ("40403", "Berea", "berea ky", "St. Louis", "Jefferson County KY", "Washington"):
        print(f"locate({typed!r}) {each(lambda t=typed: places.locate(t), times=300) * 1e6:.0f} µs")
    for typed in ("Louisvile", "zzzzqq", "99999"):
        took = each(lambda t=typed: _unknown(places, t), times=50)
        print(f"suggestions for {typed!r} {took * 1000:.2f} ms")
    berea = places.Point(37.57, -84.29)
    print(f"nearest ZIP {each(lambda: places.nearest_zip(berea), times=200) * 1e6:.0f} µs")
    print(f"county of a point {each(lambda: places.county_at(berea), times=200) * 1e6:.0f} µs")


def _unknown(places, typed: str) -> None:  # type: ignore[no-untyped-def]
    try:
        places.locate(typed)
    except places.UnknownPlace:
        return
    raise AssertionError(typed)


def _maps(places) -> None:  # type: ignore[no-untyped-def]
    import brotli

    def size(text: str) -> str:
        return f"{len(text):,} bytes, {len(brotli.compress(text.encode())):,} br"

    for name, corners in {
        "a town, 40 miles": [(37.57, -84.29)],
        "a hundred counties": [(36.9, -85.9), (38.6, -82.8)],
    }.items():
        points = [places.Point(*corner) for corner in corners]
        view = places.view_of(points, width=720, height=480, padding=24, least_miles=40)
        took = each(lambda v=view: places.local_map(v, keep_clear=[], most_names=12), times=20)
        drawn = places.local_map(view, keep_clear=[], most_names=12)
        lines = drawn.land + drawn.county_lines + drawn.state_lines
        print(f"local map, {name}: {took * 1000:.1f} ms, {size(lines)}")
    took = seconds_of_cpu(places.national_outlines)
    text = "".join(f'<path id="c{o.fips}" d="{o.path}"/>' for o in places.national_outlines())
    print(f"national county map: {took * 1000:.0f} ms once, {size(text)}")
    sites = [z.point for z in (places.nearest_zips(places.Point(39, -95), k=2000))]
    took = each(lambda: places.population_by_distance(sites, (5, 15), state=None), times=3)
    print(f"population by distance to {len(sites):,} sites: {took * 1000:.0f} ms")


if __name__ == "__main__":
    main()
