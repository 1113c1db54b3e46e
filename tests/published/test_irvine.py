"""Saturation against everything Irvine et al. 2022 published on their site."""

import gzip
import json

import pytest

from beside.supply.core.need import irvine
from beside.supply.core.need.channels import CHANNELS, Channel, Kits, Weighing
from beside.supply.need.starting import derive, loading
from tests.published.shared import SUPPLY, needs

SITE = "irvine2022_all_states.json.gz"
IRVINE = CHANNELS[Weighing.IRVINE]
CURVES = {
    Channel.COMMUNITY: "pNX_vary_THN",
    Channel.PHARMACY: "pNX_vary_standing_order",
    Channel.PRESCRIBED: "pNX_vary_RX",
}
TABLE = [  # tau; community, prescribed, pharmacy kits; p; more community kits to 0.8; kits per 100k
    ("Arizona", 4839, 35268, 13400, 1194, 1.000, 0, 111),
    ("California", 165638, 35669, 12951, 2558, 0.218, 225767, 677),
    ("Idaho", 7454, 1, 638, 87, 0.029, 11781, 698),
    ("Illinois", 99367, 37900, 2666, 1032, 0.328, 120460, 1251),
    ("Iowa", 4944, 1380, 195, 233, 0.284, 6306, 253),
    ("Massachusetts", 40954, 29153, 19627, 11980, 0.667, 20855, 961),
    ("North Carolina", 23024, 30237, 20486, 80, 0.776, 2642, 361),
    ("Oklahoma", 15956, 1514, 7288, 1043, 0.222, 21666, 653),
    ("Oregon", 14839, 4362, 3660, 1, 0.291, 18788, 576),
    ("Rhode Island", 3208, 6330, 1602, 1322, 0.917, 0, 489),
    ("South Carolina", 22363, 1, 2342, 117, 0.026, 35405, 717),
    ("Washington", 10979, 5009, 5428, 178, 0.435, 11397, 238),
]


def points():
    """Every published point: state, kits by way, and the share the site shows."""
    with gzip.open(SUPPLY / SITE, "rt", encoding="utf-8") as file:
        site = json.load(file)
    for state, what in site.items():
        if what["model_nonmodel"] != "model":
            continue
        stands = {way: what[key]["baseline_kits_sum"] for way, key in CURVES.items()}
        for way, key in CURVES.items():
            for at in what[key]["cf_vs_kits_dist"]:
                ways = {each.value: kits for each, kits in (stands | {way: at["kits"]}).items()}
                yield state, Kits(**ways), at["m"] / 100


@needs(SITE)
def test_all_1800_points_are_within_two_thousandths():
    misses = [
        abs(irvine.saturation(kits, loading.needs()[state].tau, IRVINE) - published)
        for state, kits, published in points()
    ]

    assert len(misses) == 1800
    assert max(misses) < 0.002
    assert sum(misses) / len(misses) < 0.0002


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_the_table_of_twelve_states_comes_out_to_the_unit(row):
    state, tau, community, prescribed, pharmacy, share, more, per_100k = row
    need = loading.needs()[state]

    assert need.kits == Kits(community, pharmacy, prescribed)
    assert round(need.tau) == tau
    assert round(irvine.saturation(need.kits, need.tau, IRVINE), 3) == share
    to_target = irvine.kits_for(irvine.TARGET, need.tau)
    assert max(0, round(to_target - IRVINE.effective(need.kits))) == more
    assert irvine.more_kits(0.8, need.kits, need.tau, IRVINE) in (more, more + 1)
    assert round(100_000 * to_target / need.population) == per_100k


@needs(SITE, "irvine2022_state_saturation.csv")
def test_the_shipped_taus_are_derived_from_the_site_to_the_letter():
    fresh = {row["state"]: row["tau"] for row in derive.saturation(SUPPLY)}

    assert {name: f"{need.tau:.1f}" for name, need in loading.needs().items()} == fresh


def test_states_that_nobody_modelled_have_a_tau_and_no_kits():
    kentucky = loading.needs()["Kentucky"]

    assert (round(kentucky.tau), kentucky.kits, kentucky.modelled) == (14199, None, False)
    assert round(irvine.kits_for(0.8, kentucky.tau)) in range(22851, 22854)
    assert {need.of_year for need in loading.needs().values()} == {2017}
    assert sum(need.modelled for need in loading.needs().values()) == 12
