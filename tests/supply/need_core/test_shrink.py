"""Hidden counts: shrunk to the state, never nought, never shown as known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside.supply.core.need.at_risk import at_risk
from beside.supply.core.need.shrink import County, How, byar, shrink
from beside.supply.need.starting import derive, loading
from tests.published.shared import SUPPLY, needs
from tests.supply.need_core.shared import UNHURRIED

HIDDEN = [County("1", 40_000, 30), County("2", 20_000, None), County("3", 10_000, None)]


def test_the_hidden_counties_share_what_the_state_has_beyond_the_shown():
    found = shrink(HIDDEN, 39)

    shown, larger, smaller = found.counties
    assert (shown.deaths, shown.how) == (30, How.COUNTED)
    assert larger.how is smaller.how is How.HIDDEN
    assert larger.deaths + smaller.deaths == pytest.approx(9, abs=1e-6)
    assert larger.deaths > smaller.deaths > 0
    assert found.reconciled


@UNHURRIED
@given(
    st.lists(st.integers(100, 50_000), min_size=1, max_size=40),
    st.integers(10, 500),
    st.floats(0.01, 0.85),
)
def test_whatever_is_missing_is_shared_out_and_nobody_gets_ten(people, shown, part):
    missing = part * 9 * len(people)
    counties = [County("0", 100_000, shown)]
    counties += [County(str(n), each, None) for n, each in enumerate(people, 1)]

    found = shrink(counties, shown + missing)

    hidden = found.counties[1:]
    if found.reconciled:
        assert sum(each.deaths for each in hidden) == pytest.approx(missing, rel=1e-6)
    for each in hidden:
        assert 0 < each.deaths < 10
        assert 0 <= each.low <= each.high <= 9


@pytest.mark.parametrize("state_deaths", [25, 200])
def test_what_cannot_be_reconciled_stands_at_the_states_rate_and_says_so(state_deaths):
    found = shrink(HIDDEN, state_deaths)

    assert not found.reconciled
    assert found.hidden_per_100k == pytest.approx(found.state_per_100k)


def test_a_county_the_source_does_not_know_has_the_states_rate_and_no_cut():
    found = shrink([County("a", 50_000, None, absent=True), County("b", 50_000, 100)], 200)

    assert found.counties[0].how is How.ABSENT
    assert found.counties[0].deaths == pytest.approx(100)


def test_an_interval_of_a_count_is_byars():
    assert byar(10) == pytest.approx((5.42, 16.96), abs=0.01)
    assert byar(0)[0] == 0


def test_every_county_has_deaths_and_two_thirds_say_they_are_not_counted():
    found = [one for state in loading.states() for one in loading.deaths(state).counties]
    counted = sum(one.how is How.COUNTED for one in found)

    assert len(found) == len(loading.counties()) == 3144
    assert counted == 1083
    assert all(one.deaths > 0 for one in found)
    assert sum(loading.deaths(state).reconciled for state in loading.states()) == 44


def test_in_reconciled_states_counties_sum_to_the_states_count():
    for code, state in loading.states().items():
        found = loading.deaths(code)
        if found.reconciled and any(one.how is How.HIDDEN for one in found.counties):
            total = sum(one.deaths for one in found.counties)
            assert total == pytest.approx(state.deaths, rel=1e-6), code


def test_people_at_risk_carry_the_surveys_range():
    kentucky = loading.states()["KY"]
    found = at_risk(kentucky.population, kentucky.oud)

    assert found.low < found.people < found.high
    assert found.source.of_years == "2022-2023"


@needs("census_county_estimates_2020_2024.csv.gz", "vsrr_county_overdose_rate_2024.csv")
def test_the_shipped_tables_are_derived_from_their_sources_to_the_letter():
    fresh = derive.counties(SUPPLY)
    shipped = {fips: row.county for fips, row in loading.counties().items()}

    assert len(fresh) == len(shipped)
    for row in fresh:
        ours = shipped[row["fips"]]
        assert ours.population == int(row["population_2024"])
        assert ("" if ours.deaths is None else f"{ours.deaths:.0f}") == row["deaths_2024"]
        assert ours.absent == (row["how"] == "absent")
    assert {row["state"]: row["deaths_2024"] for row in derive.states(SUPPLY)} == {
        code: f"{state.deaths:.0f}" for code, state in loading.states().items()
    }
