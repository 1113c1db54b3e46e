"""What allauth asks the house about signing in."""

from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from beside.accounts import queries, waiting
from beside.accounts.access import signed_in_user
from beside.accounts.fresh import freshly_confirmed
from beside.accounts.models import User
from beside.accounts.services import slips
from beside.design import navigation
from beside.kernel import clock

UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class NoMailFromHere(RuntimeError):
    """Mail goes through the outbox only (adapters/mail.py)."""


class Account(DefaultAccountAdapter):  # type: ignore[misc]
    """By invitation only; slips counted without names; nothing learned by guessing."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before any hashing: a name that must wait hears so whether or not anybody has it."""
        if wait := queries.wait_of(credentials.get("email", ""), clock.now()):
            raise ValidationError(waiting.words(wait), code="must_wait")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user:
            slips.forgive_slips(name=user.email, at=clock.now())
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        slips.note_slip(name=credentials.get("email", ""), at=clock.now())

    def reauthenticate(self, user: User, password: str) -> bool:
        """allauth looks for the address in a table of its own that we do not fill."""
        found = self.authenticate(context.request, email=user.email, password=password)
        if found is None or found.pk != user.pk:
            return False
        if found.password != user.password:  # hashed anew at today's cost: the sitting goes on
            update_session_auth_hash(context.request, found)
        return True

    def is_reauthentication_required(self, *, app: str) -> bool:
        return not freshly_confirmed(context.request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page of the menu this person may open, in their own language."""
        user = signed_in_user(request)
        with translation.override(user.language):
            links = navigation.staff_links(user)
            return links[0].url if links else reverse("accounts:own")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *rest: Any,
        **more: Any,
    ) -> None:
        """Say nothing of what the page shows anyhow; an address must not stand in a message."""
        if message_template not in UNSAID:
            super().add_message(request, level, message_template, *rest, **more)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> NoReturn:
        raise NoMailFromHere(template_prefix)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Nothing of ours counts or keeps addresses."""
        return "0.0.0.0"  # noqa: S104 - a word for "not looked at", not a place to listen
