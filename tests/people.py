"""People who sign in, for any room's tests.

gloria = people.person("coordinator")
people.sign_in(client, gloria)              # has a second factor if a role asks for one
people.sign_in(client, gloria, fresh=True)  # and has just confirmed it: step-up doors open
"""

import itertools
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.test import Client

from beside.accounts.core import roles
from beside.accounts.fresh import KEY
from beside.accounts.models import RoleHeld, User
from beside.kernel import clock

_numbers = itertools.count(1)
PASSWORD = "quiet harbour lantern"
CHEAPLY_HASHED = (  # the same, hashed at so low a cost that a hundred people are made quickly
    "argon2$argon2id$v=19$m=8,t=1,p=1$QNY0LDMXrJw$XqcuZJR4iJAH+v+RqMg8Dg"
)


def person(*slugs: str, second_factor: bool | None = None, **facts: object) -> User:
    """Someone who holds these house-wide roles, with a second factor if they ask for one."""
    number = next(_numbers)
    facts.setdefault("name", f"Person {number}")
    facts.setdefault("email", f"person{number}@example.org")
    user = User(**facts, password=CHEAPLY_HASHED)
    user.save()
    since = clock.now() - timedelta(days=1)
    RoleHeld.objects.bulk_create(
        RoleHeld(user=user, role=roles.role(slug).slug, since_at=since) for slug in slugs
    )
    if roles.need_second_factor(slugs) if second_factor is None else second_factor:
        give_second_factor(user)
    return user


def give_second_factor(user: User) -> Authenticator:
    """One-time codes, set up."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )


def sign_in(client: Client, user: User, *, fresh: bool = False) -> Client:
    """Sign `user` in; with `fresh`, as one who has confirmed it within these minutes."""
    client.force_login(user)
    if not fresh:
        session = client.session
        del session[KEY]
        session.save()
    return client
