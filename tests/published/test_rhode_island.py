"""Rhode Island's 39 towns: the closed form against what PROFOUND's own runs gave."""

from dataclasses import replace

import pytest
from benchmarks import rhode_island as ri
from benchmarks.peers_2_rhode_island import compare

from beside.supply.core.need import profound
from tests.published.shared import needs


@pytest.fixture(scope="module")
def found():
    return compare(replace(profound.BASE, with_naloxone=0.0), 1.0)


@needs(*ri.FILES)
def test_the_greedy_allocation_comes_out_within_a_standard_error_of_its_own_runs(found):
    """One constant is fitted, to the status quo; 342.79 is not."""
    assert found.status_quo == pytest.approx(ri.STATUS_QUO, abs=1e-6)
    assert abs(found.greedy - ri.GREEDY) < 1.2


@needs(*ri.FILES)
def test_water_filling_is_best_and_hardly_better_than_dividing_by_people(found):
    assert found.ours <= min(found.greedy, found.proportional, found.status_quo)
    assert found.status_quo - found.ours > 18
    assert 0 < found.better < 1


@needs(*ri.FILES)
def test_thirty_nine_towns_share_fifty_thousand_kits():
    towns = ri.towns()

    assert len(towns) == 39
    assert sum(town.status_quo for town in towns) == sum(town.greedy for town in towns) == ri.KITS
    assert sum(town.people_share for town in towns) == pytest.approx(1)
