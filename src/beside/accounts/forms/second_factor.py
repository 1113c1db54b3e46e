"""Forms for one-time codes and passkeys. Wrong codes count like wrong passwords."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from beside.accounts import queries, waiting
from beside.accounts.forms.entrance import Plain
from beside.accounts.models import User
from beside.accounts.services import slips
from beside.kernel import clock

ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class Counted(Plain):
    """A code that may be guessed at only so often."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs |= ONE_TIME

    def clean_code(self) -> str:
        """Judge the code. Raises ValidationError while this person must wait."""
        name, at = f"code of {self.user.pk}", clock.now()
        if wait := queries.wait_of(name, at):
            raise forms.ValidationError(waiting.words(wait), code="must_wait")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            slips.note_slip(name=name, at=at)
            raise
        slips.forgive_slips(name=name, at=at)
        return code


class Code(Counted, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ConfirmCode(Counted, ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before a dangerous act."""


class SetUpCodes(Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code the app shows now")
        self.fields["code"].widget.attrs |= ONE_TIME | {"inputmode": "numeric"}


class AddPasskey(Plain, AddWebAuthnForm):  # type: ignore[misc]
    """A name for the passkey; the browser fills in the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name for this passkey")
        self.fields["passwordless"].label = _("Sign in with this passkey alone")
        self.fields["passwordless"].help_text = _(
            "No password needed then. Some older security keys cannot do this."
        )
        self.fields["passwordless"].initial = True
