"""Towns for tests, as anybody could draw them."""

import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from beside.supply.core.need import profound, towns
from beside.supply.core.need.towns import Town

UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EFFECT = towns.effect(profound.BASE, weight=1.0)


@st.composite
def some_towns(draw, *, most_towns=8, most_kits=400):
    """Towns with floors and capacities, and a number of kits that the floors leave room for."""
    found = []
    for number in range(draw(st.integers(1, most_towns))):
        at_risk = draw(st.floats(1, 5000))
        floor = draw(st.integers(0, 20))
        capacity = draw(st.none() | st.integers(floor, 200))
        found.append(
            Town(
                f"town {number}",
                at_risk,
                draw(st.just(0.0) | st.floats(0.001, 0.05).map(lambda rate, n=at_risk: rate * n)),
                floor,
                capacity,
                draw(st.just(0.0) | st.floats(0, 2 * at_risk)),
            )
        )
    floors = sum(town.floor for town in found)
    return found, floors + draw(st.integers(0, most_kits))


def a_town(rng: random.Random, name: str, **more) -> Town:
    at_risk = rng.lognormvariate(6, 1.5)
    return Town(name, at_risk, at_risk * rng.uniform(0.002, 0.01), **more)
