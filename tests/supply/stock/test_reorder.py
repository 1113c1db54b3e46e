"""Reorder points against values computed another way."""

import math

import numpy as np
import pytest

from beside.supply.core import reorder
from beside.supply.core.reorder import LeadTime, Policy


def poisson_cdf(k: int, mean: float) -> float:
    return sum(math.exp(-mean + n * math.log(mean) - math.lgamma(n + 1)) for n in range(k + 1))


def exact_quantile(cdf, share: float) -> int:
    return next(k for k in range(10_000) if cdf(k) >= share)


@pytest.mark.parametrize(("daily", "lead"), [(0.5, 7), (4.0, 9), (20.0, 14)])
def test_a_fixed_lead_time_and_single_people_give_the_poisson_quantile(daily, lead):
    days = reorder.poisson(daily)
    mean = daily * (lead + reorder.REVIEW)

    found = reorder.reorder_point(
        days, LeadTime(lead, lead, lead), service=0.95, seed=7, runs=40000
    )

    assert abs(found - exact_quantile(lambda k: poisson_cdf(k, mean), 0.95)) <= 1


def triangular_cdf(x: float, a: float, c: float, b: float) -> float:
    if x <= a:
        return 0.0
    if x >= b:
        return 1.0
    return (x - a) ** 2 / ((b - a) * (c - a)) if x < c else 1 - (b - x) ** 2 / ((b - a) * (b - c))


def test_a_lead_time_that_varies_gives_the_quantile_of_the_mixture():
    """Poisson, 4 a day, over a triangle of 5, 10, 21 days rounded, and the day of review."""
    a, c, b, daily = 5, 10, 21, 4.0
    shares = {n: triangular_cdf(n + 0.5, a, c, b) - triangular_cdf(n - 0.5, a, c, b)
              for n in range(a, b + 1)}  # fmt: skip
    exact = exact_quantile(
        lambda k: sum(share * poisson_cdf(k, daily * (n + 1)) for n, share in shares.items()), 0.99
    )

    found = reorder.reorder_point(
        reorder.poisson(daily), LeadTime(a, c, b), service=0.99, seed=11, runs=40000
    )

    assert math.isclose(sum(shares.values()), 1)
    assert (exact, abs(found - exact) <= 2) == (90, True)


def test_a_history_drawn_in_weeks_gives_the_quantile_of_its_own_weeks():
    """Thirteen lead-time and review days from 14 days as a ring: two blocks of 7 and 6, both
    drawn alike from 14 beginnings; all 196 pairs are added up here."""
    history = [0, 2, 4, 0, 10, 2, 0, 6, 0, 2, 2, 40, 0, 4]
    ring = history * 3
    sums = sorted(sum(ring[i : i + 7]) + sum(ring[j : j + 6]) for i in range(14) for j in range(14))
    exact = sums[math.ceil(0.9 * 196) - 1]

    found = reorder.reorder_point(
        reorder.sampled(history), LeadTime(12, 12, 12), service=0.9, seed=3, runs=40000
    )

    assert found == exact


def test_the_same_seed_gives_the_same_figure_and_the_mean_of_a_poisson_is_its_mean():
    drawn = reorder.poisson(7.55)(np.random.default_rng(5), np.full(20_000, 10))

    assert abs(drawn.mean() - 75.5) < 0.3
    assert abs(drawn.var() - 75.5) < 2.5
    asked = (reorder.poisson(2), LeadTime(5, 10, 21))
    assert reorder.reorder_point(*asked, service=0.99, seed=1) == reorder.reorder_point(
        *asked, service=0.99, seed=1
    )


def test_an_order_is_whole_cases_and_only_at_or_below_the_point():
    found = Policy(reorder_units=100, up_to_units=240, daily_units=8.0)

    assert reorder.order(101, found, case=24) == 0
    assert reorder.order(100, found, case=24) == 144  # 140 missing, six cases
    assert reorder.order(0, found, case=24) == 240


def test_no_more_is_held_than_goes_out_before_it_expires():
    found = reorder.policy([], expected_daily=1, unit=2, lead=LeadTime(5, 10, 21), covers_days=700,
                           service=0.99, seed=1, life_days=365)  # fmt: skip

    assert found.up_to_units == int(0.8 * 365)


def test_nobody_comes_and_nobody_is_expected():
    with pytest.raises(reorder.NoDemand):
        reorder.policy([], expected_daily=0, unit=2, lead=LeadTime(1, 1, 1), covers_days=28,
                       service=0.99, seed=1)  # fmt: skip
