"""Inviting people, and looking after invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext

from beside.accounts import queries
from beside.accounts.access import needs, signed_in_user, step_up
from beside.accounts.adapters import mail
from beside.accounts.core import roles
from beside.accounts.core.invitations import NotAllowed, State, standing
from beside.accounts.core.roles import Permission, Role
from beside.accounts.forms.people import Invite
from beside.accounts.models import Invitation, User
from beside.accounts.services import invitations as services
from beside.design.pages import render
from beside.design.paging import Paging
from beside.kernel import clock


@dataclass(frozen=True)
class Row:
    """One invitation on the list."""

    invitation: Invitation
    state: State
    roles: Sequence[Role]


@dataclass(frozen=True)
class InvitationsPage:
    """All that are remembered."""

    rows: Sequence[Row]
    paging: Paging


def _row(invitation: Invitation, at: datetime) -> Row:
    stands = standing(State(invitation.state), invitation.expires_at, at)
    given = [roles.ROLES[slug] for slug in invitation.roles if slug in roles.ROLES]
    return Row(invitation, stands, given)


@needs(Permission.MANAGE_ACCOUNTS)
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Every invitation still remembered."""
    at = clock.now()
    found = queries.invitations()
    paging = Paging.read(request.GET, total=found.count())
    rows = [_row(invitation, at) for invitation in found[paging.start : paging.stop]]
    return render(request, "accounts/invitations/list.html", page=InvitationsPage(rows, paging))


@dataclass(frozen=True)
class InvitePage:
    """A form for the next invitation, beside what each role means."""

    form: Invite
    roles: Sequence[Role]
    mail: bool


@needs(Permission.MANAGE_ACCOUNTS)
@step_up
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    form = Invite(request.POST or None, initial={"language": get_language()})
    if form.is_valid() and (made := _invite(form, signed_in_user(request), clock.now())):
        return redirect("accounts:invitation", made.pk)
    page = InvitePage(form, roles.house_roles(), mail.configured())
    return render(request, "accounts/invitations/invite.html", page=page)


def _invite(form: Invite, by: User, at: datetime) -> Invitation | None:
    said = form.cleaned_data
    try:
        return services.invite(
            email=said["email"],
            name=said["name"],
            language=said["language"],
            roles_given=said["roles"],
            by=by,
            at=at,
        )
    except services.AlreadyHere:
        form.add_error("email", gettext("Somebody with this address already has an account."))
    except services.AlreadyInvited:
        form.add_error("email", gettext("An open invitation already waits at this address."))
    return None


@dataclass(frozen=True)
class InvitationPage:
    """One invitation; the link only while it opens."""

    row: Row
    link: str
    mail: bool


@needs(Permission.MANAGE_ACCOUNTS)
@step_up
def one(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """One invitation: its link, and ending or renewing it."""
    at, by = clock.now(), signed_in_user(request)
    invitation = queries.invitations().filter(pk=invitation_id).first()
    if invitation is None:
        raise Http404
    if request.method == "POST":
        _change(request, invitation, by, at)
        return redirect("accounts:invitation", invitation.pk)
    row = _row(invitation, at)
    link = mail.invitation_link(invitation) if row.state is State.OPEN else ""
    page = InvitationPage(row, link, mail.configured())
    return render(request, "accounts/invitations/one.html", page=page)


def _change(request: HttpRequest, invitation: Invitation, by: User, at: datetime) -> None:
    acts = {"renew": services.renew_invitation, "revoke": services.revoke_invitation}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act(invitation=invitation, by=by, at=at)
    except (NotAllowed, services.Overtaken):
        messages.error(request, gettext("That is no longer possible: look at where it stands."))
