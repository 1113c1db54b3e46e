"""The index and the map by properties: nothing lost, nothing invented, rules and arrays agree."""

import math
import random
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beside.directory.core import opening
from beside.directory.finder import calendar, cluster
from beside.directory.finder.calendar import Calendar, OutOfRange
from beside.directory.finder.index import Index
from beside.directory.finder.search import Question, answer
from beside.directory.truth import calibration, freshness
from beside.directory.truth.freshness import Checked, Kind, Method
from tests.directory.finder.many import listings
from tests.directory.finder.test_opening import hours_of_any_kind
from tests.directory.town import BEREA, FRIDAY_NOON

CODES = {
    opening.Open: calendar.OPEN, opening.Closed: calendar.CLOSED, opening.Unknown: calendar.UNKNOWN,
}  # fmt: skip
quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return Index(listings(500, random.Random(2)), FRIDAY_NOON)


@quick
@given(st.lists(hours_of_any_kind, min_size=1, max_size=5), st.integers(0, 9 * 1440))
def test_the_calendar_says_what_the_rules_say(timetables, minutes):
    at = FRIDAY_NOON + timedelta(minutes=minutes - 1440)
    book = Calendar(timetables, FRIDAY_NOON)
    try:
        states = book.at(at)
    except OutOfRange:
        return
    for number, hours in enumerate(timetables):
        told = opening.state_at(hours, at)
        assert states.state[number] == CODES[type(told)]
        change = getattr(told, "until", None) or getattr(told, "opens", None)
        if change and change < FRIDAY_NOON + timedelta(days=7):
            assert book.moment(int(states.changes[number])) == change


@quick
@given(st.lists(st.tuples(st.floats(0, 340), st.floats(0, 340)), max_size=80))
def test_every_site_is_in_one_mark_and_marks_are_a_finger_apart(points):
    drawn = cluster.marks([x for x, _ in points], [y for _, y in points])

    assert sorted(n for mark in drawn for n in mark.members) == list(range(len(points)))
    for n, one in enumerate(drawn):
        for other in drawn[:n]:
            assert math.hypot(one.x - other.x, one.y - other.y) >= cluster.APART


def test_near_finds_what_a_look_at_every_place_finds(index):
    near = index.near(*BEREA, 7.0)
    slow = {
        number
        for number, one in enumerate(index.listings)
        if _miles(BEREA, (one.latitude, one.longitude)) <= 7.0
    }
    assert {int(index.place[row]) for row in near.rows} == slow


def _miles(a, b) -> float:
    half = (
        math.sin(math.radians(b[0] - a[0]) / 2) ** 2
        + math.cos(math.radians(a[0]))
        * math.cos(math.radians(b[0]))
        * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    )
    return 2 * 3958.8 * math.asin(math.sqrt(half))


def test_a_place_never_stands_twice_and_none_is_lost(index):
    found = answer(index, Question(*BEREA, 50.0), FRIDAY_NOON)

    places = [hit.place for hit in found.hits]
    assert len(places) == len(set(places)) == 300
    assert found.total == 500


def test_of_two_places_equally_far_the_one_checked_lately_stands_first():
    from dataclasses import replace

    [one, *_] = listings(1, random.Random(3))
    fresh = replace(one, checked=Checked(FRIDAY_NOON.date(), Method.PHONE), name="Fresh")
    old = replace(one, checked=Checked(date(2009, 1, 1), Method.LIST), name="Old")
    index = Index([old, fresh], FRIDAY_NOON)

    found = answer(index, Question(*BEREA, 50.0), FRIDAY_NOON)

    assert [index.listings[hit.place].name for hit in found.hits] == ["Fresh", "Old"]


def test_the_array_of_chances_is_the_function_of_one(index):
    rows = np.arange(len(index.rows))
    many = index.reachable(rows, FRIDAY_NOON)
    one = [
        freshness.reachable(
            index.listings[number].checked, freshness.kind_of(o.offers), FRIDAY_NOON
        )
        for number, o in index.rows
    ]
    assert np.allclose(many, one)


def test_a_moment_before_or_far_after_the_days_unrolled_is_refused(index):
    with pytest.raises(OutOfRange):
        index.calendar.at(datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(OutOfRange):
        index.calendar.at(FRIDAY_NOON + timedelta(days=60))


def test_one_pair_of_years_cannot_tell_a_wrong_start_from_a_fast_decline():
    with pytest.raises(calibration.NotEnoughYears):
        calibration.fit(calibration.observed("address", seen_by=2010))


@pytest.mark.parametrize("field", ["found", "address", "phone"])
def test_what_2012_shows_lies_within_three_points_of_what_was_predicted_before(field):
    curve = calibration.fit(calibration.observed(field, seen_by=2011))
    for seen in calibration.observed(field):
        if seen.first_year + seen.years == 2012:
            assert abs(curve.at(seen.years) - seen.share) < 0.03


def test_the_numbers_in_the_code_are_those_of_the_fit():
    curve = calibration.fit(calibration.observed("found"))
    assert curve.right_at_first == pytest.approx(freshness.LIST_RIGHT_AT_FIRST, abs=1e-4)
    assert curve.per_year == pytest.approx(freshness.LOSS_PER_YEAR, abs=1e-4)
    assert freshness.decayed(Method.LIST, Kind.FIXED, 1) == pytest.approx(curve.at(1), abs=1e-3)
