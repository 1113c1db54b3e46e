"""Where the next sites cover most: against every choice, and what stays as it is."""

import itertools
import random

import pytest

from beside.places.core.geometry import distance_miles
from beside.places.core.place import Point
from beside.supply.core.need.placement import Candidate, Demand, cover

MILE = 1 / 69.1


def grid(rng, name, number, kind, *weight):
    return [
        kind(f"{name}{at}", 38 + rng.uniform(0, 4) * MILE, -84 + rng.uniform(0, 5) * MILE,
             *(each() for each in weight))
        for at in range(number)
    ]  # fmt: skip


def weight_in_reach(sites, demand, reach):
    return sum(
        point.weight
        for point in demand
        if any(
            distance_miles(Point(site.lat, site.lon), Point(point.lat, point.lon)) <= reach
            for site in sites
        )
    )


@pytest.mark.parametrize("seed", range(25))
def test_no_choice_of_all_covers_more_on_small_maps(seed):
    rng = random.Random(seed)
    candidates = grid(rng, "c", 11, Candidate)
    demand = grid(rng, "d", 60, Demand, lambda: rng.choice([0, 1, 2, 5, rng.uniform(0, 9)]))
    existing = grid(rng, "e", rng.randint(0, 2), Candidate)
    number, reach = rng.randint(0, 4), rng.choice([0.4, 0.8, 1.5])

    found = cover(candidates, demand, reach, number, existing)

    best = max(
        weight_in_reach([*existing, *some], demand, reach)
        for some in itertools.combinations(candidates, number)
    )
    assert found.proven
    assert found.covered == pytest.approx(best, abs=1e-6)
    assert found.most == pytest.approx(best, abs=1e-5)
    assert len(found.chosen) <= number
    chosen = [each.candidate for each in found.chosen]
    assert weight_in_reach([*existing, *chosen], demand, reach) == pytest.approx(best, abs=1e-6)
    assert found.covered_before == pytest.approx(weight_in_reach(existing, demand, reach))


def test_what_existing_sites_reach_is_covered_already():
    home = Candidate("home", 38, -84)
    near = Demand("near", 38, -84, 100)
    far = Demand("far", 38.2, -84, 1)
    beside_far = Candidate("beside far", 38.2, -84)

    found = cover([home, beside_far], [near, far], 1.0, 1, [home])

    assert [each.candidate.name for each in found.chosen] == ["beside far"]
    assert (found.covered_before, found.covered, found.all_weight) == (100, 101, 101)


def test_no_more_sites_are_named_than_add_anything():
    candidates = [Candidate("a", 38, -84), Candidate("b", 38, -84), Candidate("lost", 40, -84)]

    found = cover(candidates, [Demand("d", 38, -84, 3)], 1.0, 3)

    assert len(found.chosen) == 1
    assert found.proven


def test_the_one_that_adds_most_stands_first_and_what_each_adds_sums_up():
    rng = random.Random(4)
    found = cover(
        grid(rng, "c", 40, Candidate),
        grid(rng, "d", 300, Demand, lambda: rng.uniform(0, 3)),
        0.6,
        6,
    )
    adds = [each.adds for each in found.chosen]

    assert adds == sorted(adds, reverse=True)
    assert sum(adds) == pytest.approx(found.covered)


def test_out_of_time_the_bound_says_how_much_better_it_could_be():
    rng = random.Random(5)
    found = cover(
        grid(rng, "c", 150, Candidate), grid(rng, "d", 900, Demand, rng.random), 0.5, 8, seconds=0
    )

    assert found.covered <= found.most
    assert found.proven == (found.most <= found.covered * (1 + 1e-7))


def test_nothing_to_choose_from_or_nobody_to_reach_covers_nothing():
    one = Candidate("a", 38, -84)

    assert cover([], [Demand("d", 38, -84, 3)], 1.0, 3).chosen == ()
    assert cover([one], [], 1.0, 3).chosen == ()
    assert cover([one], [Demand("d", 38, -84, 3)], 1.0, 0).covered == 0


@pytest.mark.parametrize(("reach", "number"), [(0, 1), (-1, 1), (float("inf"), 1), (1, -1)])
def test_a_reach_or_number_that_cannot_be_is_refused(reach, number):
    with pytest.raises(ValueError, match="reach"):
        cover([], [], reach, number)
