"""Real arguments for the doors of accounts."""

from beside.accounts import links
from beside.accounts.models import User
from beside.accounts.services import invitations
from beside.kernel import clock
from tests import people
from tests.rules import samples


def _somebody() -> User:
    return User.objects.filter(email="somebody@example.org").first() or people.person(
        "directory_editor", email="somebody@example.org"
    )


def _invitation():
    return invitations.Invitation.objects.filter(state="open").first() or invitations.invite(
        email="newcomer@example.org", roles_given=[], language="en", by=None, at=clock.now()
    )


@samples.of("accounts:person")
def _person():
    return {"user_id": _somebody().pk}


@samples.of("accounts:act")
def _act():
    return {"user_id": _somebody().pk, "act": "sign-out"}


@samples.of("accounts:export")
def _export():
    return {"kind": "csv"}


@samples.of("accounts:invitation")
def _one_invitation():
    return {"invitation_id": _invitation().pk}


@samples.of("accounts:accept")
def _accept():
    return {"token": links.token(_invitation())}
