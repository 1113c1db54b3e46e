"""What holds of every allocation, whatever the towns."""

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from beside.supply.core.need import allocation, towns
from beside.supply.core.need.allocation import FloorsTooHigh, Group, GroupsOverlap, Reason
from beside.supply.core.need.towns import NotATown, Town
from tests.supply.need_core.shared import EFFECT, UNHURRIED, some_towns


def fill(places, kits, slack=0.0, groups=()):
    return allocation.water_fill(places, kits, effect=EFFECT, slack=slack, groups=groups)


def by_name(found):
    return {share.town.name: share.kits for share in found.shares}


@UNHURRIED
@given(some_towns())
def test_kits_are_whole_keep_the_sum_the_floors_and_the_capacities(case):
    places, kits = case
    found = fill(places, kits)

    assert found.kits + found.left_over == kits
    for share in found.shares:
        assert isinstance(share.kits, int)
        assert share.kits >= share.town.floor
        assert share.town.capacity is None or share.kits <= share.town.capacity


@UNHURRIED
@given(some_towns())
def test_kits_are_left_over_only_when_no_town_could_use_one(case):
    places, kits = case
    found = fill(places, kits)

    if found.left_over:
        for share in found.shares:
            full = share.town.capacity is not None and share.kits == share.town.capacity
            assert full or share.town.expected_deaths == 0


@UNHURRIED
@given(some_towns(), st.randoms())
def test_in_another_order_every_town_gets_the_same(case, rng):
    places, kits = case
    other = list(places)
    rng.shuffle(other)

    assert by_name(fill(other, kits)) == by_name(fill(places, kits))


@UNHURRIED
@given(some_towns(), st.permutations(range(8)))
def test_relabeled_towns_avert_the_same(case, names):
    places, kits = case
    relabeled = [replace(town, name=f"x{names[at]}") for at, town in enumerate(places)]

    ours, theirs = fill(places, kits), fill(relabeled, kits)

    assert theirs.forecast.deaths == pytest.approx(ours.forecast.deaths, rel=1e-12)
    assert theirs.left_over == ours.left_over


@UNHURRIED
@given(some_towns(), st.integers(0, 300))
def test_more_kits_never_hurt_and_take_nothing_from_anybody(case, more):
    places, kits = case
    some, many = fill(places, kits), fill(places, kits + more)

    assert many.forecast.deaths <= some.forecast.deaths * (1 + 1e-12)
    for before, after in zip(some.shares, many.shares, strict=True):
        assert after.kits >= before.kits - 1  # towns in a tie may swap one kit


@UNHURRIED
@given(some_towns())
def test_no_kit_moved_from_one_town_to_another_averts_more(case):
    places, kits = case
    found = fill(places, kits)
    curves = towns.curves(places, kits, EFFECT)

    taken = [share.kits for share in found.shares]
    gives = [c.gain(k - 1) for c, k in zip(curves, taken, strict=True) if k > c.least]
    takes = [c.gain(k) for c, k in zip(curves, taken, strict=True) if k < c.most]
    if gives and takes:
        assert max(takes) <= min(gives) * (1 + 1e-9) + 1e-15


@UNHURRIED
@given(some_towns())
def test_no_allocation_promises_more_than_witnessed_overdoses_allow(case):
    places, kits = case
    found = fill(places, kits)

    assert found.forecast.averted_share <= EFFECT.ceiling + 1e-9
    assert found.forecast.deaths >= found.forecast.out_of_reach * (1 - 1e-9)


@UNHURRIED
@given(some_towns(), st.floats(0.001, 0.2), st.randoms())
def test_moved_within_their_ranges_no_more_is_lost_than_was_said(case, slack, rng):
    places, kits = case
    found = fill(places, kits, slack)
    curves = towns.curves(places, kits, EFFECT)
    taken = {at: share.kits for at, share in enumerate(found.shares)}
    for share in found.shares:
        assert share.low <= share.kits <= share.high

    moved = dict(taken)
    for _ in range(60):
        gives, takes = rng.choice(list(moved)), rng.choice(list(moved))
        room = min(moved[gives] - found.shares[gives].low, found.shares[takes].high - moved[takes])
        if gives != takes and room > 0:
            step = rng.randint(1, room)
            moved[gives] -= step
            moved[takes] += step

    best = sum(curve.averted(taken[at]) for at, curve in enumerate(curves))
    still = sum(curve.averted(moved[at]) for at, curve in enumerate(curves))
    assert sum(moved.values()) == sum(taken.values())
    assert still >= best * (1 - slack) - 1e-9


def test_ranges_use_up_what_they_may_cost():
    """Half the towns give as many as they may to the other half: nearly all is lost that may be."""
    places = [Town(f"{n}", 1000.0, 5.0) for n in range(20)]
    found = fill(places, 20_000, slack=0.02)
    curve = towns.curves(places, 20_000, EFFECT)[0]
    share = found.shares[0]

    moved = share.kits - share.low
    best = 20 * curve.averted(share.kits)
    apart = 10 * (curve.averted(share.kits - moved) + curve.averted(share.kits + moved))
    assert 0.015 < 1 - apart / best <= 0.02
    assert share.low < share.kits < share.kits + moved <= share.high


@UNHURRIED
@given(some_towns(most_towns=8), st.data())
def test_groups_get_their_least_and_the_rest_is_filled_as_well_as_can_be(case, data):
    places, kits = case
    assume(len(places) >= 3)
    members = frozenset(town.name for town in places[: len(places) // 2])
    least = data.draw(st.integers(0, kits))
    group = Group("served", members, least)
    try:
        found = fill(places, kits, slack=0.01, groups=[group])
    except FloorsTooHigh:
        return
    got = sum(share.kits for share in found.shares if share.town.name in members)

    plain = fill(places, kits)
    useful = all(town.expected_deaths > 0 and town.capacity is None for town in places)
    if useful:
        assert got >= least
    assert found.kits <= kits
    assert found.forecast.deaths >= plain.forecast.deaths * (1 - 1e-9) or plain.left_over
    assert {s.reason for s in found.shares if s.group} <= {
        Reason.GROUP, Reason.CAPACITY, Reason.FLOOR, Reason.NO_DEATHS,
    }  # fmt: skip


def test_a_group_below_its_share_is_raised_and_the_others_pay_evenly():
    places = [Town("rural", 200, 0.4), Town("a", 1000, 5.0), Town("b", 1000, 5.0)]
    group = allocation.group_of_share("rural", frozenset({"rural"}), 0.2, 1000)

    plain, fair = fill(places, 1000), fill(places, 1000, groups=[group])

    assert by_name(plain)["rural"] < 200
    assert by_name(fair) == {"rural": 200, "a": 400, "b": 400}
    assert fair.shares[0].reason is Reason.GROUP
    assert fair.forecast.deaths > plain.forecast.deaths


def test_reasons_say_what_held_each_place():
    places = [
        Town("level", 1000, 5.0),
        Town("floor", 1000, 0.1, floor=10),
        Town("full", 1000, 9.0, capacity=50),
        Town("enough", 10, 0.01, in_circulation=80),
        Town("none", 1000, 0.0),
    ]

    found = {share.town.name: share.reason for share in fill(places, 500).shares}

    assert found == {
        "level": Reason.LEVEL, "floor": Reason.FLOOR, "full": Reason.CAPACITY,
        "enough": Reason.ENOUGH, "none": Reason.NO_DEATHS,
    }  # fmt: skip


@UNHURRIED
@given(st.floats(1e-3, 1e9), st.floats(0, 1e6), st.floats(0, 1e12), st.integers(0, 10**7))
@example(883079721.0, 1.0, 639673708153.0, 1)  # all kits avert 5e-324, and one of them nought
@example(0.001, 1.0, 0.0, 1)  # so few that a single kit leaves nothing to avert
def test_the_smallest_and_the_largest_places_are_divided_as_well(at_risk, deaths, there, kits):
    """Nothing overflows, and nothing is promised above the ceiling."""
    places = [Town("odd", at_risk, deaths, in_circulation=there), Town("usual", 1000, 5.0)]
    found = fill(places, kits, slack=0.05)

    assert found.kits + found.left_over == kits
    for share in found.shares:
        assert 0 <= share.low <= share.kits <= share.high <= kits
        assert 0 <= share.saturation <= 1


def test_where_kits_abound_already_the_reason_is_not_that_nobody_dies():
    full = Town("full", 10, 1.0, in_circulation=1e6)

    assert fill([full, Town("a", 10, 1.0)], 5).shares[0].reason is Reason.ENOUGH


def test_a_tie_at_the_floor_has_a_range_as_well():
    twins = [Town("a", 1000, 5.0, floor=10), Town("b", 1000, 5.0, floor=10), Town("c", 1, 0.0)]

    found = fill(twins, 20, slack=0.1)

    assert [(share.low, share.kits) for share in found.shares[:2]] == [(10, 10), (10, 10)]
    assert all(share.high <= 20 for share in found.shares)


def test_a_town_alone_that_gets_every_kit_is_not_said_to_be_full():
    assert fill([Town("a", 1000, 5.0)], 40).shares[0].reason is Reason.LEVEL


def test_floors_that_ask_for_more_than_there_is_are_refused_with_the_numbers():
    with pytest.raises(FloorsTooHigh) as refused:
        fill([Town("a", 10, 1, floor=6), Town("b", 10, 1, floor=6)], 11)

    assert (refused.value.needed, refused.value.kits) == (12, 11)


def test_a_town_in_two_groups_or_in_none_that_is_there_is_refused():
    places = [Town("a", 10, 1), Town("b", 10, 1)]
    both = [Group("x", frozenset({"a"}), 1), Group("y", frozenset({"a", "b"}), 1)]

    with pytest.raises(GroupsOverlap):
        fill(places, 5, groups=both)
    with pytest.raises(GroupsOverlap):
        fill(places, 5, groups=[Group("x", frozenset({"nowhere"}), 1)])


@pytest.mark.parametrize(
    "figures",
    [
        {"at_risk": -1, "expected_deaths": 0},
        {"at_risk": 0, "expected_deaths": 1},
        {"at_risk": float("nan"), "expected_deaths": 1},
        {"at_risk": float("inf"), "expected_deaths": 1},
        {"at_risk": 1, "expected_deaths": 1, "floor": 5, "capacity": 4},
    ],
)
def test_towns_that_cannot_be_are_refused(figures):
    with pytest.raises(NotATown):
        Town("a", **figures)


def test_a_name_that_stands_twice_is_refused():
    with pytest.raises(NotATown):
        fill([Town("a", 1, 1), Town("a", 1, 1)], 3)


@UNHURRIED
@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=60).filter(lambda w: sum(w) > 0),
    st.integers(0, 100_000),
)
def test_shares_by_weight_keep_the_sum_and_are_no_whole_kit_off(weights, kits):
    taken = allocation.apportion(weights, kits)

    assert sum(taken) == kits
    for got, weight in zip(taken, weights, strict=True):
        assert abs(got - kits * weight / sum(weights)) < 1 + 1e-6


def test_three_ways_of_dividing_stand_on_the_same_forecast():
    places = [Town("a", 100, 2.0), Town("b", 300, 2.0), Town("c", 600, 2.0)]
    people, held = {"a": 1, "b": 1, "c": 8}, {"a": 10, "b": 0, "c": 0}

    best = fill(places, 1000)
    plain = allocation.proportional(places, 1000, effect=EFFECT, by=people)
    now = allocation.status_quo(places, 1000, effect=EFFECT, held=held)

    assert by_name(plain) == {"a": 100, "b": 100, "c": 800}
    assert by_name(now) == {"a": 1000, "b": 0, "c": 0}
    assert best.forecast.without_kits == plain.forecast.without_kits == now.forecast.without_kits
    assert best.forecast.deaths < plain.forecast.deaths < now.forecast.deaths
    assert {share.reason for share in plain.shares} == {Reason.PEOPLE}
    assert all(share.low == share.kits == share.high for share in now.shares)


@UNHURRIED
@given(st.floats(1, 5000), st.floats(0.01, 50), st.integers(0, 5000), st.integers(0, 5000))
def test_kits_that_are_there_already_count_as_if_they_were_given_first(at_risk, deaths, old, new):
    bare = Town("a", at_risk, deaths)
    after = Town(
        "a",
        at_risk,
        towns.forecast_for(bare, old, EFFECT).deaths,
        in_circulation=old * EFFECT.per_kit,
    )

    both = towns.forecast_for(bare, old + new, EFFECT)
    then = towns.forecast_for(after, new, EFFECT)

    assert then.deaths == pytest.approx(both.deaths, rel=1e-9)
    assert then.without_kits == pytest.approx(both.without_kits, rel=1e-9)
