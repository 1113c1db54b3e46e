"""Swaps: your shift for mine."""

from datetime import datetime

from django.db import IntegrityError, transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.line.jobs import look_for_gaps
from beside.line.models import Shift, Swap
from beside.line.rota.overlaps import free
from beside.line.rota.services.shifts import AlreadySo


class NotASwap(ValueError):
    """Both shifts must stand, lie ahead, and belong to different people."""


@transaction.atomic
def ask_swap(*, mine_id: int, theirs_id: int, by: User, at: datetime) -> Swap:
    """Ask a colleague to change with oneself. Raises NotASwap, AlreadySo (asked already)."""
    mine, theirs = _two(mine_id, theirs_id, at)
    try:
        with transaction.atomic():
            swap = Swap.objects.create(mine=mine, theirs=theirs, asked_at=at)
    except IntegrityError:
        raise AlreadySo(mine_id) from None
    _record("line_swap_asked", swap, by, at)
    return swap


@transaction.atomic
def agree(*, swap_id: int, by: User, at: datetime) -> Swap:
    """Change the two shifts over. Raises AlreadySo, NotASwap, Overlaps."""
    swap = _answered(swap_id, at, is_agreed=True)
    _change_over(swap, at)
    _record("line_swap_agreed", swap, by, at)
    return swap


@transaction.atomic
def decline(*, swap_id: int, by: User, at: datetime) -> Swap:
    """Say no, or take the question back. Raises AlreadySo."""
    swap = _answered(swap_id, at, is_agreed=False)
    _record("line_swap_declined", swap, by, at)
    return swap


@transaction.atomic
def undo_agreement(*, swap_id: int, by: User, at: datetime) -> Swap:
    """Change the two shifts back, and ask again. Raises AlreadySo, NotASwap, Overlaps."""
    asked = Swap.objects.filter(pk=swap_id, is_agreed=True)
    if not asked.update(is_agreed=None, answered_at=None):
        raise AlreadySo(swap_id)
    swap = Swap.objects.get(pk=swap_id)
    _change_over(swap, at)
    _record("line_swap_undone", swap, by, at)
    return swap


def _two(mine_id: int, theirs_id: int, at: datetime) -> tuple[Shift, Shift]:
    locked = Shift.objects.select_for_update(of=("self",)).select_related("user").order_by("pk")
    found = {shift.pk: shift for shift in locked.filter(pk__in=[mine_id, theirs_id])}
    if len(found) != 2:
        raise NotASwap
    mine, theirs = found[mine_id], found[theirs_id]
    over = any(shift.cancelled_at or shift.ends_at <= at for shift in (mine, theirs))
    if over or mine.user_id == theirs.user_id:
        raise NotASwap
    return mine, theirs


def _answered(swap_id: int, at: datetime, *, is_agreed: bool) -> Swap:
    asked = Swap.objects.filter(pk=swap_id, answered_at=None)
    if not asked.update(answered_at=at, is_agreed=is_agreed):
        raise AlreadySo(swap_id)
    return Swap.objects.get(pk=swap_id)


def _change_over(swap: Swap, at: datetime) -> None:
    mine, theirs = _two(swap.mine_id, swap.theirs_id, at)
    free(mine.user, theirs.starts_at, theirs.ends_at, mine.pk)
    free(theirs.user, mine.starts_at, mine.ends_at, theirs.pk)
    Shift.objects.filter(pk=mine.pk).update(user=theirs.user, offered_at=None)
    Shift.objects.filter(pk=theirs.pk).update(user=mine.user, offered_at=None)
    look_for_gaps.defer()


def _record(verb: str, swap: Swap, by: User, at: datetime) -> None:
    record.act(verb, on=("line.swap", str(swap.pk)), by=by, at=at,
               detail={"mine": swap.mine_id, "theirs": swap.theirs_id})  # fmt: skip
