"""One's own account: roles, sittings, preferences, the address to sign in with."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from beside.accounts import access, queries
from beside.accounts.access import settling, signed_in, signed_in_user, step_up
from beside.accounts.core import roles
from beside.accounts.core.roles import Role
from beside.accounts.forms.people import Prefer
from beside.accounts.listening import sitting_of
from beside.accounts.middleware import limits
from beside.accounts.models import Sitting, User
from beside.accounts.services import people as services
from beside.accounts.services import sittings as sitting_services
from beside.accounts.services.invitations import AlreadyHere
from beside.design.pages import render
from beside.kernel import clock


@dataclass(frozen=True)
class OwnPage:
    """What somebody sees of their own account."""

    user: User
    roles: Sequence[Role]
    second_factor: bool
    sittings: Sequence[Sitting]
    here: UUID | None
    hours: int
    idle_hours: int


@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Your account."""
    user, at = signed_in_user(request), clock.now()
    held = queries.roles_of(user, at)
    sitting_limits = limits()
    page = OwnPage(
        user=user,
        roles=[roles.ROLES[slug] for slug in held if slug in roles.ROLES],
        second_factor=access.standing(request).has_second_factor,
        sittings=list(queries.open_sittings(user, sitting_limits, at)),
        here=sitting_of(request),
        hours=int(sitting_limits.longest.total_seconds() // 3600),
        idle_hours=int(sitting_limits.idle.total_seconds() // 3600),
    )
    return render(request, "accounts/own/own.html", page=page)


@require_POST
def _end_sittings(request: HttpRequest) -> HttpResponse:
    """End one other sitting, or all others."""
    user, at, here = signed_in_user(request), clock.now(), sitting_of(request)
    if chosen := _uuid(request.POST.get("sitting", "")):
        sitting_services.end_sitting(user=user, sitting_id=chosen, by=user, at=at)
        messages.success(request, gettext("That device is signed out."))
    else:
        sitting_services.end_all_sittings(user=user, by=user, at=at, but=here)
        messages.success(request, gettext("You are signed out everywhere else."))
    return redirect("accounts:own")


end_sittings = settling(_end_sittings)


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


@dataclass(frozen=True)
class PreferencesPage:
    """Language, light or dark, letters."""

    form: Prefer


@settling
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose how the house looks and speaks to you."""
    user = signed_in_user(request)
    now = {"language": user.language, "theme": user.theme, "font": user.font}
    form = Prefer(request.POST or None, initial=now)
    if form.is_valid():
        services.choose_preferences(user=user, chosen=form.chosen(), at=clock.now())
        with translation.override(user.language):
            messages.success(request, gettext("Kept."))
            answer = redirect("accounts:preferences")
            answer.delete_cookie("theme")  # what was picked on this device before
            return answer
    return render(request, "accounts/own/preferences.html", page=PreferencesPage(form))


class Address(forms.Form):
    """The address to sign in with."""

    email = forms.EmailField(
        label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


@dataclass(frozen=True)
class AddressPage:
    """Changing the address one signs in with."""

    form: Address


@step_up
@signed_in
def address(request: HttpRequest) -> HttpResponse:
    """Change the address you sign in with."""
    user = signed_in_user(request)
    form = Address(request.POST or None, initial={"email": user.email})
    if form.is_valid():
        try:
            email = form.cleaned_data["email"]
            services.change_email(user=user, email=email, by=user, at=clock.now())
        except AlreadyHere:
            form.add_error("email", gettext("Somebody else signs in with this address."))
        else:
            messages.success(request, gettext("From now on you sign in with this address."))
            return redirect("accounts:own")
    return render(request, "accounts/own/address.html", page=AddressPage(form))
