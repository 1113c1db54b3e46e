"""What-if: seeded, within published ranges, never above the ceiling of any draw."""

import random
import subprocess
import sys
from dataclasses import replace

import pytest

from beside.supply.core.need import allocation, profound, whatif
from beside.supply.core.need.channels import CHANNELS, Kits, Weighing
from beside.supply.core.need.evidence import Parameter, Source
from beside.supply.core.need.gaps import Area, gap
from beside.supply.core.need.towns import Town
from tests.supply.need_core.shared import EFFECT

PLACE = whatif.Place(5000, 40, Kits(2000), (4000, 6500), (33, 48))
AS_NOW = whatif.Settings(Kits(2000), CHANNELS[Weighing.IRVINE])


def ask(settings, draws=200, place=PLACE):
    return whatif.what_if(place, settings, seed=7, draws=draws)


def test_the_same_seed_says_the_same():
    assert ask(AS_NOW) == ask(AS_NOW)
    assert ask(AS_NOW) != whatif.what_if(PLACE, AS_NOW, seed=8, draws=200)


def test_going_on_as_now_averts_nothing_more_in_any_draw():
    found = ask(AS_NOW)

    assert found.averted.low == pytest.approx(0, abs=1e-9)
    assert found.averted.high == pytest.approx(0, abs=1e-9)
    assert found.base.deaths == pytest.approx(40)


def test_more_kits_and_people_beside_avert_more_and_the_spread_is_shown():
    kits = ask(replace(AS_NOW, kits=Kits(8000)))
    both = ask(replace(AS_NOW, kits=Kits(8000), beside=0.2))

    assert 0 < kits.averted.low < kits.averted.middle < kits.averted.high
    assert both.averted.middle > kits.averted.middle
    assert both.ceiling.middle > kits.ceiling.middle
    assert kits.base.averted_share <= kits.base.ceiling


def test_a_line_saves_lives_without_raising_the_ceiling_of_kits():
    line = ask(replace(AS_NOW, on_the_line=0.3))

    assert line.averted.low > 0
    assert line.saturation == ask(AS_NOW).saturation


def test_a_range_of_ones_own_is_drawn_and_a_bare_number_stands_as_it_is():
    survey = Source("Our survey", 2026, "")
    own = dict(profound.PUBLISHED) | {
        "witnessed_public": Parameter("witnessed_public", 0.95, survey),
        "witnessed_private": Parameter("witnessed_private", 0.9, survey, 0.85, 0.95),
    }
    more = replace(AS_NOW, kits=Kits(8000))
    seen, published = ask(more, place=replace(PLACE, branches=own)), ask(more)

    assert seen.base.ceiling > published.base.ceiling
    assert seen.ceiling.middle > published.ceiling.high
    tree = profound.draw(random.Random(1), branches=own)
    assert tree.witnessed_public == 0.95
    assert 0.85 <= tree.witnessed_private <= 0.95


def test_ranges_in_which_naloxone_hardly_ever_helps_end_the_drawing():
    source = Source("Our survey", 2026, "")
    own = dict(profound.PUBLISHED) | {
        "with_naloxone": Parameter("with_naloxone", 0.03, source, 0.03, 1.0),
        "without_help": Parameter("without_help", 0.06, source, 0.0, 0.06),
        "with_ems": Parameter("with_ems", 0.6, source, 0.0, 0.6),
    }

    tree = profound.draw(random.Random(1), branches=own)
    assert tree.with_naloxone < tree.without_help * tree.with_ems


def test_pharmacy_kits_are_worth_what_the_chosen_source_says():
    by_source = {
        each: ask(whatif.Settings(Kits(0, pharmacy=8000), CHANNELS[each])).base.averted
        for each in Weighing
    }

    assert by_source[Weighing.IRVINE] > by_source[Weighing.PROFOUND]
    assert by_source[Weighing.PROFOUND] > by_source[Weighing.BRITISH_COLUMBIA]


def test_ranges_over_draws_hold_what_the_allocation_gives():
    places = [Town("a", 100, 1.0), Town("b", 300, 1.0), Town("c", 600, 5.0)]
    drawn = whatif.effects(profound.BASE, draws=60, seed=3)
    spans = whatif.allocated(
        places, 1000, effects=drawn, seed=3, deaths=[(0.5, 2), (0.5, 2), (3, 8)]
    )
    plain = allocation.water_fill(places, 1000, effect=EFFECT, slack=0.0)

    assert len(spans) == 3
    for (low, high), share in zip(spans, plain.shares, strict=True):
        assert 0 <= low < high <= 1000
        assert low <= share.kits <= high


def test_who_is_far_is_counted_with_the_most_people_first():
    areas = [
        Area("40403", 900, {"naloxone": 2.0, "methadone": 40.0}, 1.0),
        Area("40447", 500, {"naloxone": 21.0, "methadone": 60.0}, 2.0, deaths_hidden=True),
        Area("40460", 700, {"naloxone": 30.0, "methadone": None}, 4.0),
    ]

    found = gap(areas, "naloxone", beyond_miles=10)

    assert [area.code for area in found.areas] == ["40460", "40447"]
    assert (found.people, found.deaths, found.deaths_partly_hidden) == (1200, 6.0, True)
    assert found.share_of_people == pytest.approx(1200 / 2100)
    assert gap(areas, "methadone", beyond_miles=50).people == 1200
    assert gap([], "naloxone", beyond_miles=5).share_of_people == 0


def test_what_pages_use_needs_no_numpy():
    """Only placement's solver may, in a worker."""
    modules = ("whatif", "allocation", "shrink", "gaps", "bird", "at_risk", "placement")
    told = (
        f"import sys; from beside.supply.core.need import {', '.join(modules)};"
        " print([name for name in ('numpy', 'scipy', 'django') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": ":".join(sys.path)})  # fmt: skip

    assert done.stdout.strip() == "[]"
