"""Reads about people, what they may do, and how they come in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet

from beside.accounts.core import roles
from beside.accounts.core.sittings import Limits
from beside.accounts.digests import SALT_LIVES, digest
from beside.accounts.models import Invitation, RoleHeld, Salt, Sitting, Slips, User


def roles_of(user: User, at: datetime) -> list[str]:
    """Slugs of the house-wide roles `user` holds at `at`."""
    held = RoleHeld.objects.current(at).filter(user=user)
    return sorted(held.values_list("role", flat=True))


def permissions_of(user: User, at: datetime) -> frozenset[roles.Permission]:
    """What `user` may do everywhere in the house. Nothing, once deactivated."""
    return roles.permissions(roles_of(user, at)) if user.is_active else frozenset()


def wait_of(name: str, at: datetime) -> timedelta:
    """How long this name must still wait before its next attempt."""
    salt = Salt.objects.filter(made_at__gt=at - SALT_LIVES).order_by("-made_at").first()
    if salt is None:
        return timedelta(0)
    until = (
        Slips.objects.filter(salt=salt, digest=digest(salt, name), wait_until_at__gt=at)
        .values_list("wait_until_at", flat=True)
        .first()
    )
    return until - at if until else timedelta(0)


@dataclass(frozen=True)
class PeopleAsked:
    """What somebody filters the list of people by; empty fields ask nothing."""

    words: str = ""
    role: str = ""
    state: str = "active"


def people(asked: PeopleAsked, at: datetime) -> QuerySet[User]:
    """People as asked for, by name, with their current roles in `held`."""
    found = User.objects.order_by("name", "email")
    if asked.words:
        found = found.filter(Q(name__icontains=asked.words) | Q(email__icontains=asked.words))
    if asked.state in {"active", "inactive"}:
        found = found.filter(is_active=asked.state == "active")
    if asked.role:
        held = RoleHeld.objects.current(at).filter(role=asked.role)
        found = found.filter(pk__in=held.values("user"))
    current = RoleHeld.objects.current(at).order_by("role")
    return found.prefetch_related(Prefetch("roles_held", queryset=current, to_attr="held"))


def with_second_factor(users: QuerySet[User] | list[User]) -> set[object]:
    """Which of these have set up a passkey or one-time codes: their ids."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found = Authenticator.objects.filter(user__in=users, type__in=kinds)
    return set(found.values_list("user_id", flat=True))


def open_sittings(user: User, limits: Limits, at: datetime) -> QuerySet[Sitting]:
    """Where this person is signed in at `at`, the latest used first."""
    return Sitting.objects.filter(
        user=user,
        ended_at=None,
        began_at__gt=at - limits.longest,
        seen_at__gt=at - limits.idle,
    ).order_by("-seen_at")


def invitations() -> QuerySet[Invitation]:
    """Every invitation still remembered: open ones first, then the latest."""
    return Invitation.objects.select_related("invited_by", "user").order_by(
        "settled_at", "-invited_at"
    )


def role_holders(at: datetime) -> Mapping[str, int]:
    """How many active people hold each house-wide role."""
    counts: dict[str, int] = dict.fromkeys(roles.ROLES, 0)
    held = RoleHeld.objects.current(at).filter(user__is_active=True)
    for slug in held.values_list("role", flat=True):
        counts[slug] = counts.get(slug, 0) + 1
    return counts
