"""Hours nobody has taken are known, shown and told of, before they come."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from beside.kernel.models import Effect
from beside.line.core import weeks
from beside.line.core.weeks import Span
from beside.line.models import Count, Gap
from beside.line.rota import face, staffing
from beside.line.rota.services import gaps, setting, shifts
from tests import people as folk

AT = datetime(2026, 11, 22, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


def between(start, end, who="a"):
    return Span(AT + start * HOUR, AT + end * HOUR, who)


def test_an_hour_is_as_well_covered_as_its_thinnest_moment():
    assert weeks.there([between(0, 1)], AT) == 1
    assert weeks.there([between(0.5, 2)], AT) == 0  # nobody in its first half
    assert weeks.there([between(-1, 0.5), between(0.5, 2)], AT) == 1  # one hands on to oneself
    assert weeks.there([between(-1, 0.5), between(0.4, 2, "b")], AT) == 1
    assert weeks.there([between(0, 1), between(0, 1)], AT) == 1  # the same person once
    assert weeks.there([between(0, 1), between(-5, 9, "b")], AT) == 2


def test_uncovered_time_is_what_no_shift_touches():
    spans = [between(1, 3), between(2, 4, "b"), between(9, 20)]

    assert weeks.uncovered(spans, AT, AT + 10 * HOUR) == 6 * HOUR
    assert weeks.uncovered([], AT, AT + 2 * HOUR) == 2 * HOUR
    assert weeks.uncovered([between(-9, 99)], AT, AT + 2 * HOUR) == timedelta()


def test_a_clock_that_goes_forward_or_back_makes_a_day_of_23_or_25_hours():
    from datetime import date, time
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("America/New_York")
    for day, many in ((date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 11, 2), 24)):
        start, end = (weeks.at_wall(d, time(), zone) for d in (day, day + timedelta(days=1)))
        assert len(weeks.hours(start, end)) == many


@pytest.mark.django_db
def test_with_nobody_promised_every_hour_of_two_weeks_is_short():
    assert gaps.look_ahead(at=AT) == 336
    assert set(Gap.objects.values_list("there", flat=True)) == {0}


@pytest.mark.django_db
def test_a_promise_closes_its_hours_and_only_those():
    dee = folk.person("line_operator")
    gaps.look_ahead(at=AT)
    shifts.add_shift(user=dee, starts_at=AT + 2 * HOUR, ends_at=AT + 6 * HOUR, by=dee, at=AT)
    gaps.look_ahead(at=AT)

    there = dict(Gap.objects.values_list("starts_at", "there"))
    needed = {gap.starts_at: gap.needed for gap in Gap.objects.all()}
    for n in range(12):
        hour = AT + n * HOUR
        assert there.get(hour, 1) == (1 if 2 <= n < 6 else 0)
        assert hour not in needed or needed[hour] > there[hour]


@pytest.mark.django_db
def test_who_is_on_call_is_not_at_the_console():
    dee = folk.person("line_operator")
    shifts.add_shift(user=dee, starts_at=AT + 2 * HOUR, ends_at=AT + 6 * HOUR, by=dee, at=AT,
                     on_call_only=True)  # fmt: skip
    gaps.look_ahead(at=AT)

    gap = Gap.objects.get(starts_at=AT + 3 * HOUR)
    assert (gap.there, gap.on_call) == (0, 1)


@pytest.mark.django_db
def test_those_who_look_after_the_rota_are_told_once_more_than_a_day_ahead():
    sue, gloria = folk.person("line_supervisor"), folk.person("coordinator")
    folk.person("line_operator")
    gaps.look_ahead(at=AT)
    gaps.look_ahead(at=AT + timedelta(minutes=5))

    told = Effect.objects.filter(kind=gaps.NOTICE)
    assert {each.payload["user"] for each in told} == {str(sue.pk), str(gloria.pk)}
    furthest = Gap.objects.filter(noticed_at__isnull=False).latest("starts_at")
    assert furthest.starts_at >= AT + timedelta(hours=47)
    gaps.look_ahead(at=AT + HOUR)
    assert Effect.objects.filter(kind=gaps.NOTICE).count() == 4  # of the hour that came nearer


@pytest.mark.django_db
def test_a_night_nobody_is_promised_is_no_gap():
    supervisor = folk.person("line_supervisor")
    from beside.line.core.numbers import Numbers

    setting.set_numbers(numbers=Numbers(opens_hour=18, closes_hour=2), by=supervisor, at=AT)
    assert gaps.look_ahead(at=AT) == 14 * 8


@pytest.mark.django_db
def test_the_letter_names_the_hours_in_the_readers_language_and_the_coalitions_time():
    from beside.line.rota.adapters import notices

    sue = folk.person("line_supervisor", name="Sue", language="es")
    gaps.look_ahead(at=AT)
    letter = notices._letter(sue, list(Gap.objects.filter(starts_at__lt=AT + 3 * HOUR)))

    assert "Sue" in letter.text
    assert "10:00" in letter.text  # 15:00 UTC
    assert "13:00" in letter.text
    assert "Domingo" in letter.text


@pytest.mark.django_db
def test_the_banner_stands_for_those_who_look_after_the_rota_alone(monkeypatch):
    monkeypatch.setattr(face.clock, "now", lambda: AT)
    gaps.look_ahead(at=AT)
    request = RequestFactory().get("/en/staff/")
    for role, shown in (("line_supervisor", True), ("coordinator", True), ("line_operator", False)):
        request.user = folk.person(role)
        assert bool(face.hours_nobody_has_taken(request)) is shown

    now = face.hours_nobody_has_taken(_by(request, "coordinator"))
    assert (now.kind, "now, and for 36" in now.words) == ("danger", True)
    Gap.objects.filter(starts_at__lte=AT).delete()
    later = face.hours_nobody_has_taken(_by(request, "coordinator"))
    assert (later.kind, "for 35 of the next 36 hours, first on" in later.words) == ("warn", True)
    Gap.objects.all().delete()
    assert face.hours_nobody_has_taken(_by(request, "coordinator")) is None


def _by(request, role):
    request.user = folk.person(role)
    return request


def test_hours_in_a_row_that_are_short_alike_are_one_stretch():
    found = [Gap(starts_at=AT + n * HOUR, needed=2, there=n == 2, on_call=0) for n in range(5)]
    joined = staffing.stretches([*found, Gap(starts_at=AT + 9 * HOUR, needed=2, there=0)])

    assert [(s.starts_at - AT) / HOUR for s in joined] == [0, 2, 3, 9]
    assert joined[0].ends_at == AT + 2 * HOUR


@pytest.mark.django_db
def test_a_line_that_is_called_more_needs_more():
    few = staffing.staffing(AT)
    for week in range(1, 11):
        for hour in range(24):
            Count.objects.create(
                day=(AT - timedelta(days=7 * week - 3)).date(), hour=hour, way="phone", minutes=30,
                wait_s=15, outcome="safe", was_emergency=False, wanted_operator=True, sessions=6,
            )  # fmt: skip
    many = staffing.staffing(AT)

    assert few.forecast.weeks == 0
    assert many.forecast.weeks == 10
    assert sum(many.needs) > sum(few.needs)
    assert many.handling_minutes > few.handling_minutes
    assert max(many.needs) >= 6  # six calls an hour of over twenty minutes: on those days
