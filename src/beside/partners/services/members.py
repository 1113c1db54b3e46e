"""Who belongs to a partner, from when, until when."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from beside.accounts.core import roles
from beside.accounts.facts import InvitationAccepted
from beside.accounts.models import Invitation, User
from beside.accounts.services import invitations
from beside.kernel import house, record
from beside.partners.models import Membership, MembershipOffer, Partner


class NotAPartnersRole(ValueError):
    """Only roles that stay within a partner are given here."""


class AlreadyAMember(ValueError):
    """This person belongs to the partner already."""


class NothingToChange(ValueError):
    """It is already so."""


@transaction.atomic
def bring_in(
    *, partner: Partner, email: str, name: str, role: str, language: str, by: User | None,
    at: datetime,
) -> Membership | Invitation:  # fmt: skip
    """Make somebody a member; whoever has no account yet is invited, and is one on accepting.

    Raises NotAPartnersRole, AlreadyAMember, invitations.AlreadyInvited.
    """
    _within_a_partner(role)
    known = User.objects.filter(email=email.strip().lower()).first()
    if known is not None:
        return add_member(partner=partner, user=known, role=role, by=by, at=at)
    invitation = invitations.invite(
        email=email, name=name, roles_given=[], language=language, by=by, at=at
    )
    MembershipOffer.objects.create(invitation=invitation, partner=partner, role=role)
    detail = {"invitation": invitation.pk, "role": role}
    record.act("membership_offered", on=partner, by=by, at=at, detail=detail)
    return invitation


def _within_a_partner(role: str) -> None:
    if role not in {each.slug for each in roles.partner_roles()}:
        raise NotAPartnersRole(role)


@transaction.atomic
def add_member(
    *, partner: Partner, user: User, role: str, by: User | None, at: datetime
) -> Membership:
    """Somebody who has an account belongs from today. Raises NotAPartnersRole, AlreadyAMember."""
    _within_a_partner(role)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                partner=partner, user=user, role=role, since_date=house.today(at)
            )
    except IntegrityError as error:
        raise AlreadyAMember(user.pk) from error
    record.act("member_added", on=partner, by=by, at=at, detail={"user": user.pk, "role": role})
    return membership


@transaction.atomic
def take_up_offers(*, accepted: InvitationAccepted, at: datetime) -> int:
    """Whoever accepted an invitation becomes a member where membership was offered with it."""
    offers = MembershipOffer.objects.select_for_update().filter(invitation=accepted.invitation_id)
    taken = 0
    for offer in offers:
        record.act("membership_taken_up", on=offer.partner, at=at,
                   detail={"user": accepted.user_id, "role": offer.role})  # fmt: skip
        _, made = Membership.objects.get_or_create(
            partner=offer.partner, user_id=accepted.user_id, until_date=None,
            defaults={"role": offer.role, "since_date": house.today(at)},
        )  # fmt: skip
        taken += made
    offers.delete()
    return taken


@transaction.atomic
def change_member(*, membership: Membership, role: str, by: User | None, at: datetime) -> None:
    """Another role within the same partner. Raises NotAPartnersRole, NothingToChange."""
    _within_a_partner(role)
    unmoved = Membership.objects.filter(pk=membership.pk, until_date=None).exclude(role=role)
    if not unmoved.update(role=role):
        raise NothingToChange
    detail = {"user": membership.user_id, "role": role}
    record.act("member_changed", on=membership.partner, by=by, at=at, detail=detail)


@transaction.atomic
def end_membership(*, membership: Membership, on: date, by: User | None, at: datetime) -> None:
    """Somebody belongs no more from that day. Raises NothingToChange."""
    last = max(on, membership.since_date)
    if not Membership.objects.filter(pk=membership.pk, until_date=None).update(until_date=last):
        raise NothingToChange
    detail = {"user": membership.user_id, "until": last}
    record.act("member_ended", on=membership.partner, by=by, at=at, detail=detail)
