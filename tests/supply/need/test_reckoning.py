"""What stands between the core and the pages: areas, numbers, drawings."""

import random
from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.supply import jobs
from beside.supply.core.need import profound, towns
from beside.supply.core.need.channels import CHANNELS, Kits, Weighing
from beside.supply.need import allotting, areas, given, numbers, supposing, zip_areas
from beside.supply.need.allotting import Asked
from beside.supply.need.charts import Mark
from beside.supply.need.numbers import tree_drawn
from beside.supply.need.sheets import own_places
from beside.supply.services import planning
from tests import people
from tests.supply.need.shared import (
    FAYETTE,
    JEFFERSON,
    MADISON,
    OWSLEY,
    SURVEY,
    a_search,
    give,
    program,
    today,
)

pytestmark = pytest.mark.django_db
WEIGHTS = CHANNELS[Weighing.PROFOUND]


def served():
    kits = given.given([program()], today() - timedelta(days=30), today())
    return areas.counties([program()], numbers.numbers([program()]), kits)


def put(name, value, **more):
    facts = {"program": program(), "low": None, "high": None, "whence": SURVEY,
             "at": clock.now(), "by": people.person("program_manager")}  # fmt: skip
    return planning.put_number(name=name, value=value, **facts | more)


def test_a_program_without_counties_serves_those_of_its_zips_or_its_states():
    assert areas.counties_of([program()]) == sorted([MADISON, OWSLEY, FAYETTE, JEFFERSON])
    assert areas.counties_of([program("by-zip", counties=[], zips=["40403"])]) == [MADISON]
    assert len(areas.counties_of([program("whole", counties=[])])) == 120


def test_zip_areas_share_all_that_their_county_has():
    give(240)
    counties = served()

    small = areas.zips(counties)

    for county in counties:
        inside = [area for area in small if area.county == county.code]
        assert sum(area.deaths.count for area in inside) == pytest.approx(county.deaths.count)
        assert sum(area.at_risk for area in inside) == pytest.approx(county.at_risk)
        assert sum(area.own.total for area in inside) == pytest.approx(county.own.total)


def test_our_own_kits_put_back_where_they_are_give_the_deaths_that_were_counted():
    give(900)
    madison = next(area for area in served() if area.code == MADISON)
    effect = towns.effect(profound.BASE, weight=1.0)

    town = madison.town(WEIGHTS, effect, floor=0)

    assert town.expected_deaths > madison.deaths.count
    assert towns.forecast_for(town, 900, effect).deaths == pytest.approx(madison.deaths.count)


def test_kits_of_others_are_shared_by_people_and_stay_where_they_are():
    put("others_community", 12_000.0)

    counties = served()

    others = {area.code: area.others.total for area in counties}
    assert sum(others.values()) == pytest.approx(12_000)
    assert others[JEFFERSON] > others[FAYETTE] > others[MADISON] > others[OWSLEY]
    town = counties[0].town(WEIGHTS, towns.effect(profound.BASE, weight=1.0), floor=0)
    assert town.in_circulation > 0


def test_a_programs_number_goes_before_that_of_the_coalition():
    put("target", 0.6, program=None)
    assert numbers.numbers([program()]).target == 0.6
    assert numbers.numbers([program(), program("seky")]).target == 0.6

    put("target", 0.9)
    assert numbers.numbers([program()]).target == 0.9
    assert numbers.numbers([program("seky")]).target == 0.6


def test_a_number_of_ones_own_is_drawn_from_its_own_range():
    put("in_public", 0.5, low=0.49, high=0.51)
    said = numbers.numbers([program()])

    drawn = [tree_drawn(said, random.Random(n)).in_public for n in range(50)]

    assert said.tree.in_public == 0.5
    assert 0.49 <= min(drawn) < max(drawn) <= 0.51


def test_a_place_of_which_less_is_known_has_the_wider_range():
    counties = served()
    asked = Asked(20_000, 0, 0, None, WEIGHTS)

    divided = allotting.divide(counties, asked, numbers.numbers([program()]))

    wide = {line.area.code: (line.high - line.low) / line.area.at_risk for line in divided.lines}
    assert wide[OWSLEY] > wide[JEFFERSON]
    assert all(line.low <= line.share.kits <= line.high for line in divided.lines)


def test_the_same_question_is_divided_the_same_way():
    asked, said = Asked(7_000, 30, 5, 5_000, WEIGHTS), numbers.numbers([program()])

    first, again = (allotting.divide(served(), asked, said) for _ in range(2))

    assert first.lines == again.lines
    assert max(line.share.kits for line in first.lines) <= 5_000


def test_with_nobody_at_risk_nothing_is_divided():
    with pytest.raises(allotting.NothingThere):
        allotting.divide([], Asked(10, 0, 0, None, WEIGHTS), numbers.numbers([program()]))


def test_more_kits_in_the_same_mix():
    mix = supposing.scaled(Kits(30.0, 10.0), 80.0)

    assert (mix.community, mix.pharmacy) == (60.0, 20.0)
    assert supposing.scaled(Kits(0.0), 80.0) == Kits(80.0)


def test_a_mark_stays_on_its_axis():
    mark = Mark.of(-1, 5, 20, top=10, lines=[30])

    assert (mark.low, mark.at, mark.high, mark.lines) == (0.0, 50.0, 100.0, [100.0])


def test_miles_to_the_nearest_and_none_without_a_site():
    here = areas.zips(served())[0].points[0]

    assert zip_areas.miles_to_nearest([here], []) == [None]
    assert zip_areas.miles_to_nearest([here], [here]) == [0.0]


def test_a_table_with_thousands_apart_and_an_apostrophe_is_read():
    rows = [["Name", "People at risk", "Deaths", "Most"], ["'=Berea", "1,400", "6", "2,000"]]

    good, faults = own_places(rows)

    assert faults == []
    assert (good[0].name, good[0].at_risk, good[0].most) == ("=Berea", 1400, 2000)


def test_the_job_finds_the_places():
    made = a_search()

    jobs.find_places(placement_id=str(made.pk))

    made.refresh_from_db()
    assert made.state == "found"
