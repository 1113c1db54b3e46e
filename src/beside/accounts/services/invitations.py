"""Inviting people, and letting them in once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from beside.accounts.core import roles
from beside.accounts.core.invitations import GOOD_FOR, Event, State, standing, step
from beside.accounts.facts import InvitationAccepted
from beside.accounts.models import Invitation, RoleHeld, User
from beside.kernel import facts, outbox, record

MAIL = "accounts.mail_invitation"


class AlreadyHere(ValueError):
    """Somebody with this address already has an account."""


class AlreadyInvited(ValueError):
    """An open invitation waits at this address."""


class NotHouseWide(ValueError):
    """A role that belongs to one partner cannot be given for the whole house."""


class Overtaken(RuntimeError):
    """The invitation was used, renewed or revoked before we could."""


@dataclass(frozen=True)
class Newcomer:
    """What someone who accepts says of themselves."""

    name: str
    language: str
    password: str


@transaction.atomic
def invite(
    *, email: str, roles_given: Sequence[str], language: str, by: User | None, at: datetime,
    name: str = "",
) -> Invitation:  # fmt: skip
    """Open an invitation for seven days and queue its mail.

    Raises AlreadyHere, AlreadyInvited, NotHouseWide, or roles.NoSuchRole.
    """
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise AlreadyHere
    _expire(Invitation.objects.filter(email=address, state=State.OPEN, expires_at__lte=at), at)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=address, name=name, language=language, roles=_house_wide(roles_given),
                invited_at=at, expires_at=at + GOOD_FOR, invited_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyInvited from error
    record.act("invited", on=invitation, by=by, at=at, detail={"roles": invitation.roles})
    _send(invitation, at)
    return invitation


def _house_wide(slugs: Sequence[str]) -> list[str]:
    for slug in slugs:
        if roles.role(slug).scope is not roles.Scope.HOUSE:
            raise NotHouseWide(slug)
    return sorted(set(slugs))


def _send(invitation: Invitation, at: datetime) -> None:
    payload = {"invitation": str(invitation.pk), "turn": invitation.turn}
    outbox.put(MAIL, payload, about=invitation, due_at=at, key=f"{invitation.pk}:{invitation.turn}")


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: User | None, at: datetime) -> Invitation:
    """Give it seven days more and a new link; the older link ends. Raises NotAllowed, Overtaken."""
    to = step(State(invitation.state), Event.RENEW)
    moved = _unmoved(invitation).update(
        state=to, turn=invitation.turn + 1, expires_at=at + GOOD_FOR, settled_at=None
    )
    _settled(moved, invitation)
    record.act("invitation_renewed", on=invitation, by=by, at=at)
    _send(invitation, at)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User | None, at: datetime) -> Invitation:
    """End an open invitation. Raises NotAllowed, Overtaken."""
    to = step(State(invitation.state), Event.REVOKE)
    _settled(_unmoved(invitation).update(state=to, settled_at=at), invitation)
    record.act("invitation_revoked", on=invitation, by=by, at=at)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, newcomer: Newcomer, at: datetime) -> User:
    """Make the account, give its roles, and tell the house. Raises NotAllowed, Overtaken.

    The password has been judged by the form; here it is only hashed.
    """
    seen = standing(State(invitation.state), invitation.expires_at, at)
    to = step(seen, Event.ACCEPT)
    user = _newcomer(invitation, newcomer, at)
    moved = _unmoved(invitation).update(state=to, settled_at=at, user=user, name="")
    _settled(moved, invitation)
    detail = {"invitation": invitation.pk, "roles": invitation.roles}
    record.act("joined", on=user, by=user, at=at, detail=detail)
    facts.publish(InvitationAccepted(invitation.pk, user.pk), about=user, at=at)
    return user


def _newcomer(invitation: Invitation, newcomer: Newcomer, at: datetime) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, newcomer.password,
                name=newcomer.name, language=newcomer.language, joined_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Overtaken(invitation.pk) from error
    RoleHeld.objects.bulk_create(
        RoleHeld(user=user, role=slug, since_at=at, given_by=invitation.invited_by)
        for slug in invitation.roles
    )
    return user


@transaction.atomic
def expire_invitation(*, invitation_id: UUID, at: datetime) -> bool:
    """Close one whose deadline passed. False if it was settled or renewed before us."""
    due = Invitation.objects.filter(pk=invitation_id, state=State.OPEN, expires_at__lte=at)
    return _expire(due, at) > 0


def _expire(due: QuerySet[Invitation], at: datetime) -> int:
    expired = list(due.select_for_update(skip_locked=True))
    for invitation in expired:
        Invitation.objects.filter(pk=invitation.pk).update(state=State.EXPIRED, settled_at=at)
        record.act("invitation_expired", on=invitation, at=at)
    return len(expired)


@transaction.atomic
def forget_invitations(*, before: datetime, at: datetime) -> int:
    """Destroy every settled invitation that was settled before that moment; return how many."""
    count, _ = Invitation.objects.filter(settled_at__lt=before).delete()
    if count:
        record.act("invitations_forgotten", on=("accounts", "invitations"), at=at,
                   detail={"count": count})  # fmt: skip
    return count


def _unmoved(invitation: Invitation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(pk=invitation.pk, state=invitation.state, turn=invitation.turn)


def _settled(moved: int, invitation: Invitation) -> None:
    if not moved:
        raise Overtaken(invitation.pk)
    invitation.refresh_from_db()
