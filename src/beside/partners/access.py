"""The only way a view gets a partner, or a row that belongs to one.

Staff who may look at partners reach all of them; everybody else reaches the partners
they belong to, and nothing tells them whether another exists.
"""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.kernel import clock, house
from beside.partners.models import Membership, Partner

CONTACT = "partner_contact"
MEMBER = "partner_member"
Row = TypeVar("Row", bound=Model)


class NotYours(Http404):
    """The row belongs to a partner this person does not belong to. Says no more than `not here`."""


def today() -> date:
    """The day memberships are judged by."""
    return house.today(clock.now())


def partners_of(user: User, *, role: str = "") -> QuerySet[Partner]:
    """The active partners somebody belongs to; with `role`, only where they hold it."""
    held = Membership.objects.current(today()).filter(user=user, user__is_active=True)
    if role:
        held = held.filter(role=role)
    return Partner.objects.filter(pk__in=held.values("partner"))


def scoped(
    queryset: QuerySet[Row],
    user: User,
    *,
    through: str = "partner",
    unless: Permission = Permission.VIEW_PARTNERS,
) -> QuerySet[Row]:
    """The rows of `queryset` this person may reach by their partners.

    `through` is the path from a row to its partner ("" for partners themselves);
    whoever holds `unless` reaches all.
    """
    if user.has_permission(unless):
        return queryset
    condition: dict[str, Any] = {f"{through}__in" if through else "pk__in": partners_of(user)}
    return queryset.filter(**condition)


def partner_for(user: User, partner_id: UUID) -> Partner:
    """The partner, for somebody who may look at it. Raises NotYours."""
    return _only(scoped(Partner.objects.all(), user, through=""), partner_id)


def partner_to_keep(user: User, partner_id: UUID) -> Partner:
    """The partner, for somebody who keeps its facts and members. Raises NotYours.

    Staff who manage partners, and the partner's own contacts.
    """
    if user.has_permission(Permission.MANAGE_PARTNERS):
        return _only(Partner.objects.all(), partner_id)
    return _only(partners_of(user, role=CONTACT), partner_id)


def keeps(user: User, partner: Partner) -> bool:
    """Whether somebody keeps this partner's facts and members."""
    try:
        partner_to_keep(user, partner.pk)
    except NotYours:
        return False
    return True


def _only(queryset: QuerySet[Partner], partner_id: UUID) -> Partner:
    found = queryset.filter(pk=partner_id).first()
    if found is None:
        raise NotYours
    return found
