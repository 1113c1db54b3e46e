"""How quick: every county of the country allocated, and ten sites placed to proven optimality.

    python -m benchmarks.peers_3_speed [--quick]

Counties are the real ones: people at risk by the survey's share, deaths with hidden counts shrunk.
Allocated with ranges, floors and reasons, in plain Python. Maps of demand are drawn, seeded:
people and candidates around fifteen centers, or spread evenly; reach of half a mile to two miles.
"""

import statistics
import time
from collections.abc import Iterator

from benchmarks.show import Result, alone

COUNTIES, MOST_MS = 3144, 50.0
CANDIDATES, POINTS, SITES, MOST_S = 1000, 5000, 10, 30.0
KITS = 1_776_259  # Irvine's sum for 80 % everywhere


def run(quick: bool) -> list[Result]:
    return [_counties(11 if quick else 51), _sites(quick)]


def _counties(rounds: int) -> Result:
    from beside.supply.core.need import allocation, profound, towns

    places = list(_every_county())
    effect = towns.effect(profound.BASE, weight=1.0)
    walls, works = [], []
    for _ in range(rounds):
        wall, work = time.perf_counter(), time.process_time()
        found = allocation.water_fill(places, KITS, effect=effect, slack=0.01)
        walls.append(1000 * (time.perf_counter() - wall))
        works.append(1000 * (time.process_time() - work))
    work = statistics.median(works)
    figure = (
        f"{len(places):,} counties, {found.kits:,} kits, with ranges: {work:.0f} ms of a processor "
        f"(median of {rounds}; elapsed {statistics.median(walls):.0f}, least {min(walls):.0f})"
    )
    whole = found.kits == KITS and len(places) == COUNTIES
    return Result("3a", figure, f"{COUNTIES:,} in {MOST_MS:.0f} ms", whole and work <= MOST_MS)


def _every_county() -> Iterator[object]:
    from beside.supply.core.need.at_risk import at_risk
    from beside.supply.core.need.towns import Town
    from beside.supply.need.starting import loading

    for code, state in loading.states().items():
        for estimate in loading.deaths(code).counties:
            county = loading.counties()[estimate.fips].county
            people = at_risk(county.population, state.oud).people
            yield Town(estimate.fips, people, estimate.deaths, floor=12)


def _sites(quick: bool) -> Result:
    from beside.supply.core.need.placement import cover

    times, proven, relaxed = [], 0, 0
    maps = [(seed, kind, reach)
            for seed in ((1,) if quick else (1, 2, 3))
            for kind in ("clustered", "even")
            for reach in ((0.5, 1.0) if quick else (0.5, 1.0, 2.0))]  # fmt: skip
    for seed, kind, reach in maps:
        candidates, demand = drawn(seed, kind)
        began = time.perf_counter()
        found = cover(candidates, demand, reach, SITES, seconds=4 * MOST_S)
        times.append(time.perf_counter() - began)
        proven += found.proven
        relaxed = max(relaxed, found.nodes)
    figure = (
        f"{SITES} of {CANDIDATES:,} sites for {POINTS:,} points: "
        f"{proven} of {len(maps)} maps proven optimal, "
        f"median {statistics.median(times):.1f} s, longest {max(times):.1f} s "
        f"(at most {relaxed} relaxations)"
    )
    holds = proven == len(maps) and max(times) <= MOST_S
    return Result("3b", figure, f"proven in {MOST_S:.0f} s, every map", holds)


def drawn(seed: int, kind: str):  # type: ignore[no-untyped-def]
    """A map of 20 by 20 miles: candidates, and points with weights."""
    import numpy as np

    from beside.supply.core.need.placement import Candidate, Demand

    rng = np.random.default_rng(seed)
    if kind == "even":
        sites, points = rng.uniform(0, 20, (CANDIDATES, 2)), rng.uniform(0, 20, (POINTS, 2))
        weights = rng.integers(1, 100, POINTS).astype(float)
    else:
        centers, widths = rng.uniform(0, 20, (15, 2)), rng.uniform(0.3, 2, 15)
        shares = rng.dirichlet(np.ones(15))
        of = rng.choice(15, POINTS, p=shares)
        points = centers[of] + rng.normal(size=(POINTS, 2)) * widths[of][:, None]
        weights = rng.lognormal(1, 1, POINTS).round(2)
        of = rng.choice(15, CANDIDATES, p=(shares + 1 / 15) / 2)
        sites = centers[of] + rng.normal(size=(CANDIDATES, 2)) * 1.3 * widths[of][:, None]
    return (
        [Candidate(f"c{n}", 38 + y / 69.0, -85 + x / 54.4) for n, (x, y) in enumerate(sites)],
        [Demand(f"d{n}", 38 + y / 69.0, -85 + x / 54.4, float(w))
         for n, ((x, y), w) in enumerate(zip(points, weights, strict=True))],
    )  # fmt: skip


if __name__ == "__main__":
    alone(run)
