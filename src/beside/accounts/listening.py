"""What the house does when Django or allauth says that somebody signed in, out, or changed."""

from typing import Any
from uuid import UUID

from allauth.account.signals import authentication_step_completed, password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from beside.accounts import fresh
from beside.accounts.core.devices import device
from beside.accounts.middleware import KEY
from beside.accounts.models import User
from beside.accounts.services import passwords, second_factors, sittings
from beside.kernel import clock


@receiver(user_logged_in)
def on_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    word = device(request.headers.get("User-Agent", ""))
    begun = sittings.begin_sitting(user=user, device=word, at=clock.now())
    request.session[KEY] = str(begun.pk)
    fresh.note(request, clock.now())


@receiver(authentication_step_completed)
def on_confirmation(request: HttpRequest, **_: Any) -> None:
    fresh.note(request, clock.now())


@receiver(user_logged_out)
def on_sign_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None and (sitting := sitting_of(request)):
        sittings.end_sitting(user=user, sitting_id=sitting, by=user, at=clock.now())


@receiver(password_changed)
def on_password_change(request: HttpRequest, user: User, **_: Any) -> None:
    passwords.note_password_change(user=user, but=sitting_of(request), at=clock.now())


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def on_second_factor(signal: object, user: User, authenticator: Any, **_: Any) -> None:
    verbs = {
        id(authenticator_added): "added",
        id(authenticator_removed): "removed",
        id(authenticator_reset): "renewed",
    }
    second_factors.note_second_factor(
        user=user, verb=verbs[id(signal)], kind=authenticator.type, at=clock.now()
    )


def sitting_of(request: HttpRequest) -> UUID | None:
    """The sitting of this browser."""
    kept = request.session.get(KEY)
    return UUID(kept) if kept else None
