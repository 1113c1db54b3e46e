"""How many calls each hour will bring."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammainc, gammaincinv

from beside.line.core.forecast import forecast, mean_handling, starting_shape
from beside.line.core.gammas import gamma_quantile, gamma_share
from beside.line.core.pooling import NENA, Line, pool

MONDAY = date(2026, 11, 23)


def counted(weeks, per_week, growth=0.0, seed=1):
    """Poisson calls of the starting shape."""
    rng, counts = random.Random(seed), {}
    for week in range(weeks):
        for slot, share in enumerate(starting_shape()):
            mean = per_week * (1 + growth) ** (week - weeks) * share
            calls = sum(rng.random() < mean / 40 for _ in range(40))
            if calls:
                day = MONDAY - timedelta(days=7 * (weeks - week)) + timedelta(days=slot // 24)
                counts[day, slot % 24] = calls
    return counts


def test_before_anything_was_counted_evenings_bring_twice_the_mean():
    found = forecast({}, until=MONDAY, expected_per_week=30)

    assert found.weeks == 0
    assert found.level.per_week == pytest.approx(30)
    assert found.peak % 24 == 21
    assert found.hours[found.peak].calls == pytest.approx(2 * 30 / 168, rel=0.01)
    assert found.low < 30 / 1.5
    assert found.high > 30 * 1.5  # nobody knows yet, and it says so


def test_half_a_year_of_counts_outweighs_what_was_expected():
    found = forecast(counted(26, 275), until=MONDAY, expected_per_week=30)

    assert found.level.per_week == pytest.approx(275, rel=0.05)
    assert found.low > 250
    assert sum(hour.calls for hour in found.hours) == pytest.approx(found.level.per_week)


def test_two_weeks_of_small_counts_are_believed_by_half():
    found = forecast(counted(2, 8), until=MONDAY, expected_per_week=30)

    assert 6 < found.level.per_week < 20
    assert all(hour.calls > 0 for hour in found.hours)  # no hour is ruled out


def test_a_line_that_grows_is_expected_to_grow_on_a_little():
    found = forecast(counted(26, 300, growth=0.03), until=MONDAY, expected_per_week=30)

    assert 0.01 < found.level.growth < 0.04
    assert found.level.per_week == pytest.approx(300, rel=0.12)


def test_calls_only_at_noon_on_tuesdays_are_expected_then():
    counts = {(MONDAY - timedelta(days=7 * n - 1), 12): 20 for n in range(1, 21)}
    found = forecast(counts, until=MONDAY, expected_per_week=30)

    assert found.peak == 24 + 12
    assert found.hours[24 + 12].calls > 15
    assert found.strength < 100  # single hours are let go of their margins


def test_days_not_over_yet_and_long_past_ones_do_not_count():
    old = {(MONDAY - timedelta(weeks=60), 3): 500, (MONDAY, 3): 500}

    assert forecast(old, until=MONDAY, expected_per_week=30).level.per_week < 31


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 1000), st.sampled_from([15, 60, 200]), st.sampled_from([3, 10, 26]))
def test_every_interval_holds_its_own_mean_and_the_hours_make_the_week(seed, per_week, weeks):
    found = forecast(counted(weeks, per_week, seed=seed), until=MONDAY, expected_per_week=30)

    assert all(hour.low < hour.calls * 1.2 for hour in found.hours)
    assert all(hour.low < hour.high for hour in found.hours)
    assert sum(hour.calls for hour in found.hours) == pytest.approx(found.level.per_week)


def test_four_intervals_in_five_hold_the_truth():
    """Drawn from the model itself, at three sizes; a fixed seed."""
    held = of = 0
    for seed, per_week in enumerate([20, 60, 275] * 3):
        found = forecast(counted(12, per_week, seed=seed), until=MONDAY, expected_per_week=30)
        truth = [per_week * share for share in starting_shape()]
        held += sum(h.low <= t <= h.high for h, t in zip(found.hours, truth, strict=True))
        of += len(truth)

    assert 0.75 <= held / of <= 0.99


@given(st.floats(0.05, 1e4), st.floats(0.05, 0.999))
@settings(deadline=None)
def test_the_gamma_distribution_is_scipys(shape, share):
    x = gamma_quantile(share, shape=shape, mean=shape)

    assert x == pytest.approx(gammaincinv(shape, share), rel=1e-7, abs=1e-15)
    # lgamma of 10,000 is 82,000, held to its last place: no closer than that times 2e-16 or so.
    assert gamma_share(shape, x) == pytest.approx(gammainc(shape, x), abs=1e-9)


def test_how_long_a_call_takes_leans_on_what_is_set_until_twenty_were_counted():
    assert mean_handling({}, expected_minutes=20) == 20
    assert mean_handling({30: 20}, expected_minutes=20) == pytest.approx(21.25)
    assert mean_handling({0: 20_000}, expected_minutes=20) == pytest.approx(75, abs=0.1)


def test_five_small_coalitions_need_three_people_where_ten_stood():
    """Thirty calls a week of 25 minutes each: two at the peak apart, three together for all."""
    found = pool([Line(30, 25)] * 5, starting_shape(), NENA)

    assert found.apart == (2, 2, 2, 2, 2)
    assert found.together == 3
    assert found.saved == 7
    assert found.hours_saved > 800


def test_one_line_alone_saves_nothing_by_being_together():
    found = pool([Line(275, 15)], starting_shape(), NENA)

    assert found.saved == found.hours_saved == 0
    assert found.together == 4  # as in the table of lines at their peak
