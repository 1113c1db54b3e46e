"""A member of staff who may open everything, and the cookie that says so."""

from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from beside.accounts.core import roles
from beside.accounts.models import RoleHeld

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def walker():
    """The account itself."""
    user, new = get_user_model().objects.get_or_create(
        email="walker@example.org", defaults={"name": "Walker", "must_change_password": False}
    )
    if new:
        for role in roles.ROLES:
            RoleHeld.objects.create(user=user, role=role, since_at=SINCE)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


def a_coordinator_of_everything() -> list[dict[str, str]]:
    """Cookies of someone who holds every role of the house."""
    client = Client()
    client.force_login(walker())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return [{"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/"}]
