"""Giving and ending roles; letting people sign in, or not; their own preferences."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction

from beside.accounts.core import roles
from beside.accounts.core.roles import Permission
from beside.accounts.facts import PersonDeactivated
from beside.accounts.models import RoleHeld, Sitting, User
from beside.accounts.services.invitations import AlreadyHere, NotHouseWide
from beside.kernel import facts, record


class LastKeeper(ValueError):
    """Nobody else could manage accounts afterwards: give somebody else that role first."""


class NotToOneself(ValueError):
    """A role that opens sealed facts is given by somebody else."""


class NothingToChange(ValueError):
    """It is already so."""


@dataclass(frozen=True)
class Preferences:
    """How somebody likes the house to look and speak."""

    language: str
    theme: str
    font: str


@transaction.atomic
def give_role(*, user: User, slug: str, by: User | None, at: datetime) -> RoleHeld:
    """Give a house-wide role.

    Raises roles.NoSuchRole, NotHouseWide, NotToOneself, or NothingToChange if it is held.
    """
    given = roles.role(slug)
    if given.scope is not roles.Scope.HOUSE:
        raise NotHouseWide(slug)
    if by == user and Permission.OPEN_PRIVACY in given.permissions:
        raise NotToOneself(slug)
    _lock(user)
    if RoleHeld.objects.current(at).filter(user=user, role=slug).exists():
        raise NothingToChange(slug)
    held = RoleHeld.objects.create(user=user, role=slug, since_at=at, given_by=by)
    record.act("role_given", on=user, by=by, at=at, detail={"role": slug})
    return held


@transaction.atomic
def end_role(*, user: User, slug: str, by: User | None, at: datetime) -> None:
    """End a role. Raises NothingToChange if not held, LastKeeper."""
    _lock(user)
    held = RoleHeld.objects.current(at).filter(user=user, role=slug)
    if Permission.MANAGE_ACCOUNTS in roles.role(slug).permissions:
        _keep_a_keeper(user, at, besides=slug)
    if not held.update(until_at=at):
        raise NothingToChange(slug)
    record.act("role_ended", on=user, by=by, at=at, detail={"role": slug})


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _keep_a_keeper(user: User, at: datetime, *, besides: str = "") -> None:
    """Refuse to leave the house without anyone who manages accounts. Raises LastKeeper."""
    keeping = [role.slug for role in roles.roles_with(Permission.MANAGE_ACCOUNTS)]
    held = RoleHeld.objects.select_for_update().current(at)
    left = held.filter(role__in=keeping, user__is_active=True).exclude(user=user)
    own = held.filter(role__in=set(keeping) - {besides}, user=user) if besides else held.none()
    if not left.exists() and not own.exists() and held.filter(user=user, role__in=keeping).exists():
        raise LastKeeper


@transaction.atomic
def deactivate(*, user: User, by: User | None, at: datetime) -> None:
    """Stop somebody signing in and end their sittings; roles stay, so that it can be undone.

    Raises NothingToChange, LastKeeper.
    """
    _keep_a_keeper(user, at)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise NothingToChange
    Sitting.objects.filter(user=user, ended_at=None).update(ended_at=at)
    user.is_active = False
    record.act("deactivated", on=user, by=by, at=at)
    facts.publish(PersonDeactivated(user.pk), about=user, at=at)


@transaction.atomic
def reactivate(*, user: User, by: User | None, at: datetime) -> None:
    """Let somebody sign in again with the roles they held. Raises NothingToChange."""
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise NothingToChange
    user.is_active = True
    record.act("reactivated", on=user, by=by, at=at)


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None, at: datetime) -> int:
    """Take away every passkey, code and recovery code, and sign out everywhere.

    For somebody who lost them all; they set up a new one when they next sign in.
    Raises NothingToChange when there was none.
    """
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    if not removed:
        raise NothingToChange
    Sitting.objects.filter(user=user, ended_at=None).update(ended_at=at)
    record.act("second_factor_reset", on=user, by=by, at=at, detail={"removed": removed})
    return removed


@transaction.atomic
def lend_way_back(*, user: User, by: User | None, at: datetime) -> str:
    """A token, good once and for a day, with which this person chooses a new password."""
    record.act("way_back_lent", on=user, by=by, at=at)
    return default_token_generator.make_token(user)


@transaction.atomic
def choose_preferences(*, user: User, chosen: Preferences, at: datetime) -> None:
    """Keep how somebody likes the house to look and speak."""
    user.language, user.theme, user.font = chosen.language, chosen.theme, chosen.font
    user.save(update_fields=["language", "theme", "font"])
    record.act("preferences_chosen", on=user, by=user, at=at)


@transaction.atomic
def rename(*, user: User, name: str, by: User, at: datetime) -> None:
    """Correct the name people see."""
    user.name = name
    user.save(update_fields=["name"])
    record.act("renamed", on=user, by=by, at=at)


@transaction.atomic
def change_email(*, user: User, email: str, by: User, at: datetime) -> None:
    """Change the address somebody signs in with. Raises AlreadyHere if it is another's."""
    address = email.strip().lower()
    if User.objects.filter(email=address).exclude(pk=user.pk).exists():
        raise AlreadyHere
    user.email = address
    user.save(update_fields=["email"])
    record.act("email_changed", on=user, by=by, at=at)


@transaction.atomic
def note_export(*, count: int, by: User, at: datetime) -> None:
    """Record that the list of people was taken away, and how many stood on it."""
    record.act("people_exported", on=("accounts", "people"), by=by, at=at, detail={"count": count})
