"""The way in for those who are not signed in yet: invitations, forgotten passwords."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from beside.accounts import links
from beside.accounts.access import by_link
from beside.accounts.adapters import mail
from beside.accounts.core import roles
from beside.accounts.core.invitations import NotAllowed, State, standing
from beside.accounts.core.roles import Role
from beside.accounts.forms.entrance import Accept, ChoosePassword, Forgotten
from beside.accounts.models import Invitation, User
from beside.accounts.services import invitations as services
from beside.accounts.services import passwords
from beside.design.pages import render
from beside.kernel import clock

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class AcceptPage:
    """Somebody invited makes their account. No form when the link no longer opens."""

    form: Accept | None
    email: str = ""
    roles: tuple[Role, ...] = ()
    second_factor: bool = False


@by_link
@never_cache
@sensitive_post_parameters("password")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account from an invitation, and sign in."""
    at = clock.now()
    invitation = _open_invitation(token, at)
    if invitation is None:
        return render(request, "accounts/entrance/accept.html", page=AcceptPage(None), status=410)
    first = {"name": invitation.name, "language": translation.get_language()}
    form = Accept(request.POST or None, initial=first, email=invitation.email)
    if form.is_valid() and (user := _join(invitation, form, at)):
        login(request, user, backend=BACKEND)
        with translation.override(user.language):
            return redirect("accounts:own")
    page = AcceptPage(
        form,
        invitation.email,
        tuple(roles.ROLES[slug] for slug in invitation.roles if slug in roles.ROLES),
        roles.need_second_factor(invitation.roles),
    )
    return render(request, "accounts/entrance/accept.html", page=page)


def _open_invitation(token: str, at: datetime) -> Invitation | None:
    try:
        invitation = links.invitation_behind(token)
    except links.BadLink:
        return None
    stands = standing(State(invitation.state), invitation.expires_at, at)
    return invitation if stands is State.OPEN else None


def _join(invitation: Invitation, form: Accept, at: datetime) -> User | None:
    """The new account, or None when somebody was faster with the same link."""
    try:
        newcomer = form.newcomer()
        return services.accept_invitation(invitation=invitation, newcomer=newcomer, at=at)
    except (services.Overtaken, NotAllowed):
        form.add_error(None, gettext("This link has just been used."))
        return None


@dataclass(frozen=True)
class ForgottenPage:
    """Asking for a new password. `asked`: the answer, the same whether or not we know them."""

    form: Forgotten
    mail: bool
    asked: bool = False


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to choose a new password. Its door stands in accounts.doors."""
    form = Forgotten(request.POST or None)
    asked = form.is_valid() and mail.configured()
    if asked:
        passwords.ask_for_way_back(email=form.cleaned_data["email"], at=clock.now())
    page = ForgottenPage(form, mail.configured(), asked)
    return render(request, "accounts/entrance/forgotten.html", page=page)


@dataclass(frozen=True)
class ChoosePasswordPage:
    """A new password by a lent link. No form when the link no longer opens."""

    form: ChoosePassword | None


@by_link
@never_cache
@sensitive_post_parameters("password")
def choose_password(request: HttpRequest, user_id: UUID, token: str) -> HttpResponse:
    """Choose a new password; then sign in with it, second factor and all."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    template = "accounts/entrance/choose_password.html"
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, template, page=ChoosePasswordPage(None), status=410)
    form = ChoosePassword(request.POST or None, user=user)
    if form.is_valid():
        passwords.choose_password(user=user, password=form.cleaned_data["password"], at=clock.now())
        messages.success(request, gettext("Your new password is kept. Sign in with it."))
        return redirect("account_login")
    return render(request, template, page=ChoosePasswordPage(form))
