"""Reads of the rota. What is promised here; who is truly at the console is Presence."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Count as CountRows
from django.db.models import Min, Q, QuerySet, Sum

from beside.accounts.core import roles
from beside.accounts.core.roles import Permission
from beside.accounts.models import RoleHeld, User
from beside.line.core.weeks import Span
from beside.line.models import Count, Elsewhere, Gap, Operator, Pattern, Presence, Shift, Swap


def shifts_between(start: datetime, end: datetime) -> QuerySet[Shift]:
    """Every shift that stands and touches [start, end), the earliest first."""
    return Shift.objects.filter(
        cancelled_at=None, starts_at__lt=end, ends_at__gt=start
    ).select_related("user")


def on_shift_at(at: datetime) -> list[User]:
    """Who has promised to be at the console at this moment, by the time their shift began.

    A promise only: ask Presence who is there. Somebody whose account was closed, or who may
    no longer answer the line, is left out.
    """
    return _promised(at, on_call_only=False)


def on_call_at(at: datetime) -> list[User]:
    """Whom to ring at this moment when nobody at the console answers, in this order.

    First those on the rota as on call, then those who said so at their console (a presence
    with `on_call_only`), then those who have promised to be at the console and are not there.
    Their numbers are sealed: `Operator.number_id`; somebody without one comes last of all.
    """
    present = Presence.objects.filter(until_at=None).select_related("user")
    here = {p.user_id for p in present if not p.on_call_only}
    ready = [p.user for p in present if p.on_call_only and p.user.is_active]
    asked = [*_promised(at, on_call_only=True), *ready]
    asked += [user for user in _promised(at, on_call_only=False) if user.pk not in here]
    once = {user.pk: user for user in asked if user.pk not in here}
    numbered = set(
        Operator.objects.filter(pk__in=once, number_id__isnull=False).values_list("pk", flat=True)
    )
    return sorted(once.values(), key=lambda user: user.pk not in numbered)


def _promised(at: datetime, *, on_call_only: bool) -> list[User]:
    found = shifts_between(at, at + timedelta(microseconds=1)).filter(
        on_call_only=on_call_only, user__in=operators(at)
    )
    return [shift.user for shift in found.order_by("starts_at", "id")]


def operators(at: datetime) -> QuerySet[User]:
    """Everybody who may answer the line, by name."""
    slugs = [role.slug for role in roles.roles_with(Permission.ANSWER_LINE)]
    held = RoleHeld.objects.current(at).filter(role__in=slugs)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "email")


def looking_after_the_rota(at: datetime) -> QuerySet[User]:
    """Line supervisors and coordinators: who is told of a gap."""
    slugs = [role.slug for role in roles.roles_with(Permission.SUPERVISE_LINE)]
    held = RoleHeld.objects.current(at).filter(role__in=[*slugs, "coordinator"])
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")


def spans(start: datetime, end: datetime, *, on_call_only: bool = False) -> list[Span]:
    """The promises in [start, end) as the arithmetic takes them."""
    found = shifts_between(start, end).filter(on_call_only=on_call_only)
    return [Span(s.starts_at, s.ends_at, s.user_id) for s in found]


def presence_spans(start: datetime, end: datetime) -> list[Span]:
    """Who was truly at a console in [start, end); somebody still there is until their last beat."""
    found = Presence.objects.filter(Q(until_at=None) | Q(until_at__gt=start), since_at__lt=end)
    return [
        Span(p.since_at, p.until_at or p.seen_at, p.user_id)
        for p in found.filter(on_call_only=False)
    ]


def began_at(at: datetime) -> datetime:
    """When the line began: somebody was first promised, or first there; `at` if nobody ever was."""
    promised = Shift.objects.filter(cancelled_at=None).aggregate(first=Min("starts_at"))["first"]
    there = Presence.objects.aggregate(first=Min("since_at"))["first"]
    return min(promised or at, there or at, at)


def calls_by_hour(since: date, until: date) -> Mapping[tuple[date, int], int]:
    """Sessions that wanted a person, by day and hour, days in [since, until)."""
    rows = Count.objects.filter(day__gte=since, day__lt=until, wanted_operator=True)
    found = rows.values_list("day", "hour").annotate(n=Sum("sessions")).order_by()
    return {(day, hour): n for day, hour, n in found}


def calls_by_length(since: date, until: date) -> Mapping[int, int]:
    """Sessions a person answered, by band of minutes."""
    rows = Count.objects.filter(day__gte=since, day__lt=until, wait_s__isnull=False)
    return dict(rows.values_list("minutes").annotate(n=Sum("sessions")).order_by())


def coming_shifts(user: User, at: datetime) -> QuerySet[Shift]:
    """Somebody's shifts that are not over, the next first; swaps asked are counted."""
    waits = CountRows("swaps_asked", filter=Q(swaps_asked__answered_at=None))
    own = Shift.objects.filter(user=user, cancelled_at=None, ends_at__gt=at)
    return own.select_related("given_by", "pattern").annotate(asked=waits)


def offered_shifts(at: datetime, *, but: User | None = None) -> QuerySet[Shift]:
    """Shifts that wait for somebody to claim them."""
    found = Shift.objects.filter(cancelled_at=None, offered_at__isnull=False, ends_at__gt=at)
    return (found.exclude(user=but) if but else found).select_related("user")


def patterns_of(user: User) -> QuerySet[Pattern]:
    """The weeks somebody repeats."""
    return Pattern.objects.filter(user=user).exclude(fill_at=None).order_by("weekday", "starts")


def swaps_for(user: User, at: datetime) -> QuerySet[Swap]:
    """Questions that wait for this person's answer, or that they asked."""
    open_ones = Swap.objects.filter(answered_at=None, mine__ends_at__gt=at, theirs__ends_at__gt=at)
    return open_ones.filter(Q(mine__user=user) | Q(theirs__user=user)).select_related(
        "mine__user", "theirs__user"
    )


def coming_gaps(at: datetime, within: timedelta) -> QuerySet[Gap]:
    """Hours ahead, as the last look found them."""
    return Gap.objects.filter(starts_at__gt=at - timedelta(hours=1), starts_at__lt=at + within)


def elsewhere(kind: str) -> QuerySet[Elsewhere]:
    """Numbers of other organizations that are in use, in order."""
    return Elsewhere.objects.filter(kind=kind, is_active=True)
