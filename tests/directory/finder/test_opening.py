"""When a place is open: seasons, holidays, midnight, clock changes, and not knowing."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beside.directory.core import opening
from beside.directory.core.opening import Closed, Hours, Open, Rule, Unknown
from beside.directory.core.recurrence import ByDay, Recurrence, falls_on
from beside.directory.core.schedules import UnreadableSchedule, read_byday

EAST = "America/New_York"
ZONE = ZoneInfo(EAST)
WEEKDAYS = tuple(ByDay(day) for day in range(5))


def weekly(days: tuple[ByDay, ...], opens: time, closes: time, **more: object) -> Rule:
    return Rule(opens, closes, Recurrence(freq="WEEKLY", byday=days), **more)  # type: ignore[arg-type]


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc, arg-type]


OFFICE = Hours((weekly(WEEKDAYS, time(9), time(17)),), EAST)


def test_open_on_a_weekday_until_it_closes():
    assert opening.state_at(OFFICE, local(2026, 11, 20, 12)) == Open(local(2026, 11, 20, 17))


def test_at_the_minute_of_closing_it_is_closed_and_opens_on_monday():
    assert opening.state_at(OFFICE, local(2026, 11, 20, 17)) == Closed(local(2026, 11, 23, 9))


def test_no_schedule_at_all_is_unknown_not_closed():
    assert opening.state_at(Hours((), EAST), local(2026, 11, 20, 12)) == Unknown()


def test_a_day_told_in_words_only_is_unknown_that_day_and_known_on_others():
    words = Rule(recurrence=Recurrence(freq="WEEKLY", byday=(ByDay(5),)))
    hours = Hours((*OFFICE.rules, words), EAST)
    assert opening.state_at(hours, local(2026, 11, 21, 12)) == Unknown()
    assert opening.state_at(hours, local(2026, 11, 22, 12)) == Closed(local(2026, 11, 23, 9))


def test_a_bar_open_past_midnight_is_still_open_at_one():
    bar = Hours((weekly((ByDay(5),), time(20), time(2)),), EAST)
    assert opening.state_at(bar, local(2026, 11, 22, 1)) == Open(local(2026, 11, 22, 2))
    assert isinstance(opening.state_at(bar, local(2026, 11, 22, 3)), Closed)


def test_day_and_night_has_no_closing_time():
    always = Hours((Rule(time(0), time(0)),), EAST)
    assert opening.state_at(always, local(2026, 11, 20, 3)) == Open(None)
    assert opening.state_at(
        Hours((Rule(time(0), time(23, 59)),), EAST), local(2026, 11, 20, 23, 59, 30)
    ) == Open(None)


def test_a_holiday_closes_the_door_whatever_the_regular_hours_say():
    thanksgiving = Rule(valid_from=date(2026, 11, 26), valid_to=date(2026, 11, 27), exception=True)
    hours = Hours((*OFFICE.rules, thanksgiving), EAST)
    assert opening.state_at(hours, local(2026, 11, 26, 12)) == Closed(local(2026, 11, 30, 9))


def test_a_short_validity_is_an_exception_even_when_nobody_marked_it():
    eve = Rule(time(9), time(12), valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 24))
    hours = Hours((*OFFICE.rules, eve), EAST)
    assert opening.state_at(hours, local(2026, 12, 24, 10)) == Open(local(2026, 12, 24, 12))


def test_summer_hours_replace_the_regular_hours_in_summer_only():
    season = {"valid_from": date(2026, 6, 1), "valid_to": date(2026, 8, 31)}
    summer = weekly((ByDay(0), ByDay(1)), time(8), time(14), **season)
    hours = Hours((*OFFICE.rules, summer), EAST)
    assert opening.state_at(hours, local(2026, 7, 6, 15)) == Closed(local(2026, 7, 7, 8))
    assert opening.state_at(hours, local(2026, 7, 8, 12)) == Closed(local(2026, 7, 13, 8))
    assert opening.state_at(hours, local(2026, 9, 2, 12)) == Open(local(2026, 9, 2, 17))


def test_hours_that_ran_out_are_unknown_and_hours_that_begin_later_are_closed_until_then():
    past = weekly(WEEKDAYS, time(9), time(17), valid_to=date(2020, 12, 31))
    coming = weekly(WEEKDAYS, time(9), time(17), valid_from=date(2026, 12, 1))
    friday = local(2026, 11, 20, 12)
    assert opening.state_at(Hours((past,), EAST), friday) == Unknown()
    assert opening.state_at(Hours((coming,), EAST), friday) == Closed(local(2026, 12, 1, 9))


def test_first_and_last_weekday_of_the_month():
    rule = Recurrence(freq="MONTHLY", byday=(ByDay(1, 1), ByDay(4, -1)))
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(30)]
    assert [day.day for day in days if falls_on(rule, day)] == [3, 27]


def test_the_last_day_of_the_month_in_a_leap_february():
    rule = Recurrence(freq="MONTHLY", bymonthday=(-1,))
    assert falls_on(rule, date(2028, 2, 29))
    assert not falls_on(rule, date(2028, 2, 28))


def test_every_second_week_counts_from_the_start_and_from_the_day_weeks_begin():
    rule = Recurrence("WEEKLY", (ByDay(6),), interval=2, dtstart=date(2026, 11, 4))
    sunday_first = Recurrence(
        "WEEKLY", (ByDay(6),), interval=2, dtstart=date(2026, 11, 4), week_starts=6
    )
    assert falls_on(rule, date(2026, 11, 8))
    assert not falls_on(sunday_first, date(2026, 11, 8))
    assert falls_on(sunday_first, date(2026, 11, 15))


def test_a_count_ends_the_series():
    rule = Recurrence("WEEKLY", (ByDay(0),), dtstart=date(2026, 11, 2), count=2)
    assert [falls_on(rule, date(2026, 11, day)) for day in (2, 9, 16)] == [True, True, False]


@pytest.mark.parametrize(
    ("night", "hours_open"),
    [(date(2026, 3, 7), 7), (date(2026, 6, 6), 8), (date(2026, 10, 31), 9)],
)
def test_a_night_shelter_is_open_an_hour_less_in_spring_and_an_hour_more_in_autumn(
    night, hours_open
):
    shelter = Hours((weekly((ByDay(5),), time(22), time(6)),), EAST)
    ((start, end),) = opening.open_spans(shelter, night, 1)
    assert end - start == timedelta(hours=hours_open)


def test_an_opening_inside_the_hour_that_spring_skips_does_not_happen():
    odd = Hours((weekly((ByDay(6),), time(2, 15), time(2, 45)),), EAST)
    ((start, end),) = opening.open_spans(odd, date(2026, 3, 8), 1)
    assert start.astimezone(ZONE).time() == time(3, 15)
    gap = Hours((weekly((ByDay(6),), time(2, 30), time(3)),), EAST)
    assert opening.open_spans(gap, date(2026, 3, 8), 1) == []
    assert end - start == timedelta(minutes=30)


def test_a_time_with_its_own_offset_is_taken_at_its_word():
    clinic = Hours((Rule(time(14, tzinfo=UTC), time(20, tzinfo=UTC)),), EAST)
    assert opening.state_at(clinic, local(2026, 11, 20, 9)) == Open(local(2026, 11, 20, 15))


def test_a_byday_nobody_knows_is_refused():
    with pytest.raises(UnreadableSchedule):
        read_byday("MO,XX")


hours_of_any_kind = st.builds(
    lambda days, opens, closes, zone: Hours(
        (weekly(tuple(ByDay(day) for day in days), time(opens), time(closes)),), zone
    ),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 23),
    st.integers(0, 23),
    st.sampled_from([EAST, "America/Chicago", "America/Phoenix", "Pacific/Honolulu", "UTC"]),
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(hours_of_any_kind, instants)
def test_the_next_change_told_is_true(hours, at):
    state = opening.state_at(hours, at)
    if isinstance(state, Open) and state.until:
        assert state.until > at
        assert isinstance(opening.state_at(hours, state.until), Closed)
        assert isinstance(opening.state_at(hours, state.until - timedelta(seconds=1)), Open)
    if isinstance(state, Closed) and state.opens:
        assert state.opens > at
        assert isinstance(opening.state_at(hours, state.opens), Open)
        assert isinstance(opening.state_at(hours, state.opens - timedelta(seconds=1)), Closed)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(hours_of_any_kind, st.dates(date(2026, 1, 1), date(2027, 12, 1)))
def test_spans_never_touch_and_keep_their_order(hours, first):
    spans = opening.open_spans(hours, first, 20)
    assert all(start < end for start, end in spans)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))
