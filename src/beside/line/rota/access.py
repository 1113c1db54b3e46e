"""The only way a view gets a shift, a pattern, a swap or a responder."""

from uuid import UUID

from django.http import Http404

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.line.models import Pattern, Responder, Shift, Swap


class NotYours(Http404):
    """It belongs to somebody else. Says no more than `not here`."""


def supervises(user: User) -> bool:
    return user.has_permission(Permission.SUPERVISE_LINE)


def shift_to_keep(user: User, shift_id: int) -> Shift:
    """Somebody's own shift; a supervisor reaches all. Raises NotYours."""
    found = Shift.objects.select_related("user").filter(pk=shift_id).first()
    if found is None or (found.user_id != user.pk and not supervises(user)):
        raise NotYours
    return found


def shift_to_claim(user: User, shift_id: int) -> Shift:
    """A shift that anybody who answers the line may look at. Raises NotYours."""
    found = Shift.objects.select_related("user").filter(pk=shift_id).first()
    if found is None:
        raise NotYours
    return found


def pattern_to_keep(user: User, pattern_id: int) -> Pattern:
    found = Pattern.objects.select_related("user").filter(pk=pattern_id).first()
    if found is None or (found.user_id != user.pk and not supervises(user)):
        raise NotYours
    return found


def swap_to_answer(user: User, swap_id: int) -> Swap:
    """A swap that was asked of this person, or which they asked for themselves."""
    found = Swap.objects.select_related("mine__user", "theirs__user").filter(pk=swap_id).first()
    if found is None or user.pk not in (found.mine.user_id, found.theirs.user_id):
        raise NotYours
    return found


def responder(responder_id: int) -> Responder:
    """For supervisors, whom the door has let in. Raises NotYours."""
    found = Responder.objects.filter(pk=responder_id).first()
    if found is None:
        raise NotYours
    return found


def operator(user_id: UUID) -> User:
    """Somebody who answers the line. Raises NotYours."""
    found = User.objects.filter(pk=user_id, is_active=True).first()
    if found is None or not found.has_permission(Permission.ANSWER_LINE):
        raise NotYours
    return found
