"""Need and allocation against what was published, and against trying everything.

    python -m benchmarks.peers_1_published [--quick]

The same checks as tests/published, counted: Irvine's 1,800 points and twelve states, PROFOUND's
steady state and ceiling, water-filling against every way and against a convex solver.
"""

import math

from benchmarks.show import Result, alone

POINTS, CASES, QUICK_CASES = 1800, 1000, 150


def run(quick: bool) -> list[Result]:
    return [_points(), _states(), _profound(), _every_way(QUICK_CASES if quick else CASES),
            _solver(2 if quick else 6)]  # fmt: skip


def _points() -> Result:
    from tests.published import test_irvine as published

    from beside.supply.core.need import irvine
    from beside.supply.need.starting import loading

    bar = f"{POINTS} points within 0.002"
    if not (published.SUPPLY / published.SITE).exists():
        return Result("1a", "the site's curves are not carried, and not here", bar, False)
    misses = [
        abs(irvine.saturation(kits, loading.needs()[state].tau, published.IRVINE) - share)
        for state, kits, share in published.points()
    ]
    within = sum(miss < 0.002 for miss in misses)
    figure = (
        f"Irvine: {within:,} of {len(misses):,} points within 0.002, "
        f"largest {max(misses):.4f}, mean {math.fsum(misses) / len(misses):.5f}"
    )
    return Result("1a", figure, bar, within == len(misses) == POINTS)


def _states() -> Result:
    from tests.published.test_irvine import IRVINE, TABLE

    from beside.supply.core.need import irvine
    from beside.supply.need.starting import loading

    same = 0
    for state, tau, *_, share, more, per_100k in TABLE:
        need = loading.needs()[state]
        assert need.kits is not None
        wanted = irvine.kits_for(irvine.TARGET, need.tau)
        same += (
            round(need.tau),
            round(irvine.saturation(need.kits, need.tau, IRVINE), 3),
            max(0, round(wanted - IRVINE.effective(need.kits))),
            round(100_000 * wanted / need.population),
        ) == (tau, share, more, per_100k)
    figure = f"twelve states: {same} of {len(TABLE)} rows to the unit (tau, share, kits missing)"
    return Result("1b", figure, "12 of 12", same == len(TABLE))


def _profound() -> Result:
    from beside.supply.core.need import profound

    steady, ceiling = profound.steady_state(), profound.BASE.ceiling
    figure = f"PROFOUND: steady state {steady:.4f}, ceiling {ceiling:.2%}"
    holds = (round(steady, 4), round(ceiling, 4)) == (1.2917, 0.3957)
    return Result("1c", figure, "1.2917 and 39.57 %", holds)


def _every_way(cases: int) -> Result:
    from tests.published import test_allocation as published

    from beside.supply.core.need import allocation

    same = refused = left = ways = 0
    for seed in range(cases):
        places, kits, groups = published.small_case(seed)
        every = list(published.every_way(places, kits, groups))
        ways += len(every)
        try:
            found = allocation.water_fill(
                places, kits, effect=published.EFFECT, slack=0.0, groups=groups
            )
        except allocation.FloorsTooHigh:
            refused += not every
            continue
        if found.left_over:
            left += sum(share.kits for share in found.shares) + found.left_over == kits
            continue
        best = max(published.averted(places, way) for way in every)
        got = published.averted(places, [share.kits for share in found.shares])
        same += math.isclose(got, best, rel_tol=1e-12, abs_tol=1e-15)
    figure = (
        f"water-filling: {same} of {cases} small cases as good as the best of every way "
        f"({ways:,} ways), {left} more with kits that nobody could use, {refused} rightly refused"
    )
    return Result("1d", figure, "every case", same + refused + left == cases)


def _solver(cases: int) -> Result:
    from tests.published.test_allocation import by_solver_and_by_us

    worst = 0.0
    for seed in range(cases):
        solver, ours = by_solver_and_by_us(seed)
        worst = max(worst, abs(ours / solver - 1))
    figure = f"{cases} cases of 60 places and 25,000 kits: off a convex solver by {worst:.1e}"
    return Result("1e", figure, "1e-5", worst < 1e-5)


if __name__ == "__main__":
    alone(run)
