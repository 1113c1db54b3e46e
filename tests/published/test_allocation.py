"""Water-filling against trying everything, and against a convex solver."""

import itertools
import math
import random

import numpy as np
import pytest
from scipy.optimize import minimize

from beside.supply.core.need import allocation, towns
from beside.supply.core.need.allocation import Group
from beside.supply.core.need.towns import Town
from tests.supply.need_core.shared import EFFECT, a_town


def averted(places, kits_of, effect=EFFECT):
    """Deaths averted by these kits, straight from the forecast of each town."""
    return math.fsum(
        towns.forecast_for(town, 0, effect).deaths - towns.forecast_for(town, kits, effect).deaths
        for town, kits in zip(places, kits_of, strict=True)
    )


def every_way(places, kits, groups=()):
    """All whole allocations that keep floors, capacities, groups and the sum."""
    at = {town.name: number for number, town in enumerate(places)}
    bounds = [
        range(town.floor, min(kits, kits if town.capacity is None else town.capacity) + 1)
        for town in places[:-1]
    ]
    last = places[-1]
    for head in itertools.product(*bounds):
        rest = kits - sum(head)
        if rest < last.floor or (last.capacity is not None and rest > last.capacity):
            continue
        way = (*head, rest)
        if all(sum(way[at[name]] for name in group.towns) >= group.least for group in groups):
            yield way


def small_case(seed):
    rng = random.Random(seed)
    size, kits = rng.randint(2, 4), rng.randint(1, 11)
    places = []
    for number in range(size):
        at_risk = rng.choice([0.5, 1.0, 2.0, 3.0, 5.0, 8.0]) * rng.uniform(0.8, 1.2)
        floor = rng.choice([0, 0, 0, 1])
        places.append(
            Town(
                f"{number}", at_risk, rng.uniform(0, 0.3) * at_risk, floor,
                rng.choice([None, None, floor + rng.randint(0, 6)]),
                rng.choice([0.0, 0.0, rng.uniform(0, 4)]),
            )
        )  # fmt: skip
    groups = []
    if size > 2 and rng.random() < 0.4:
        groups.append(Group("a", frozenset({"0", "1"}), rng.randint(0, kits)))
    return places, kits, groups


def test_water_filling_is_as_good_as_the_best_of_every_way_on_1000_small_cases():
    seen = refused = left_over = grouped = 0
    for seed in range(1000):
        places, kits, groups = small_case(seed)
        ways = list(every_way(places, kits, groups))
        try:
            found = allocation.water_fill(places, kits, effect=EFFECT, slack=0.0, groups=groups)
        except allocation.FloorsTooHigh:
            refused += 1
            assert not ways
            continue
        got = [share.kits for share in found.shares]
        assert sum(got) + found.left_over == kits
        if found.left_over:
            left_over += 1
            continue
        grouped += bool(groups)
        best = max(averted(places, way) for way in ways)
        assert averted(places, got) == pytest.approx(best, rel=1e-12, abs=1e-15), seed
        seen += 1
    assert seen > 700
    assert grouped > 100
    assert refused > 10
    assert left_over > 0


def by_solver_and_by_us(seed):
    """Deaths averted in 60 places by 25,000 kits: by SciPy's convex solver, parts of kits allowed,
    and by water-filling in whole kits."""
    rng = random.Random(seed)
    places = [
        a_town(rng, f"{number}", floor=rng.choice([0, 5]), capacity=rng.choice([None, 900]))
        for number in range(60)
    ]
    kits = 25_000
    ours = allocation.water_fill(places, kits, effect=EFFECT, slack=0.0)
    curves = towns.curves(places, kits, EFFECT)
    size = np.array([curve.avertable for curve in curves])
    scale = np.array([curve.scale for curve in curves])
    told = minimize(
        lambda k: float((size * np.exp(-k / scale)).sum()),
        np.clip(np.full(60, kits / 60), [c.least for c in curves], [c.most for c in curves]),
        jac=lambda k: -size / scale * np.exp(-k / scale),
        bounds=[(curve.least, curve.most) for curve in curves],
        constraints={"type": "eq", "fun": lambda k: k.sum() - kits, "jac": lambda k: np.ones(60)},
        method="SLSQP",
        options={"maxiter": 2000, "ftol": 1e-14},
    )
    assert told.success
    return float(size.sum() - told.fun), averted(places, [share.kits for share in ours.shares])


@pytest.mark.parametrize("seed", range(4))
def test_water_filling_is_as_good_as_a_convex_solver_on_large_cases(seed):
    by_solver, by_us = by_solver_and_by_us(seed)

    assert by_us == pytest.approx(by_solver, rel=1e-5)
    assert by_us <= by_solver * (1 + 1e-7)  # whole kits are never better than parts of kits


def test_equal_risk_is_proportional_to_people_at_risk():
    places = [Town(str(n), 100.0 * n, 1.0 * n) for n in range(1, 6)]

    found = allocation.water_fill(places, 1500, effect=EFFECT, slack=0.0)

    assert [share.kits for share in found.shares] == [100, 200, 300, 400, 500]
