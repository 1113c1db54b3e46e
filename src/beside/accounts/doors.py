"""The pages of allauth that the house uses: each with its address, our template and its rule.

This is the one place where they are let in. What is not on this list has no address:
sign-up, e-mail verification, codes by mail, trusting a browser, sessions with addresses.
Their templates receive allauth's context instead of a page dataclass.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from beside.accounts import access
from beside.accounts.access import entrance, settling
from beside.accounts.views import entrance as own

View = Callable[..., Any]
T = "accounts"


class SignOut(account.LogoutView):  # type: ignore[misc]
    """Signing out also empties what the browser kept of staff pages."""

    template_name = f"{T}/entrance/sign_out.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(request, *args, **kwargs)
        answer["Clear-Site-Data"] = '"cache", "storage"'
        return answer


class ChangePassword(account.PasswordChangeView):  # type: ignore[misc]
    """After a change, one's own account page."""

    template_name = f"{T}/entrance/change_password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without a password there is nothing to change: a link by mail gives one."""
        if not access.signed_in_user(request).has_usable_password():
            return redirect("account_reset_password")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_default_success_url(self) -> str:
        return reverse("accounts:own")


# fmt: off
DOORS: tuple[tuple[str, str, Callable[[View], View], View], ...] = (
    ("sign-in/", "account_login", entrance,
     account.LoginView.as_view(template_name=f"{T}/entrance/sign_in.html")),
    ("sign-out/", "account_logout", entrance, SignOut.as_view()),
    ("inactive/", "account_inactive", entrance,
     account.AccountInactiveView.as_view(template_name=f"{T}/entrance/inactive.html")),
    ("forgotten/", "account_reset_password", entrance, own.forgotten),
    ("code/", "mfa_authenticate", entrance,
     mfa.AuthenticateView.as_view(template_name=f"{T}/entrance/code.html")),
    ("passkey/", "mfa_login_webauthn", entrance, webauthn.LoginWebAuthnView.as_view()),
    ("confirm/", "account_reauthenticate", settling,
     account.ReauthenticateView.as_view(template_name=f"{T}/entrance/confirm.html")),
    ("confirm/code/", "mfa_reauthenticate", settling,
     mfa.ReauthenticateView.as_view(template_name=f"{T}/entrance/confirm_code.html")),
    ("confirm/passkey/", "mfa_reauthenticate_webauthn", settling,
     webauthn.ReauthenticateWebAuthnView.as_view(
         template_name=f"{T}/entrance/confirm_passkey.html")),
    ("password/", "account_change_password", settling, ChangePassword.as_view()),
    ("second-factor/", "mfa_index", settling,
     mfa.IndexView.as_view(template_name=f"{T}/second_factor/index.html")),
    ("second-factor/app/", "mfa_activate_totp", settling,
     totp.ActivateTOTPView.as_view(template_name=f"{T}/second_factor/app.html")),
    ("second-factor/app/remove/", "mfa_deactivate_totp", settling,
     totp.DeactivateTOTPView.as_view(template_name=f"{T}/second_factor/app_remove.html")),
    ("second-factor/recovery/", "mfa_view_recovery_codes", settling,
     recovery.ViewRecoveryCodesView.as_view(template_name=f"{T}/second_factor/recovery.html")),
    ("second-factor/recovery/new/", "mfa_generate_recovery_codes", settling,
     recovery.GenerateRecoveryCodesView.as_view(
         template_name=f"{T}/second_factor/recovery_new.html")),
    ("second-factor/recovery/download/", "mfa_download_recovery_codes", settling,
     recovery.DownloadRecoveryCodesView.as_view(
         template_name=f"{T}/second_factor/recovery.txt")),
    ("second-factor/passkeys/", "mfa_list_webauthn", settling,
     webauthn.ListWebAuthnView.as_view(template_name=f"{T}/second_factor/passkeys.html")),
    ("second-factor/passkeys/add/", "mfa_add_webauthn", settling,
     webauthn.AddWebAuthnView.as_view(template_name=f"{T}/second_factor/passkey_add.html")),
    ("second-factor/passkeys/<int:pk>/", "mfa_edit_webauthn", settling,
     webauthn.EditWebAuthnView.as_view(template_name=f"{T}/second_factor/passkey_edit.html")),
    ("second-factor/passkeys/<int:pk>/remove/", "mfa_remove_webauthn", settling,
     webauthn.RemoveWebAuthnView.as_view(
         template_name=f"{T}/second_factor/passkey_remove.html")),
)
# fmt: on


def patterns() -> list[URLPattern]:
    """allauth looks these names up without a namespace."""
    return [
        path(f"staff/account/{address}", rule(view), name=name)
        for address, name, rule, view in DOORS
    ]
