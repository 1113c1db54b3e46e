"""What is due next in the line, for who answers it and for who looks after it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design import due
from beside.design.due import Due
from beside.kernel import clock
from beside.line import queries
from beside.line.dispatch import lookup
from beside.line.models import FollowUp, Psap, Relay, Shift

SHIFT_AHEAD = timedelta(days=7)
FOLLOW_UP_AHEAD = timedelta(days=2)


def register() -> None:
    due.register("line", in_the_line)


def in_the_line(request: HttpRequest) -> Iterator[Due]:
    user, at = request.user, clock.now()
    if not isinstance(user, User):
        return
    if user.has_permission(Permission.ANSWER_LINE):
        yield from _people()
        yield from _follow_ups(user, at)
        yield from _shift(user, at)
    if user.has_permission(Permission.SUPERVISE_LINE):
        yield from _numbers(at)


def _people() -> Iterator[Due]:
    if waiting := queries.waiting().filter(is_practice=False).count():
        words = ngettext("%(n)d person waits for somebody.", "%(n)d people wait for somebody.",
                         waiting)  # fmt: skip
        yield Due(words % {"n": waiting}, reverse("line:console"), is_now=True)


def _follow_ups(user: User, at: datetime) -> Iterator[Due]:
    """Their own, and those that are nobody's."""
    open_ones = FollowUp.objects.filter(Q(operator=user) | Q(operator=None), done_at=None)
    if first := open_ones.filter(due_at__lt=at + FOLLOW_UP_AHEAD).order_by("due_at").first():
        words = _("After an emergency: call the person, or sit down with the operator.")
        yield Due(words, reverse("line:follow_ups"), first.due_at, is_now=first.due_at < at)


def _shift(user: User, at: datetime) -> Iterator[Due]:
    ahead = Shift.objects.filter(user=user, cancelled_at=None, ends_at__gt=at)
    if shift := ahead.filter(starts_at__lt=at + SHIFT_AHEAD).order_by("starts_at").first():
        words = _("Your shift: you are rung.") if shift.on_call_only else _("Your shift.")
        yield Due(words, reverse("line:my_shifts"), shift.starts_at)


def _numbers(at: datetime) -> Iterator[Due]:
    """Whom nobody could call tonight: no relay, no table, numbers nobody has tested."""
    if not Relay.objects.exists():
        yield Due(_("No relay is set: name the one under contract."), reverse("line:relay"))
    tested = Psap.objects.filter(is_test_mode=False).values_list("last_tested_at", flat=True)
    untested = sum(lookup.is_stale(each, at) for each in tested)
    if not tested:
        yield Due(_("No emergency center is in the table yet."), reverse("line:centers"))
    elif untested:
        words = ngettext("%(n)d emergency center’s number must be tested.",
                         "%(n)d emergency centers’ numbers must be tested.", untested)  # fmt: skip
        yield Due(words % {"n": untested}, reverse("line:centers"))
