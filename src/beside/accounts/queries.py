"""Reads about who may do what."""

from datetime import datetime

from beside.accounts.core import roles
from beside.accounts.models import RoleHeld, User


def roles_of(user: User, at: datetime) -> list[str]:
    """Slugs of the house-wide roles `user` holds at `at`."""
    held = RoleHeld.objects.current(at).filter(user=user)
    return sorted(held.values_list("role", flat=True))


def permissions_of(user: User, at: datetime) -> frozenset[roles.Permission]:
    """What `user` may do everywhere in the house. Nothing, once deactivated."""
    return roles.permissions(roles_of(user, at)) if user.is_active else frozenset()
