"""Shifts: promised, repeated, given away, claimed, swapped; and everything taken back again."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from beside.kernel import deadlines
from beside.line.models import Pattern, Presence, Shift
from beside.line.rota import queries
from beside.line.rota.services import patterns, people, shifts, swaps
from beside.line.rota.services.shifts import AlreadySo, NotAShift, Overlaps
from tests import people as folk

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 28, 15, tzinfo=UTC)  # a Wednesday, four days before clocks go back
HOUR = timedelta(hours=1)


def operator(name):
    """Somebody who may answer since long."""
    user = folk.person("line_operator", name=name)
    user.roles_held.update(since_at=AT - timedelta(days=30))
    return user


@pytest.fixture
def dee():
    return operator("Dee")


@pytest.fixture
def sam():
    return operator("Sam")


def shift(user, after=2 * HOUR, length=4 * HOUR, **words):
    return shifts.add_shift(
        user=user, starts_at=AT + after, ends_at=AT + after + length, by=user, at=AT, **words
    )


def test_nobody_promises_two_things_at_once(dee):
    first = shift(dee)

    with pytest.raises(Overlaps) as refused:
        shift(dee, after=5 * HOUR)
    assert refused.value.shift_id == first.pk
    shift(dee, after=6 * HOUR)  # right after is no overlap


@pytest.mark.parametrize(
    ("after", "length", "why"),
    [
        (-9 * HOUR, 4 * HOUR, "past"), (HOUR, HOUR / 6, "short"),
        (HOUR, 25 * HOUR, "long"), (timedelta(days=500), HOUR, "far"),
    ],
)  # fmt: skip
def test_what_is_no_shift_is_refused_with_a_reason(dee, after, length, why):
    with pytest.raises(NotAShift) as refused:
        shift(dee, after, length)
    assert refused.value.why == why


def test_the_database_itself_refuses_a_shift_that_ends_before_it_starts(dee):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(user=dee, starts_at=AT, ends_at=AT - HOUR)


def test_a_cancelled_shift_can_be_restored_unless_the_hours_are_taken(dee):
    first = shift(dee)
    shifts.cancel_shift(shift_id=first.pk, by=dee, at=AT)
    with pytest.raises(AlreadySo):
        shifts.cancel_shift(shift_id=first.pk, by=dee, at=AT)
    shifts.restore_shift(shift_id=first.pk, by=dee, at=AT)
    assert queries.on_shift_at(AT + 3 * HOUR) == [dee]

    shifts.cancel_shift(shift_id=first.pk, by=dee, at=AT)
    shift(dee)
    with pytest.raises(Overlaps):
        shifts.restore_shift(shift_id=first.pk, by=dee, at=AT)


def test_an_offered_shift_stays_whose_it_is_until_somebody_claims_it(dee, sam):
    given = shift(dee)
    shifts.offer_shift(shift_id=given.pk, by=dee, at=AT)
    assert queries.on_shift_at(AT + 3 * HOUR) == [dee]
    assert list(queries.offered_shifts(AT, but=sam)) == [given]

    shifts.claim_shift(shift_id=given.pk, by=sam, at=AT)
    assert queries.on_shift_at(AT + 3 * HOUR) == [sam]
    with pytest.raises(AlreadySo):  # somebody was quicker
        shifts.claim_shift(shift_id=given.pk, by=folk.person("line_operator"), at=AT)

    shifts.hand_back(shift_id=given.pk, by=sam, at=AT)
    given.refresh_from_db()
    assert (given.user, given.offered_at, given.given_by) == (dee, AT, None)


def test_a_claim_that_would_overlap_is_refused(dee, sam):
    given = shift(dee)
    shifts.offer_shift(shift_id=given.pk, by=dee, at=AT)
    shift(sam, after=HOUR)
    with pytest.raises(Overlaps):
        shifts.claim_shift(shift_id=given.pk, by=sam, at=AT)


def test_two_shifts_change_over_and_back(dee, sam):
    mine, theirs = shift(dee), shift(sam, after=30 * HOUR)
    swap = swaps.ask_swap(mine_id=mine.pk, theirs_id=theirs.pk, by=dee, at=AT)
    with pytest.raises(AlreadySo):
        swaps.ask_swap(mine_id=mine.pk, theirs_id=theirs.pk, by=dee, at=AT)
    swaps.agree(swap_id=swap.pk, by=sam, at=AT)
    assert queries.on_shift_at(AT + 3 * HOUR) == [sam]
    assert queries.on_shift_at(AT + 31 * HOUR) == [dee]

    swaps.undo_agreement(swap_id=swap.pk, by=sam, at=AT)
    assert queries.on_shift_at(AT + 3 * HOUR) == [dee]
    assert list(queries.swaps_for(sam, AT)) == [swap]
    swaps.decline(swap_id=swap.pk, by=sam, at=AT)
    assert not queries.swaps_for(sam, AT)


def test_a_swap_of_overlapping_shifts_is_possible_because_both_are_given_up(dee, sam):
    mine, theirs = shift(dee), shift(sam, after=3 * HOUR)
    swap = swaps.ask_swap(mine_id=mine.pk, theirs_id=theirs.pk, by=dee, at=AT)
    swaps.agree(swap_id=swap.pk, by=sam, at=AT)

    mine.refresh_from_db()
    assert mine.user == sam


def test_a_shift_cannot_be_swapped_with_oneself_or_when_it_is_over(dee, sam):
    with pytest.raises(swaps.NotASwap):
        swaps.ask_swap(
            mine_id=shift(dee).pk, theirs_id=shift(dee, after=9 * HOUR).pk, by=dee, at=AT
        )
    mine, theirs = shift(sam), shift(dee, after=30 * HOUR)
    with pytest.raises(swaps.NotASwap):
        swaps.ask_swap(mine_id=mine.pk, theirs_id=theirs.pk, by=sam, at=AT + 20 * HOUR)


def weekly(user, weekday=5, starts=time(22), ends=time(6), first=AT.date()):  # noqa: B008
    return patterns.add_pattern(
        user=user, weekday=weekday, starts=starts, ends=ends, from_date=first, by=user, at=AT
    )


def test_a_weekly_pattern_stands_six_weeks_ahead_by_the_clock_on_the_wall(dee):
    """Saturdays 22:00 to 6:00 in New York: the first night has an hour more, clocks go back."""
    weekly(dee)
    made = list(Shift.objects.values_list("starts_at", "ends_at"))

    assert len(made) == 6
    assert made[0] == (datetime(2026, 11, 1, 2, tzinfo=UTC), datetime(2026, 11, 1, 11, tzinfo=UTC))
    assert made[1] == (datetime(2026, 11, 8, 3, tzinfo=UTC), datetime(2026, 11, 8, 11, tzinfo=UTC))


def test_a_day_later_the_next_shift_comes_into_sight_and_none_twice(dee):
    pattern = weekly(dee)
    for day in range(1, 15):
        at = pattern.fill_at
        patterns.fill_pattern(pattern_id=pattern.pk, missed=at, at=AT + timedelta(days=day))
        pattern.refresh_from_db()

    assert Shift.objects.count() == 8
    with pytest.raises(deadlines.Overtaken):
        patterns.fill_pattern(pattern_id=pattern.pk, missed=at, at=AT + timedelta(days=15))


def test_a_shift_that_was_cancelled_is_not_made_again(dee):
    pattern = weekly(dee)
    first = Shift.objects.first()
    shifts.cancel_shift(shift_id=first.pk, by=dee, at=AT)
    patterns.fill_pattern(pattern_id=pattern.pk, missed=pattern.fill_at, at=AT + timedelta(days=1))

    assert Shift.objects.filter(cancelled_at=None).count() == 5


def test_a_pattern_leaves_hours_that_are_promised_already(dee):
    starts = datetime(2026, 11, 1, 1, tzinfo=UTC)
    shifts.add_shift(user=dee, starts_at=starts, ends_at=starts + 3 * HOUR, by=dee, at=AT)
    weekly(dee)

    assert Shift.objects.filter(pattern__isnull=False).count() == 5


def test_a_pattern_that_ended_takes_its_shifts_along_and_can_go_on(dee, sam):
    pattern = weekly(dee)
    claimed = Shift.objects.first()
    shifts.offer_shift(shift_id=claimed.pk, by=dee, at=AT)
    shifts.claim_shift(shift_id=claimed.pk, by=sam, at=AT)

    patterns.end_pattern(pattern_id=pattern.pk, on=AT.date(), by=dee, at=AT)
    assert list(Shift.objects.filter(cancelled_at=None)) == [claimed]  # what was claimed stands
    assert not Pattern.objects.filter(fill_at__isnull=False).exists()

    patterns.resume_pattern(pattern_id=pattern.pk, by=dee, at=AT)
    assert Shift.objects.filter(cancelled_at=None).count() == 6


def test_whom_to_ring_first_those_on_call_then_those_who_promised_and_are_not_there(dee, sam):
    here, away = operator("Ann"), operator("Zoe")
    shift(dee, on_call_only=True)
    for user in (sam, here, away):
        shift(user)
    for user in (dee, sam):
        people.set_my_number(number="606 555 0147", by=user, at=AT)
    at = AT + 3 * HOUR
    Presence.objects.create(user=here, since_at=AT, seen_at=at, deadline_at=at)

    assert queries.on_call_at(at) == [dee, sam, away]
    assert queries.on_shift_at(at) == [sam, here, away]


def test_somebody_who_may_no_longer_answer_is_not_rung(dee):
    shift(dee, on_call_only=True)
    dee.roles_held.update(until_at=AT)

    assert queries.on_call_at(AT + 3 * HOUR) == []


def test_a_number_is_sealed_and_nowhere_in_the_rows(dee):
    people.set_my_number(number="(606) 555-0147", by=dee, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT o::text FROM line_operator o")
        written = str(cursor.fetchall())

    assert "5550147" not in written
    people.forget_my_number(by=dee, at=AT)
    with pytest.raises(AlreadySo):
        people.forget_my_number(by=dee, at=AT)


@pytest.mark.parametrize("number", ["911", "112", "+1911", "1-911-555-0100", "12", "988"])
def test_no_emergency_number_is_anybodys_phone(dee, number):
    with pytest.raises(people.NotUsable):
        people.set_my_number(number=number, by=dee, at=AT)


def test_days_of_a_week_are_found_from_any_day():
    from beside.line.core import weeks

    found = list(weeks.days_on(0, date(2026, 11, 1), date(2026, 11, 17)))
    assert found == [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]
