"""Nothing may be promised above the ceiling that witnessed overdoses allow."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside.supply.core.need import bird, forecast, profound, towns
from beside.supply.core.need.channels import CHANNELS, Channel, Kits, Weighing, spread
from beside.supply.core.need.evidence import Parameter, Source
from beside.supply.core.need.forecast import AboveCeiling, Forecast
from beside.supply.core.need.irvine import NoSuchShare, kits_for, saturation
from beside.supply.core.need.towns import Town
from tests.supply.need_core.shared import EFFECT, UNHURRIED

SHARES = st.floats(0, 1)


def test_a_forecast_above_the_ceiling_cannot_be_made():
    Forecast(without_kits=100, deaths=60.5, ceiling=0.3957)

    with pytest.raises(AboveCeiling):
        Forecast(without_kits=100, deaths=60.0, ceiling=0.3957)


def test_a_ceiling_of_everything_cannot_be_made_either():
    with pytest.raises(AboveCeiling):
        Forecast(without_kits=100, deaths=50.0, ceiling=1.0)
    with pytest.raises(AboveCeiling):
        forecast.forecast(without_kits=100, saturation=1.2, ceiling=0.4)


@UNHURRIED
@given(st.just(0.0) | st.floats(1e-6, 1e6), SHARES, st.floats(0, 0.99))
def test_no_saturation_brings_a_forecast_above_its_ceiling(deaths, met, ceiling):
    told = forecast.forecast(without_kits=deaths, saturation=met, ceiling=ceiling)

    assert told.averted_share <= ceiling + 1e-9
    assert told.deaths >= told.out_of_reach - 1e-9 * deaths


def test_two_places_together_stay_under_the_ceiling_of_both():
    both = forecast.forecast(without_kits=10, saturation=1, ceiling=0.5) + forecast.forecast(
        without_kits=30, saturation=1, ceiling=0.1
    )

    assert both.ceiling == pytest.approx(0.2)
    assert both.averted == pytest.approx(8)


@UNHURRIED
@given(st.floats(1, 1e5), st.floats(0.01, 500), st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_town_with_any_number_of_kits_stays_under_the_ceiling(at_risk, deaths, kits, there):
    told = towns.forecast_for(Town("a", at_risk, deaths, in_circulation=there), kits, EFFECT)

    assert told.averted_share <= EFFECT.ceiling + 1e-9
    assert told.deaths <= deaths * (1 + 1e-9)


def test_somebody_beside_raises_the_ceiling_and_a_line_alone_does_not():
    base = profound.BASE
    beside, line = replace(base, beside=0.3), replace(base, on_the_line=0.3)

    assert beside.ceiling > base.ceiling
    assert beside.witnessed > base.witnessed
    assert line.witnessed == base.witnessed
    assert line.death(1.0) < base.death(1.0)
    assert line.death(1.0) > beside.death(1.0)


@UNHURRIED
@given(SHARES, SHARES)
def test_more_kits_at_hand_never_mean_more_deaths(one, other):
    less, more = sorted((one, other))

    assert profound.BASE.death(more) <= profound.BASE.death(less)


def test_every_drawn_tree_stays_within_the_published_ranges_and_naloxone_helps():
    rng = random.Random(3)
    for _ in range(500):
        tree = profound.draw(rng, replace(profound.BASE, beside=0.2))
        assert 0.05 <= tree.in_public <= 0.31
        assert 0.031 <= tree.without_help <= 0.108
        assert tree.beside == 0.2
        assert 0 < tree.ceiling < 1


def test_the_three_sources_differ_by_a_factor_of_forty():
    given_out = Kits(community=0, pharmacy=4298)
    worth = spread(given_out)

    assert worth.by_source[Weighing.IRVINE] == 4298
    assert worth.by_source[Weighing.PROFOUND] == pytest.approx(4298 / 2.69)
    assert worth.by_source[Weighing.BRITISH_COLUMBIA] == pytest.approx(104)
    assert worth.most / worth.least > 40


def test_every_source_weighs_every_channel_and_says_what_it_did_not_say():
    for channels in CHANNELS.values():
        assert channels.source.year >= 2022
        for channel in Channel:
            parameter = channels.parameter(channel)
            assert 0 < parameter.value <= 1
            assert parameter.source == channels.source
            assert (channel in channels.weights) != (channel in channels.unsaid)
    assert CHANNELS[Weighing.IRVINE].weight(Channel.PRESCRIBED) == 0.2


def test_every_parameter_carries_its_source_and_year():
    every = [*profound.TREE_PARAMETERS, profound.KIT_LIFE_MONTHS, profound.ADJUSTMENT,
             profound.CAP, bird.LEAST, bird.RECOMMENDED]  # fmt: skip
    for parameter in every:
        assert parameter.source.citation
        assert parameter.source.of_years
        assert 2000 < parameter.source.year < 2030


def test_a_value_outside_its_range_is_no_parameter():
    source = Source("somebody", 2020, "2019")
    with pytest.raises(ValueError, match="outside"):
        Parameter("p", 3, source, 0, 2)
    with pytest.raises(ValueError, match="half"):
        Parameter("p", 3, source, 0)


def test_bird_asks_for_nine_and_twenty_kits_for_each_death():
    assert bird.kits_for_deaths(333) == bird.Rule(2997, 6660)
    assert bird.kits_for_deaths(0.1) == bird.Rule(1, 2)


@UNHURRIED
@given(st.floats(0, 0.999), st.floats(1, 1e6))
def test_kits_for_a_share_bring_that_share(share, tau):
    weights = CHANNELS[Weighing.IRVINE]

    assert saturation(Kits(kits_for(share, tau)), tau, weights) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("share", [1.0, 1.5, -0.1])
def test_no_number_of_kits_reaches_everybody(share):
    with pytest.raises(NoSuchShare):
        kits_for(share, 1000)
