"""Who belongs to a partner: bringing in, another role, ending."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import signed_in, signed_in_user
from beside.accounts.adapters import mail
from beside.accounts.models import Invitation, User
from beside.accounts.services.invitations import AlreadyInvited
from beside.kernel import clock
from beside.partners import access
from beside.partners.forms import BringIn
from beside.partners.models import Membership, Partner
from beside.partners.services import members as services


@signed_in
@require_POST
def bring_in(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Make somebody a member, or invite them to become one."""
    user = signed_in_user(request)
    partner = access.partner_to_keep(user, partner_id)
    form = BringIn(request.POST)
    if not form.is_valid():
        faults = " ".join(str(fault) for several in form.errors.values() for fault in several)
        messages.error(request, faults)
    else:
        _bring_in(request, partner, form, user, clock.now())
    return redirect("partners:partner", partner.pk)


def _bring_in(
    request: HttpRequest, partner: Partner, form: BringIn, by: User, at: datetime
) -> None:
    said = form.cleaned_data
    try:
        brought = services.bring_in(
            partner=partner,
            email=said["email"],
            name=said["name"],
            role=said["role"],
            language=said["language"],
            by=by,
            at=at,
        )
    except services.AlreadyAMember:
        messages.error(request, gettext("This person belongs to the partner already."))
    except AlreadyInvited:
        messages.error(request, gettext("An open invitation already waits at this address."))
    else:
        messages.success(request, _said(brought))


def _said(brought: Membership | Invitation) -> str:
    if isinstance(brought, Membership):
        return gettext("They have an account already and belong from now on.")
    if mail.configured():
        return gettext("The invitation is on its way.")
    return gettext("The invitation stands. Its link is below: give it to them yourself.")


@signed_in
@require_POST
def change(request: HttpRequest, partner_id: UUID, membership_id: int) -> HttpResponse:
    """Another role within the partner, or an end."""
    user, at = signed_in_user(request), clock.now()
    partner = access.partner_to_keep(user, partner_id)
    membership = Membership.objects.filter(partner=partner, pk=membership_id).first()
    if membership is None:
        raise access.NotYours
    try:
        if role := request.POST.get("role"):
            services.change_member(membership=membership, role=role, by=user, at=at)
        else:
            services.end_membership(membership=membership, on=access.today(), by=user, at=at)
        messages.success(request, gettext("Kept."))
    except (services.NothingToChange, services.NotAPartnersRole):
        messages.info(request, gettext("It is already so."))
    return redirect("partners:partner", partner.pk)
