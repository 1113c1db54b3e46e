"""Shifts: added, cancelled, given away, claimed; each can be taken back."""

from datetime import datetime, timedelta

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.line.jobs import look_for_gaps
from beside.line.models import Pattern, Shift
from beside.line.rota.overlaps import Overlaps, free

__all__ = [
    "AlreadySo", "NotAShift", "Overlaps", "add_shift", "cancel_shift", "claim_shift",
    "hand_back", "keep_shift", "offer_shift", "restore_shift",
]  # fmt: skip

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=24)
FURTHEST = timedelta(days=400)


class NotAShift(ValueError):
    """It ends before it starts, is shorter than a quarter of an hour or longer than a day, or far.

    `why` is past, short, long or far.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class AlreadySo(ValueError):
    """It is so already, or somebody was quicker."""


@transaction.atomic
def add_shift(
    *,
    user: User,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
    by: User | None,
    on_call_only: bool = False,
    note: str = "",
    pattern: Pattern | None = None,
) -> Shift:
    """Promise to be there. Raises NotAShift, Overlaps."""
    _check(starts_at, ends_at, at)
    free(user, starts_at, ends_at)
    shift = Shift.objects.create(
        user=user, starts_at=starts_at, ends_at=ends_at, on_call_only=on_call_only,
        note=note, pattern=pattern,
    )  # fmt: skip
    _kept("line_shift_added", shift, by, at)
    return shift


@transaction.atomic
def cancel_shift(*, shift_id: int, by: User, at: datetime) -> Shift:
    """Nobody is there after all. Raises AlreadySo."""
    return _turn(shift_id, "line_shift_cancelled", by, at, {"cancelled_at": None},
                 cancelled_at=at)  # fmt: skip


@transaction.atomic
def restore_shift(*, shift_id: int, by: User, at: datetime) -> Shift:
    """Take back a cancellation. Raises AlreadySo, Overlaps, NotAShift (it is over)."""
    shift = Shift.objects.select_related("user").get(pk=shift_id)
    _check(shift.starts_at, shift.ends_at, at)
    free(shift.user, shift.starts_at, shift.ends_at)
    return _turn(shift_id, "line_shift_restored", by, at, {"cancelled_at__isnull": False},
                 cancelled_at=None)  # fmt: skip


@transaction.atomic
def offer_shift(*, shift_id: int, by: User, at: datetime) -> Shift:
    """Give it away to whoever claims it; until then it stays whose it is. Raises AlreadySo."""
    return _turn(shift_id, "line_shift_offered", by, at,
                 {"cancelled_at": None, "offered_at": None, "ends_at__gt": at},
                 offered_at=at)  # fmt: skip


@transaction.atomic
def keep_shift(*, shift_id: int, by: User, at: datetime) -> Shift:
    """Take back an offer that nobody claimed yet. Raises AlreadySo."""
    return _turn(shift_id, "line_shift_kept", by, at, {"offered_at__isnull": False},
                 offered_at=None)  # fmt: skip


@transaction.atomic
def claim_shift(*, shift_id: int, by: User, at: datetime) -> Shift:
    """Take a shift that was offered. Raises AlreadySo when somebody was quicker, Overlaps."""
    shift = Shift.objects.get(pk=shift_id)
    free(by, shift.starts_at, shift.ends_at)
    return _turn(
        shift_id, "line_shift_claimed", by, at,
        {"cancelled_at": None, "offered_at__isnull": False, "ends_at__gt": at},
        user=by, given_by=shift.user, offered_at=None,
    )  # fmt: skip


@transaction.atomic
def hand_back(*, shift_id: int, by: User, at: datetime) -> Shift:
    """Take back a claim: it is its former owner's again, and offered again."""
    shift = Shift.objects.select_related("given_by").get(pk=shift_id)
    if shift.given_by is None:
        raise AlreadySo
    free(shift.given_by, shift.starts_at, shift.ends_at)
    return _turn(
        shift_id, "line_shift_handed_back", by, at, {"cancelled_at": None, "user": shift.user},
        user=shift.given_by, given_by=None, offered_at=at,
    )  # fmt: skip


def _check(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= at:
        raise NotAShift("past")
    if ends_at - starts_at < SHORTEST:
        raise NotAShift("short")
    if ends_at - starts_at > LONGEST:
        raise NotAShift("long")
    if starts_at - at > FURTHEST:
        raise NotAShift("far")


def _turn(
    shift_id: int, verb: str, by: User, at: datetime, where: dict[str, object], **changes: object
) -> Shift:
    """Change a shift only from the state it must be in."""
    if not Shift.objects.filter(pk=shift_id, **where).update(**changes):
        raise AlreadySo(shift_id)
    shift = Shift.objects.select_related("user").get(pk=shift_id)
    _kept(verb, shift, by, at)
    return shift


def _kept(verb: str, shift: Shift, by: User | None, at: datetime) -> None:
    detail = {"user": str(shift.user_id), "from": shift.starts_at.isoformat()}
    record.act(verb, on=("line.shift", str(shift.pk)), by=by, at=at, detail=detail)
    look_for_gaps.defer()
