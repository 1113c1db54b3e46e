"""Weekly patterns: they make the shifts of the weeks ahead."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from beside.accounts.models import User
from beside.kernel import deadlines, house, record
from beside.line.core import weeks
from beside.line.models import Pattern, Shift
from beside.line.rota.services import shifts
from beside.line.rota.services.shifts import AlreadySo

AHEAD = timedelta(days=42)  # shifts stand so far ahead
AGAIN = timedelta(days=1)


@transaction.atomic
def add_pattern(
    *,
    user: User,
    weekday: int,
    starts: time,
    ends: time,
    from_date: date,
    at: datetime,
    by: User | None,
    on_call_only: bool = False,
    until_date: date | None = None,
) -> Pattern:
    """Be there every week at these hours; makes the shifts of the next six weeks.

    Hours at which the person has a shift already are left as they are.
    """
    pattern = Pattern.objects.create(
        user=user, weekday=weekday, starts=starts, ends=ends, on_call_only=on_call_only,
        from_date=from_date, until_date=until_date, filled_until=from_date, fill_at=at,
    )  # fmt: skip
    record.act("line_pattern_added", on=("line.pattern", str(pattern.pk)), by=by, at=at,
               detail={"user": str(user.pk), "weekday": weekday})  # fmt: skip
    _fill(pattern, at)
    return pattern


@transaction.atomic
def fill_pattern(*, pattern_id: int, missed: datetime, at: datetime) -> int:
    """Make the shifts that have come into sight; how many. Raises Overtaken."""
    pattern = Pattern.objects.select_for_update().get(pk=pattern_id)
    if pattern.fill_at != missed:
        raise deadlines.Overtaken(pattern_id)
    made = _fill(pattern, at)
    record.act("line_pattern_filled", on=("line.pattern", str(pattern_id)), at=at,
               detail={"made": made})  # fmt: skip
    return made


@transaction.atomic
def end_pattern(*, pattern_id: int, on: date, by: User, at: datetime) -> Pattern:
    """From that day it makes no shifts, and those it made ahead are cancelled. Raises AlreadySo."""
    pattern = Pattern.objects.select_for_update().get(pk=pattern_id)
    if pattern.fill_at is None:
        raise AlreadySo(pattern_id)
    pattern.until_date = max(on, pattern.from_date)
    pattern.fill_at = None
    pattern.save(update_fields=["until_date", "fill_at"])
    record.act("line_pattern_ended", on=("line.pattern", str(pattern_id)), by=by, at=at)
    for shift in _ahead(pattern, at).filter(cancelled_at=None):
        shifts.cancel_shift(shift_id=shift.pk, by=by, at=at)
    return pattern


@transaction.atomic
def resume_pattern(*, pattern_id: int, by: User, at: datetime) -> Pattern:
    """Take back the end: it goes on, and what the end cancelled stands again. Raises AlreadySo."""
    pattern = Pattern.objects.select_for_update().get(pk=pattern_id)
    if pattern.fill_at is not None:
        raise AlreadySo(pattern_id)
    for shift in _ahead(pattern, at).filter(cancelled_at__isnull=False):
        with suppress(shifts.Overlaps, shifts.NotAShift):
            shifts.restore_shift(shift_id=shift.pk, by=by, at=at)
    pattern.until_date = None
    record.act("line_pattern_resumed", on=("line.pattern", str(pattern_id)), by=by, at=at)
    _fill(pattern, at)
    return pattern


def _ahead(pattern: Pattern, at: datetime) -> QuerySet[Shift]:
    """Its own shifts that still lie ahead on days after its end, and are still its owner's."""
    day = pattern.until_date or house.today(at)
    since = max(at, weeks.at_wall(day, time(), house.zone()))
    return pattern.shifts.filter(user=pattern.user, starts_at__gte=since)


def _fill(pattern: Pattern, at: datetime) -> int:
    here = house.today(at)
    until = here + AHEAD
    if pattern.until_date:
        until = min(until, pattern.until_date)
    made = 0
    for day in weeks.days_on(pattern.weekday, max(pattern.filled_until, here), until):
        made += _one(pattern, day, at)
    pattern.filled_until = max(pattern.filled_until, until)
    ended = pattern.until_date is not None and until >= pattern.until_date
    pattern.fill_at = None if ended else at + AGAIN
    pattern.save(update_fields=["filled_until", "fill_at", "until_date"])
    return made


def _one(pattern: Pattern, day: date, at: datetime) -> int:
    span = weeks.span_on(day, pattern.starts, pattern.ends, house.zone())
    with suppress(shifts.Overlaps, shifts.NotAShift), transaction.atomic():
        shifts.add_shift(
            user=pattern.user, starts_at=span.starts_at, ends_at=span.ends_at, by=None, at=at,
            on_call_only=pattern.on_call_only, pattern=pattern,
        )  # fmt: skip
        return 1
    return 0
